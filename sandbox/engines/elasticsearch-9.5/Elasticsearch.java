import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One real Elasticsearch 9.5 node with x-pack security: {@code Elasticsearch HOME}, started in the folder that has
 * target/modules and stand-ins. Its settings are in HOME/config, the password of the user `elastic` comes from
 * {@link Administrator}.
 * A Node started directly skips Bootstrap, and with it entitlements and the checks for root and for production use.
 */
public final class Elasticsearch {
  private Elasticsearch() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]), modules = home.resolve("modules");
    String password = Administrator.password();
    Modules.write(modules, Path.of("target", "modules"), Path.of("stand-ins"));
    Settings.Builder settings = Settings.builder().put("path.home", home.toString());
    if (password != null) settings.setSecureSettings(new BootstrapPassword(password));
    Environment env =
        InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), home.resolve("config"), () -> "sandbox");
    LogConfigurator.setNodeName("sandbox");
    LogConfigurator.configure(env, true);
    Node node = new Node(env,
        PluginsLoader.createPluginsLoader(PluginsLoader.loadModulesBundles(modules, false), Set.of(), Map.of(), false));
    Lifeline.run(home, node, () -> {
      node.start();
      return node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
    });
  }
}
