import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.elasticsearch.Build;

/**
 * Lays out a modules folder as a distribution has it. A plugin's class must come from its own class loader, hence neither
 * the jars of the modules nor the stand-ins are on the class path of the server.
 */
final class Modules {
  /** Module -> its jars; the first one carries the descriptor. */
  private static final Map<String, List<String>> PUBLISHED = Map.of(
      "transport-netty4", List.of("transport-netty4"),
      "x-pack-core", List.of("x-pack-core"),
      "x-pack-security", List.of("x-pack-security", "transport-netty4"));

  private Modules() {}

  /**
   * @param jars has the published jars of the modules
   * @param standIns has the classes of the module "sandbox"
   */
  static void write(Path modules, Path jars, Path standIns) throws IOException {
    for (Map.Entry<String, List<String>> module : PUBLISHED.entrySet()) {
      writePublished(modules.resolve(module.getKey()), jars, module.getValue());
    }
    writeStandIns(modules.resolve("sandbox"), standIns);
  }

  private static void writePublished(Path module, Path jars, List<String> names) throws IOException {
    Files.createDirectories(module);
    for (String name : names) Files.copy(jars.resolve(name + ".jar"), module.resolve(name + ".jar"));
    try (JarFile jar = new JarFile(module.resolve(names.get(0) + ".jar").toFile())) {
      String entry = "META-INF/es-plugins/" + module.getFileName() + "/plugin-descriptor.properties";
      String descriptor = new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
      // the name of the Java module goes, because the server runs from the class path
      String kept = descriptor.lines().filter(line -> !line.startsWith("modulename=")).collect(Collectors.joining("\n"));
      Files.writeString(module.resolve("plugin-descriptor.properties"), kept);
    }
  }

  private static void writeStandIns(Path module, Path classes) throws IOException {
    Files.createDirectories(module);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(module.resolve("sandbox.jar")));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.collect(Collectors.toList())) {
        jar.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, jar);
      }
    }
    Files.writeString(module.resolve("plugin-descriptor.properties"), String.join("\n",
        "name=sandbox",
        "description=stand-ins for modules that are not published",
        "version=1",
        "classname=StandIns",
        "java.version=17",
        "elasticsearch.version=" + Build.current().version()));
  }
}
