package io.sluice.engine.template;

import java.util.Locale;
import java.util.Map;

/**
 * How numbers and dates are written somewhere: separators, currency and ordinals.
 *
 * @param language a language or language and country, such as {@code fr} or {@code pt-BR}
 */
record FormatLocale(Locale language, String thousands, String decimal, String currency) {

  static final FormatLocale ENGLISH = new FormatLocale(Locale.US, ",", ".", "$");

  private static final Map<String, FormatLocale> KNOWN =
      Map.ofEntries(
          entry("en", ",", ".", "$"),
          entry("en-us", ",", ".", "$"),
          entry("en-gb", ",", ".", "£"),
          entry("en-au", ",", ".", "$"),
          entry("en-ca", ",", ".", "$"),
          entry("fr", " ", ",", "€"),
          entry("fr-ca", " ", ",", "$"),
          entry("fr-ch", " ", ".", "CHF"),
          entry("de", " ", ",", "€"),
          entry("de-ch", " ", ".", "CHF"),
          entry("es", ".", ",", "€"),
          entry("it", ".", ",", "€"),
          entry("nl", ".", ",", "€"),
          entry("pt", " ", ",", "€"),
          entry("pt-br", ".", ",", "R$"),
          entry("da", ".", ",", "DKK"),
          entry("pl", " ", ",", "PLN"),
          entry("cs", " ", ",", "Kč"),
          entry("ja", ",", ".", "¥"));

  private static Map.Entry<String, FormatLocale> entry(
      String tag, String thousands, String decimal, String currency) {
    return Map.entry(tag, new FormatLocale(Locale.forLanguageTag(tag), thousands, decimal, currency));
  }

  /** English for a place we do not know. */
  static FormatLocale of(String tag) {
    return KNOWN.getOrDefault(tag.trim().toLowerCase(Locale.ROOT).replace('_', '-'), ENGLISH);
  }

  boolean isEnglish() {
    return language.getLanguage().equals("en");
  }

  String abbreviation(char magnitude) {
    return String.valueOf(magnitude);
  }

  /** What follows a counted number: {@code st}, {@code nd}, {@code rd}, {@code th} in English. */
  String ordinal(double value) {
    return switch (language.getLanguage()) {
      case "fr" -> value == 1 ? "er" : "e";
      case "de", "da", "pl", "cs", "ja" -> ".";
      case "es", "it", "pt" -> "º";
      case "nl" -> "e";
      default -> englishOrdinal(value);
    };
  }

  private static String englishOrdinal(double value) {
    double last = value % 10;
    if ((int) (value % 100 / 10) == 1) {
      return "th";
    }
    return last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
  }
}
