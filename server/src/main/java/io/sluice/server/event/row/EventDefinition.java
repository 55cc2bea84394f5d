package io.sluice.server.event.row;

import io.sluice.server.kernel.ObjectIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What events show that is not theirs but their flow's, kept once for all of a month (decision 0128).
 *
 * @param id the month, then what tells the text from others of the account: the same on every node
 * @param json an object of properties in the order they are shown; null stands where an event puts its own
 */
public record EventDefinition(String id, String json) {

  private static final int MONTH_CHARS = 8;
  private static final int HASH_BYTES = (ObjectIds.LENGTH - MONTH_CHARS) / 2;

  /** @param month its first id */
  public static EventDefinition of(String month, String json) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return new EventDefinition(
          month.substring(0, MONTH_CHARS) + HexFormat.of().formatHex(hash, 0, HASH_BYTES), json);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  boolean isOf(String month) {
    return id.regionMatches(0, month, 0, MONTH_CHARS);
  }
}
