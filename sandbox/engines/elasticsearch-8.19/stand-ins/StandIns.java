import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;

/**
 * Our own stand-ins for pieces of two modules that are not published: of analysis-common the parts of the e-mail analyzer
 * without which the security index cannot be made, of rest-root the answer to {@code GET /}, which is 405 without it. That
 * answer is therefore no proof of what the product says of itself. Loaded as a module named "sandbox".
 */
public class StandIns extends Plugin implements AnalysisPlugin, ActionPlugin {
  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    return Map.of(
        "pattern_capture", AnalysisPlugin.requiresAnalysisSettings((index, env, name, settings) -> new PatternCapture(
            name,
            settings.getAsBoolean("preserve_original", true),
            settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new))),
        "unique", (index, env, name, settings) -> new Unique(name));
  }

  @Override
  public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
    return Map.of("uax_url_email",
        (index, env, name, settings) -> TokenizerFactory.newFactory(name, UAX29URLEmailTokenizer::new));
  }

  @Override
  public Collection<RestHandler> getRestHandlers(
      Settings settings, NamedWriteableRegistry writeables, RestController controller, ClusterSettings clusterSettings,
      IndexScopedSettings indexSettings, SettingsFilter filter, IndexNameExpressionResolver resolver,
      Supplier<DiscoveryNodes> nodes, Predicate<NodeFeature> features) {
    return List.of(new Root());
  }

  record PatternCapture(String name, boolean keepOriginal, Pattern[] patterns) implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream input) {
      return new PatternCaptureGroupTokenFilter(input, keepOriginal, patterns);
    }
  }

  record Unique(String name) implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream input) {
      return new UniqueFilter(input);
    }
  }

  static final class UniqueFilter extends FilteringTokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Set<String> seen = new HashSet<>();

    UniqueFilter(TokenStream input) {
      super(input);
    }

    @Override
    protected boolean accept() {
      return seen.add(term.toString());
    }

    @Override
    public void reset() throws IOException {
      super.reset();
      seen.clear();
    }
  }

  static final class Root implements RestHandler {
    @Override
    public List<Route> routes() {
      return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
    }

    @Override
    public void handleRequest(RestRequest request, RestChannel channel, NodeClient client) throws Exception {
      Build build = Build.current();
      channel.sendResponse(new RestResponse(RestStatus.OK, channel.newBuilder()
          .startObject()
          .field("name", "sandbox")
          .field("cluster_name", "sandbox")
          .startObject("version")
          .field("number", build.qualifiedVersion())
          .field("build_flavor", build.flavor())
          .field("build_hash", build.hash())
          .field("build_date", build.date())
          .field("minimum_wire_compatibility_version", build.minWireCompatVersion())
          .field("minimum_index_compatibility_version", build.minIndexCompatVersion())
          .endObject()
          .field("tagline", "You Know, for Search")
          .endObject()));
    }
  }
}
