package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Problems;
import io.sluice.engine.run.HoursOfOperation.Day;
import io.sluice.engine.run.HoursOfOperation.Period;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours of operation go by the clock on the wall (exchange 3.4, 5.2), also on the days it is changed. */
class CompiledHoursTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      before half past one on the day the clocks go forward     | 2026-03-08T06:29:59Z | false
      from half past one on                                     | 2026-03-08T06:30:00Z | true
      to the last second before the clocks go forward           | 2026-03-08T06:59:59Z | true
      three o'clock follows, which is behind half past two      | 2026-03-08T07:00:00Z | false
      half past one on the day the clocks go back               | 2026-11-01T05:30:00Z | true
      the clocks went back to one: before half past one again   | 2026-11-01T06:00:00Z | false
      half past one for the second time                         | 2026-11-01T06:30:00Z | true
      to the last second before half past two                   | 2026-11-01T07:29:59Z | true
      half past two                                             | 2026-11-01T07:30:00Z | false
      """)
  void between_half_past_one_and_half_past_two_on_sundays(String sentence, Instant at, boolean open) {
    assertThat(isOpen(Map.of("sunday", new Day(true, List.of(new Period("01:30", "02:30")))), at)).isEqualTo(open);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      the last second of Saturday                    | 2026-11-01T03:59:59Z | false
      the first of a Sunday of 25 hours              | 2026-11-01T04:00:00Z | true
      its last                                       | 2026-11-02T04:59:59Z | true
      Monday                                         | 2026-11-02T05:00:00Z | false
      the first second of a Sunday of 23 hours       | 2026-03-08T05:00:00Z | true
      its last                                       | 2026-03-09T03:59:59Z | true
      Monday behind it                               | 2026-03-09T04:00:00Z | false
      """)
  void all_of_sunday(String sentence, Instant at, boolean open) {
    assertThat(isOpen(Map.of("sunday", new Day(true, null)), at)).isEqualTo(open);
  }

  private static boolean isOpen(Map<String, Day> days, Instant at) {
    return CompiledHours.compile(new HoursOfOperation(true, "America/New_York", days), "hours", new Problems())
        .areOpen(at, ZoneOffset.UTC);
  }
}
