package io.sluice.bench;

import java.util.Arrays;
import java.util.Locale;

/** One thing as it was in each round: the median, and how far apart the rounds were. */
record Spread(double median, double least, double most) {

  static Spread of(double... rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** @param number how each of the three is written */
  String text(String number) {
    return String.format(Locale.ROOT, number + " (" + number + " to " + number + ")", median, least, most);
  }
}
