package io.sluice.server.account;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the ids of an account's own fields end in (exchange 4.4, 10): three to five letters and digits, unique among all
 * accounts and never changed. It comes from the name where that is free.
 */
final class FieldSuffix {

  private static final int MIN_CHARS = 3;
  private static final int MAX_CHARS = 5;
  private static final int TRIES_WITH_NAME = 8;
  private static final int TRIES = 50;
  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private FieldSuffix() {}

  /** What to try, in order; the later ones are sixty million to one free. */
  static List<String> candidates(String accountName) {
    String letters = accountName.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-z]", "");
    if (letters.length() < MIN_CHARS) {
      return randoms("", TRIES).toList();
    }
    Stream<String> plain = IntStream.rangeClosed(MIN_CHARS, MAX_CHARS).map(length -> MAX_CHARS + MIN_CHARS - length)
        .filter(length -> length <= letters.length())
        .mapToObj(length -> letters.substring(0, length));
    return Stream.of(plain, randoms(letters.substring(0, MIN_CHARS), TRIES_WITH_NAME), randoms("", TRIES))
        .flatMap(some -> some).toList();
  }

  private static Stream<String> randoms(String start, int count) {
    return Stream.generate(() -> random(start)).limit(count);
  }

  private static String random(String start) {
    StringBuilder suffix = new StringBuilder(start);
    while (suffix.length() < MAX_CHARS) {
      suffix.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return suffix.toString();
  }
}
