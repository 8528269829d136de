import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ties a node to the process that started it. Standard input is a pipe whose other end only the parent holds: when the
 * parent ends, however it ends, the system closes that end, and the node stops and removes its home. SIGTERM and SIGINT do
 * the same.
 */
final class Lifeline {
  private static final long MILLISECONDS_TO_CLOSE = 10_000;

  private Lifeline() {}

  interface Start {
    /** @return the port of the HTTP interface */
    int start() throws Exception;
  }

  /**
   * Starts the node, tells the parent its port (HOME/http-port appears whole) and stays until the parent is gone. A parent
   * that ends during the start is noticed after it: a node cannot be closed while it starts.
   */
  static void run(Path home, Closeable node, Start start) throws IOException {
    int port = startOrHalt(start);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAndRemove(home, node)));
    announce(home, port);
    waitForEndOfInput();
    exit();
  }

  private static int startOrHalt(Start start) {
    try {
      return start.start();
    } catch (Throwable error) {
      // threads of a node that half started may keep the process alive
      error.printStackTrace();
      Runtime.getRuntime().halt(1);
      throw new AssertionError(error);
    }
  }

  private static void announce(Path home, int port) throws IOException {
    Path part = home.resolve("http-port.part");
    Files.writeString(part, Integer.toString(port));
    Files.move(part, home.resolve("http-port"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void waitForEndOfInput() throws IOException {
    while (System.in.read() != -1) {
      // whatever the parent says means that it lives
    }
  }

  private static void exit() {
    Thread limit = new Thread(() -> {
      try {
        Thread.sleep(MILLISECONDS_TO_CLOSE);
      } catch (InterruptedException nobodyDoesThat) {
        throw new AssertionError(nobodyDoesThat);
      }
      Runtime.getRuntime().halt(1);
    });
    limit.setDaemon(true);
    limit.start();
    System.exit(0);
  }

  private static void closeAndRemove(Path home, Closeable node) {
    try {
      node.close();
    } catch (IOException | RuntimeException error) {
      error.printStackTrace();
    }
    try {
      removeTree(home);
    } catch (IOException error) {
      error.printStackTrace();
    }
  }

  private static void removeTree(Path root) throws IOException {
    if (Files.notExists(root)) return;
    List<Path> deepestFirst;
    // walk() does not follow links: what a link in the home points to stays
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path path : deepestFirst) Files.deleteIfExists(path);
  }
}
