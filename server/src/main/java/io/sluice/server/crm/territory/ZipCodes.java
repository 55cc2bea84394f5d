package io.sluice.server.crm.territory;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Zip codes as territories keep them: without outer spaces, in upper case. */
final class ZipCodes {

  private static final Pattern PLUS_FOUR = Pattern.compile("\\d{5}-?\\d{4}");
  private static final int AREA_DIGITS = 5;

  private ZipCodes() {}

  static String kept(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  /** By what a lead's zip code is looked for, the closest first: {@code 78701-4321} lies within {@code 78701}. */
  static List<String> sought(String text) {
    String code = kept(text);
    return PLUS_FOUR.matcher(code).matches() ? List.of(code, code.substring(0, AREA_DIGITS)) : List.of(code);
  }
}
