package io.sluice.server.kernel;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The exchange's ids: 24 hex characters, the first eight of which are the second they were made in (exchange 2: ids
 * grow with time and serve as cursors). Written in lower case; read in either.
 */
public final class ObjectIds {

  public static final int LENGTH = 24;
  private static final HexFormat HEX = HexFormat.of();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String NODE = HEX.formatHex(randomBytes(5));
  private static final AtomicInteger COUNTER = new AtomicInteger(RANDOM.nextInt(1 << 24));

  private ObjectIds() {}

  /** A new id for this moment; unique across nodes by forty random bits a process, and rising within one. */
  public static String next(Instant now) {
    return HEX.toHexDigits(now.getEpochSecond(), 8) + NODE + HEX.toHexDigits(COUNTER.getAndIncrement(), 6);
  }

  /** Whether the text is an id, in either case (exchange 2). */
  public static boolean valid(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The second an id was made in. */
  public static Instant timeOf(String id) {
    return Instant.ofEpochSecond(HexFormat.fromHexDigitsToLong(id, 0, 8));
  }

  /** The smallest id of that second: a time bound turned into an id bound. */
  public static String firstAt(Instant time) {
    return HEX.toHexDigits(Math.clamp(time.getEpochSecond(), 0, 0xFFFF_FFFFL), 8) + "0".repeat(16);
  }

  /** The smallest id of that month (UTC), where tables are cut. */
  public static String firstOfMonth(Instant time) {
    return firstAt(YearMonth.from(time.atOffset(ZoneOffset.UTC)).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** The given id in lower case. @throws IllegalArgumentException if it is no id: callers at the edge ask {@link #valid} first */
  static String checked(String kind, String value) {
    String lower = value.toLowerCase(java.util.Locale.ROOT);
    if (!valid(lower)) {
      throw new IllegalArgumentException(kind + " must be 24 hex characters");
    }
    return lower;
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
