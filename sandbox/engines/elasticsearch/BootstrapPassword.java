import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.settings.SecureSettings;
import org.elasticsearch.common.settings.SecureString;

/**
 * The password of the user `elastic`, as the keystore file of a distribution would hold it. No {@code @Override}: the
 * interface grew between 6.8 and 8.19, and this one file is compiled against each of them.
 */
record BootstrapPassword(String password) implements SecureSettings {
  private static final String NAME = "bootstrap.password";

  public boolean isLoaded() {
    return true;
  }

  public Set<String> getSettingNames() {
    return Set.of(NAME);
  }

  public SecureString getString(String name) {
    return new SecureString(password.toCharArray());
  }

  public InputStream getFile(String name) {
    throw new UnsupportedOperationException(name);
  }

  public byte[] getSHA256Digest(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public void writeTo(StreamOutput out) {
    throw new UnsupportedOperationException();
  }

  public void close() {}
}
