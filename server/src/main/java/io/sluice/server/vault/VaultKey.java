package io.sluice.server.vault;

import io.sluice.server.kernel.Secrets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One key of 256 bits. Written as base64, as {@code openssl rand -base64 32} makes it. */
public final class VaultKey {

  public static final int BYTES = 32;
  private static final int ID_CHARS = 12;

  private final SecretKey key;
  private final String id;

  private VaultKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, "AES");
    this.id = Secrets.hash(Base64.getEncoder().encodeToString(bytes)).substring(0, ID_CHARS);
  }

  /** Empty when the text is not the base64 of 32 bytes. */
  public static Optional<VaultKey> read(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64.strip());
      return bytes.length == BYTES ? Optional.of(new VaultKey(bytes)) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** A new one, as it is written. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Says which key it is, and nothing about it. */
  public String id() {
    return id;
  }

  SecretKey key() {
    return key;
  }

  /** Two of one id are one key: the id is made from all of it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VaultKey that && that.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "VaultKey[" + id + "]";
  }
}
