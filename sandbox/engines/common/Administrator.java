import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The user that a fresh node has. */
final class Administrator {
  private Administrator() {}

  /**
   * The password from the environment, because process lists show arguments to everyone; in Base64, because Java reads the
   * environment in the encoding of the locale, which is plain ASCII in many containers.
   *
   * @return null: the node is to run without security
   */
  static String password() {
    String encoded = System.getenv("SANDBOX_PASSWORD");
    return encoded == null ? null : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
