import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.Plugin;

/**
 * One real Elasticsearch 7.10.2 node with x-pack: {@code Elasticsearch HOME}. Its settings are in HOME/config, the password
 * of the user `elastic` comes from {@link Administrator}.
 * A Node started directly skips Bootstrap, and with it the checks for root and for production use.
 */
public final class Elasticsearch extends Node {
  private static final List<String> PLUGINS = List.of(
      "org.elasticsearch.transport.Netty4Plugin",
      "org.elasticsearch.ingest.common.IngestCommonPlugin",
      "org.elasticsearch.ingest.useragent.IngestUserAgentPlugin",
      "org.elasticsearch.analysis.common.CommonAnalysisPlugin",
      "org.elasticsearch.index.mapper.MapperExtrasPlugin",
      "org.elasticsearch.index.reindex.ReindexPlugin",
      "org.elasticsearch.painless.PainlessPlugin",
      "org.elasticsearch.script.mustache.MustachePlugin",
      "org.elasticsearch.xpack.core.XPackPlugin",
      "org.elasticsearch.xpack.security.Security");

  private Elasticsearch(Environment env, Collection<Class<? extends Plugin>> plugins) {
    super(env, plugins, false);
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    String password = Administrator.password();
    // the start script of the distribution sets it; without it the answer to GET / says "unknown"
    System.setProperty("es.distribution.flavor", "default");
    Settings.Builder settings = Settings.builder().put("path.home", home.toString());
    if (password != null) settings.setSecureSettings(new BootstrapPassword(password));
    Environment env =
        InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), home.resolve("config"), () -> "sandbox");
    LogConfigurator.configure(env);
    List<Class<? extends Plugin>> plugins = new ArrayList<>();
    for (String name : PLUGINS) plugins.add(Class.forName(name).asSubclass(Plugin.class));
    Node node = new Elasticsearch(env, plugins);
    Lifeline.run(home, node, () -> {
      node.start();
      return node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
    });
  }
}
