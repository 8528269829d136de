import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/**
 * One real OpenSearch 2.19 node: {@code OpenSearch HOME}. Its settings are in HOME/config. With a password from
 * {@link Administrator} it has the security plugin and the user `admin`.
 * A Node started directly skips Bootstrap, and with it the checks for root and for production use.
 */
public final class OpenSearch extends Node {
  private static final List<String> MODULES = List.of(
      "org.opensearch.transport.Netty4Plugin",
      "org.opensearch.ingest.common.IngestCommonPlugin",
      "org.opensearch.ingest.useragent.IngestUserAgentPlugin",
      "org.opensearch.analysis.common.CommonAnalysisPlugin",
      "org.opensearch.index.mapper.MapperExtrasPlugin",
      "org.opensearch.index.reindex.ReindexPlugin",
      "org.opensearch.painless.PainlessPlugin",
      "org.opensearch.script.mustache.MustachePlugin");
  private static final String SECURITY = "org.opensearch.security.OpenSearchSecurityPlugin";

  private OpenSearch(Environment env, Collection<Class<? extends Plugin>> plugins) {
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
    List<Class<? extends Plugin>> plugins = new ArrayList<>();
    for (String name : names) plugins.add(Class.forName(name).asSubclass(Plugin.class));
    Node node = new OpenSearch(env, plugins);
    Lifeline.run(home, node, () -> {
      node.start();
      return node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
    });
  }
}
