package io.sluice.engine.run;

import org.jspecify.annotations.Nullable;

/** What is looked up in lists before the criteria are evaluated (exchange 5.6). Each may be absent. */
public record ListChecks(
    @Nullable ListCheck duplicate, @Nullable ListCheck existingCustomer, @Nullable ListCheck dnc) {

  /**
   * @param value template of what is looked for; required
   * @param listName required
   * @param lookback how old an entry may be; absent: any age
   */
  public record ListCheck(@Nullable String value, @Nullable String listName, @Nullable Lookback lookback) {}

  /** @param interval {@code year}, {@code month}, {@code week}, {@code day}, {@code hour} or {@code minute} */
  public record Lookback(@Nullable Integer value, @Nullable String interval) {}
}
