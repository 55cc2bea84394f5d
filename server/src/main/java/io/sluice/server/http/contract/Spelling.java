package io.sluice.server.http.contract;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant by a name that does not exist. */
final class Spelling {

  private static final int MOST_SLIPS = 4;
  private static final int SHORTEST_LENGTH_FOR_TWO_SLIPS = 8;
  private static final int SHORTEST_LENGTH_FOR_ONE_SLIP = 4;

  private Spelling() {}

  /** The nearest of the known names, when one is near enough to be worth a guess. */
  static Optional<String> nearest(String name, Collection<String> known) {
    String best = null;
    int bestDistance = Math.clamp(name.length() / 3, 1, MOST_SLIPS) + 1;
    String plain = plain(name);
    for (String candidate : known) {
      int distance = distance(plain, plain(candidate), bestDistance);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** A known name so near that the other can only be a slip of the pen: not a guess but a verdict. */
  static Optional<String> slipOf(String name, Collection<String> known) {
    if (name.startsWith("_")) {
      return Optional.empty(); // a private mark such as _id, not a misspelt property
    }
    return nearest(name, known).filter(meant -> {
      int distance = distance(plain(name), plain(meant), MOST_SLIPS + 1);
      return distance == 0
          || distance == 1 && name.length() >= SHORTEST_LENGTH_FOR_ONE_SLIP
          || distance == 2 && name.length() >= SHORTEST_LENGTH_FOR_TWO_SLIPS;
    });
  }

  private static String plain(String name) {
    return name.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions, substitutions and swaps of neighbours that turn one into the other, below so many. */
  private static int distance(String a, String b, int tooMany) {
    if (Math.abs(a.length() - b.length()) >= tooMany) {
      return tooMany; // a name may be as long as a body
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
