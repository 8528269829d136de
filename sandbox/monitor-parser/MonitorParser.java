import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.xcontent.LoggingDeprecationHandler;
import org.opensearch.common.xcontent.XContentFactory;
import org.opensearch.common.xcontent.json.JsonXContent;
import org.opensearch.commons.alerting.model.BucketLevelTrigger;
import org.opensearch.commons.alerting.model.Monitor;
import org.opensearch.commons.alerting.model.QueryLevelTrigger;
import org.opensearch.commons.alerting.model.SearchInput;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.ToXContent;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.search.SearchModule;

/** Reads a monitor a line, as the alerting plugin does, and writes a line for each: "OK" and how it is stored, or "REFUSED" and why. */
public class MonitorParser {
  public static void main(String[] arguments) throws Exception {
    NamedXContentRegistry registry = registry();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) out.println(answer(line, registry));
  }

  private static String answer(String line, NamedXContentRegistry registry) {
    try (XContentParser parser = JsonXContent.jsonXContent.createParser(registry, LoggingDeprecationHandler.INSTANCE, line)) {
      parser.nextToken();
      XContentBuilder stored = XContentFactory.jsonBuilder();
      Monitor.Companion.parse(parser, "", 1L).toXContent(stored, ToXContent.EMPTY_PARAMS);
      return "OK " + stored;
    } catch (Exception error) {
      return "REFUSED " + String.valueOf(error.getMessage()).replace('\n', ' ');
    }
  }

  private static NamedXContentRegistry registry() {
    List<NamedXContentRegistry.Entry> entries = new ArrayList<>(new SearchModule(Settings.EMPTY, List.of()).getNamedXContents());
    entries.add(Monitor.Companion.getXCONTENT_REGISTRY());
    entries.add(SearchInput.Companion.getXCONTENT_REGISTRY());
    entries.add(QueryLevelTrigger.Companion.getXCONTENT_REGISTRY());
    entries.add(BucketLevelTrigger.Companion.getXCONTENT_REGISTRY());
    return new NamedXContentRegistry(entries);
  }
}
