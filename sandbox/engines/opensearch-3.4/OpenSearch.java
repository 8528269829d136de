import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One real OpenSearch 3.4 node: {@code OpenSearch HOME}. Its settings are in HOME/config. With a password from
 * {@link Administrator} it has the security plugin and the user `admin`.
 * A Node started directly skips Bootstrap, and with it the checks for root and for production use.
 */
public final class OpenSearch extends Node {
  private static final List<String> MODULES = List.of(
      "org.opensearch.transport.Netty4ModulePlugin",
      "org.opensearch.ingest.common.IngestCommonModulePlugin",
      "org.opensearch.ingest.useragent.IngestUserAgentModulePlugin",
      "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
      "org.opensearch.index.mapper.MapperExtrasModulePlugin",
      "org.opensearch.index.reindex.ReindexModulePlugin",
      "org.opensearch.painless.PainlessModulePlugin",
      "org.opensearch.script.mustache.MustacheModulePlugin");
  private static final String SECURITY = "org.opensearch.security.OpenSearchSecurityPlugin";

  private OpenSearch(Environment env, Collection<PluginInfo> plugins) {
    super(env, plugins, false);
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]), config = home.resolve("config");
    String password = Administrator.password();
    List<String> names = new ArrayList<>(MODULES);
    if (password != null) {
      names.add(SECURITY);
      DemoUsers.replace(config.resolve("opensearch-security"), password);
    }
    Settings settings = Settings.builder().put("path.home", home.toString()).build();
    Environment env = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "sandbox");
    LogConfigurator.configure(env);
    List<PluginInfo> plugins = new ArrayList<>();
    for (String name : names) plugins.add(plugin(name));
    Node node = new OpenSearch(env, plugins);
    Lifeline.run(home, node, () -> {
      node.start();
      return node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
    });
  }

  /** A class name that is wrong would only be a line in the log, and the node would start without the plugin. */
  private static PluginInfo plugin(String name) throws ClassNotFoundException {
    Class.forName(name);
    return new PluginInfo(
        name, "on the class path", Version.CURRENT.toString(), Version.CURRENT, "21", name, null, List.of(), false);
  }
}
