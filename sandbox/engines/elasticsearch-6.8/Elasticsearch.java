import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.elasticsearch.cli.Terminal;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;

/**
 * One real Elasticsearch 6.8 node with every module of the default distribution: {@code Elasticsearch HOME}. Its settings
 * are in HOME/config, its modules in HOME/modules, the password of the user `elastic` comes from {@link Administrator}.
 * A Node started directly skips Bootstrap, and with it the refusal to run as root, the SecurityManager (which Java 18 and
 * later do not let it set) and the checks for production use.
 */
public final class Elasticsearch extends Node {
  private Elasticsearch(Environment env) {
    super(env, List.of(), false);
  }

  @Override
  protected void registerDerivedNodeNameWithLogger(String name) {
    LogConfigurator.setNodeName(name);
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    String password = Administrator.password();
    // the start script of the distribution sets them; without them the answer to GET / says "unknown"
    System.setProperty("es.distribution.flavor", "default");
    System.setProperty("es.distribution.type", "zip");
    Settings.Builder settings = Settings.builder().put("path.home", home.toString());
    if (password != null) settings.setSecureSettings(new BootstrapPassword(password));
    Environment env =
        InternalSettingsPreparer.prepareEnvironment(settings.build(), Terminal.DEFAULT, Map.of(), home.resolve("config"));
    LogConfigurator.configure(env);
    Node node = new Elasticsearch(env);
    Lifeline.run(home, node, () -> {
      node.start();
      return node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
    });
  }
}
