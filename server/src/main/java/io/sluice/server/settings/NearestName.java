package io.sluice.server.settings;

import java.util.Comparator;
import java.util.List;

/** The name that somebody who misspelt one probably meant. */
public final class NearestName {

  private NearestName() {}

  /** @param known at least one */
  public static String to(String name, List<String> known) {
    return known.stream().min(Comparator.comparingInt(candidate -> edits(name, candidate))).orElseThrow();
  }

  /** Levenshtein distance: letters added, dropped or exchanged. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int exchanged = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(exchanged, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
