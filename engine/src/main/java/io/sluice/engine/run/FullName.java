package io.sluice.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Somebody's whole name, taken apart as the cases show: what stands before the last word is the first name, unless a
 * particle ({@code van}, {@code de}) begins the last name earlier. Parts that are not there are empty.
 *
 * @param middleName initials that stand between the names
 */
record FullName(
    String salutation, String firstName, String middleName, String lastName, String suffix) {

  private static final int MAX_WORDS = 50;

  private static final Map<String, String> SALUTATIONS = Map.ofEntries(
      Map.entry("mr", "Mr."), Map.entry("master", "Mr."), Map.entry("mister", "Mr."), Map.entry("mrs", "Mrs."),
      Map.entry("miss", "Ms."), Map.entry("ms", "Ms."), Map.entry("dr", "Dr."), Map.entry("rev", "Rev."),
      Map.entry("fr", "Fr."));

  private static final Set<String> SUFFIXES = Set.of("I", "II", "III", "IV", "V", "Senior", "Junior", "Jr", "Sr",
      "PhD", "APR", "RPh", "PE", "MD", "MA", "DMD", "CME", "DDS", "CPA", "DVM", "Esq");

  private static final Set<String> PARTICLES = Set.of("vere", "von", "van", "de", "del", "della", "der", "di", "da",
      "pietro", "vanden", "du", "st", "la", "le", "lo", "ter", "bin", "ibn");

  static FullName parse(String text) {
    List<String> words = new ArrayList<>(
        Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).limit(MAX_WORDS).toList());
    var salutation = words.size() > 1 ? SALUTATIONS.getOrDefault(bare(words.getFirst()), "") : "";
    if (!salutation.isEmpty()) {
      words.removeFirst();
    }
    var suffix = words.size() > 1 ? suffix(words.getLast()) : "";
    if (!suffix.isEmpty()) {
      words.removeLast();
    }
    List<String> first = new ArrayList<>();
    List<String> middle = new ArrayList<>();
    int at = 0;
    while (at < words.size() - 1 && (at == 0 || !PARTICLES.contains(bare(words.get(at))))) {
      var word = words.get(at);
      (at > 0 && isInitial(word) ? middle : first).add(word);
      at++;
    }
    if (words.size() == 1) {
      first.add(words.getFirst());
      at = 1;
    }
    return new FullName(salutation, withoutComma(String.join(" ", first)), String.join(" ", middle),
        withoutComma(String.join(" ", words.subList(Math.min(at, words.size()), words.size()))), suffix);
  }

  /** The parts by the ids of the standard fields they belong to. */
  Map<String, String> fields() {
    return Map.of("salutation", salutation, "first_name", firstName, "middle_name", middleName, "last_name", lastName,
        "name_suffix", suffix);
  }

  private static String bare(String word) {
    return word.replace(".", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isInitial(String word) {
    return word.replace(".", "").length() == 1;
  }

  private static String suffix(String word) {
    var plain = word.replaceAll("[.,]", "");
    return SUFFIXES.stream().filter(plain::equalsIgnoreCase).findFirst().orElse("");
  }

  private static String withoutComma(String name) {
    return name.endsWith(",") ? name.substring(0, name.length() - 1) : name;
  }
}
