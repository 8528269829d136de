import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Bcrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The users that the security plugin reads on its first start. */
final class DemoUsers {
  private DemoUsers() {}

  /** Puts `admin` in the place of those that the plugin ships, whose passwords are public. */
  static void replace(Path security, String password) throws IOException {
    // 2^4 instead of 2^12 rounds: each write to the security API makes every user pay them again
    String hash = Password.hash(password).with(BcryptFunction.getInstance(Bcrypt.Y, 4)).getResult();
    Files.writeString(security.resolve("internal_users.yml"),
        "_meta: { type: internalusers, config_version: 2 }\n"
            + "admin: { hash: \"" + hash + "\", reserved: true, backend_roles: [admin] }\n");
  }
}
