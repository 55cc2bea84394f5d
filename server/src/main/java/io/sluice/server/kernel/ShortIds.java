package io.sluice.server.kernel;

import java.security.SecureRandom;

/** The exchange's short ids: six letters or digits, unique within the object they are part of (exchange 2). */
public final class ShortIds {

  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int CHARS = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ShortIds() {}

  public static String next() {
    StringBuilder id = new StringBuilder(CHARS);
    for (int i = 0; i < CHARS; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
