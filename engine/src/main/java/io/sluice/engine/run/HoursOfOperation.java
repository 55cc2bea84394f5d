package io.sluice.engine.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a flow takes leads (exchange 5.2).
 *
 * @param enabled absent counts as true
 * @param timeZone tz database name; absent: the account's
 * @param days by {@code sunday} to {@code saturday}; a day that is not there is closed; absent: always open
 */
public record HoursOfOperation(
    @Nullable Boolean enabled, @Nullable String timeZone, @Nullable Map<String, Day> days) {

  /**
   * @param enabled absent counts as true
   * @param periods absent or empty: the whole day
   */
  public record Day(@Nullable Boolean enabled, @Nullable List<Period> periods) {}

  /**
   * @param start {@code HH:mm}, the first minute that belongs to the period
   * @param end {@code HH:mm} up to {@code 24:00}, the first minute that does not
   */
  public record Period(@Nullable String start, @Nullable String end) {}
}
