package io.sluice.engine;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Texts nobody would think of, the same ones every time: a failure names its text and comes again. */
public final class Anything {

  private static final String ALPHABET =
      "0123456789 0123456789 abcdefghijklmnopqrstuvwxyzABCXYZ@@..--//::+*#()[]<>\"'\\%?&=_~,;|\t\n\r\u0000"
          + "éßüİıſ½\u0661\uff11\u200b\u00a0\u2028\ufeff漢\ud83d\ude00\ud800\udc00\u0301";

  private Anything() {}

  public static RandomGenerator seeded(String name) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(name.hashCode());
  }

  /** Up to two dozen characters, among them those that trip readers. */
  public static String noise(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(24); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** The text with one to three of its places changed, left out or repeated. */
  public static String spoilt(String seed, RandomGenerator random) {
    var text = new StringBuilder(seed);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> text.delete(Math.max(0, at - 1), at);
        default -> text.insert(at, text.substring(at / 2, at));
      }
    }
    return text.toString();
  }

  public static <T> T one(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }
}
