package io.sluice.server.crm.membership;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A plan a company may be on (crm 2.7). No payment is part of this: the price is shown.
 *
 * @param maxUsers absent: as many as wanted
 * @param maxLeadsPerMonth likewise
 * @param active whether companies may still take it; who is on it stays
 */
public record Membership(
    long id,
    String name,
    String description,
    long priceCents,
    String currency,
    Interval interval,
    @Nullable Integer maxUsers,
    @Nullable Integer maxLeadsPerMonth,
    boolean active) {

  /** How long one period lasts. */
  public enum Interval {
    MONTH("month", 1),
    YEAR("year", 12);

    private final String word;
    private final int months;

    Interval(String word, int months) {
      this.word = word;
      this.months = months;
    }

    static Interval of(String word) {
      return Arrays.stream(values()).filter(interval -> interval.word.equals(word)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no interval is called " + word));
    }

    public String word() {
      return word;
    }

    int months() {
      return months;
    }
  }
}
