package io.sluice.server.lead.cap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange 11: intervals end where the calendar's do. */
class IntervalTest {

  @ParameterizedTest
  @CsvSource(textBlock = """
      2026-11-21T09:07:30Z, 1, minute, UTC,              ,                     2026-11-21T09:07:00Z, 2026-11-21T09:08:00Z
      2026-11-21T09:07:30Z, 1, hour,   UTC,              ,                     2026-11-21T09:00:00Z, 2026-11-21T10:00:00Z
      2026-11-21T03:00:00Z, 1, day,    America/New_York, ,                     2026-11-20T05:00:00Z, 2026-11-21T05:00:00Z
      2026-11-22T23:59:59Z, 1, week,   UTC,              ,                     2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z
      2026-11-23T00:00:00Z, 1, week,   UTC,              ,                     2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z
      2026-11-21T09:00:00Z, 1, month,  UTC,              ,                     2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z
      2026-11-21T09:00:00Z, 2, day,    UTC,              2026-11-20T15:00:00Z, 2026-11-20T00:00:00Z, 2026-11-22T00:00:00Z
      2026-11-22T00:00:00Z, 2, day,    UTC,              2026-11-20T15:00:00Z, 2026-11-22T00:00:00Z, 2026-11-24T00:00:00Z
      2026-11-01T12:00:00Z, 1, day,    America/New_York, ,                     2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z
      """)
  void a_counter_counts_from_start_to_end(
      Instant now, int duration, String unit, String zone, @Nullable Instant since, Instant start, Instant end) {
    assertThat(Interval.around(now, duration, unit, ZoneId.of(zone), since)).isEqualTo(new Interval(start, end));
  }
}
