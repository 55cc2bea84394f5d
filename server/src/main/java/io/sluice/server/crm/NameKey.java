package io.sluice.server.crm;

import java.util.Locale;

/** What two names of one company's things must not have in common: no two sources, questions, … are called the same. */
public final class NameKey {

  public static final int MAX_CHARS = 200;

  private NameKey() {}

  public static String of(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** For names that no contract has checked: out of a file, or from the exchange. */
  public static boolean fits(String name) {
    return !name.isBlank() && name.strip().length() <= MAX_CHARS && name.indexOf('\0') < 0;
  }
}
