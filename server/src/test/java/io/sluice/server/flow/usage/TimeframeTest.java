package io.sluice.server.flow.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeframeTest {

  private static final LocalDate WEDNESDAY = LocalDate.of(2026, 3, 4);

  @ParameterizedTest
  @CsvSource({
    "today, 2026-03-04, 2026-03-05",
    "yesterday, 2026-03-03, 2026-03-04",
    "this_day, 2026-03-04, 2026-03-05",
    "this_1_days, 2026-03-04, 2026-03-05",
    "this_14_days, 2026-02-19, 2026-03-05",
    "previous_30_days, 2026-02-02, 2026-03-04",
    "this_week, 2026-03-02, 2026-03-05",
    "this_2_weeks, 2026-02-23, 2026-03-05",
    "previous_week, 2026-02-23, 2026-03-02",
    "this_month, 2026-03-01, 2026-03-05",
    "previous_month, 2026-02-01, 2026-03-01",
    "previous_2_months, 2026-01-01, 2026-03-01",
    "this_year, 2026-01-01, 2026-03-05",
    "previous_year, 2025-01-01, 2026-01-01"
  })
  void a_timeframe_is_whole_days_told_from_today(String text, LocalDate from, LocalDate before) {
    Timeframe timeframe = Timeframe.read(text).orElseThrow();
    assertThat(timeframe.from(WEDNESDAY)).isEqualTo(from);
    assertThat(timeframe.before(WEDNESDAY)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tomorrow", "this_0_days", "previous_-1_days", "last_30_days", "previous_30_hours",
      "previous_99999_days", "previous_30_days ", "Today"})
  void anything_else_is_none(String text) {
    assertThat(Timeframe.read(text)).isEmpty();
  }

  @Test
  void on_a_monday_this_week_begins_today() {
    assertThat(Timeframe.read("this_week").orElseThrow().from(LocalDate.of(2026, 3, 2)))
        .isEqualTo(LocalDate.of(2026, 3, 2));
  }
}
