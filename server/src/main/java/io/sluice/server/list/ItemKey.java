package io.sluice.server.list;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value is found by: the MD5 of its lower-case text. Lists are exchanged as such hashes, so 32 hex characters
 * are taken for one (decision 0080).
 *
 * @param value null where only the hash was given
 */
public record ItemKey(UUID key, @Nullable String value) {

  public static final int MAX_VALUE_CHARS = 500;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

  /** Empty for what no list takes: nothing, or more than 500 characters. */
  public static Optional<ItemKey> of(String given) {
    String value = given.strip().toLowerCase(Locale.ROOT);
    if (value.isEmpty() || value.length() > MAX_VALUE_CHARS || value.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return Optional.of(HASH.matcher(value).matches()
        ? new ItemKey(uuid(HexFormat.of().parseHex(value)), null)
        : new ItemKey(uuid(md5(value)), value));
  }

  /** The value, or the hash where nothing else is known. */
  public static String shown(UUID key, @Nullable String value) {
    return value == null ? key.toString().replace("-", "") : value;
  }

  /** Never prints the value: most are somebody's address or number. */
  @Override
  public String toString() {
    return "ItemKey[" + key + "]";
  }

  private static UUID uuid(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static byte[] md5(String value) {
    try {
      return MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
