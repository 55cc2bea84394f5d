package io.sluice.server.lead.cap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange 11, decision 0082: intervals end where the calendar's do, also where the clocks change. */
class IntervalTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      a minute begins with its first second                    | 2026-11-21T09:07:30Z | 1  | minute | UTC               |                      | 2026-11-21T09:07:00Z | 2026-11-21T09:08:00Z
      an hour begins with its first minute                     | 2026-11-21T09:07:30Z | 1  | hour   | UTC               |                      | 2026-11-21T09:00:00Z | 2026-11-21T10:00:00Z
      an hour of a zone that is half an hour off begins there  | 2026-05-01T09:10:00Z | 1  | hour   | Asia/Kolkata      |                      | 2026-05-01T08:30:00Z | 2026-05-01T09:30:00Z
      a day begins at midnight in its zone                     | 2026-11-21T03:00:00Z | 1  | day    | America/New_York  |                      | 2026-11-20T05:00:00Z | 2026-11-21T05:00:00Z
      a week ends on Sunday night                              | 2026-11-22T23:59:59Z | 1  | week   | UTC               |                      | 2026-11-16T00:00:00Z | 2026-11-23T00:00:00Z
      a week begins on Monday                                  | 2026-11-23T00:00:00Z | 1  | week   | UTC               |                      | 2026-11-23T00:00:00Z | 2026-11-30T00:00:00Z
      a month begins on its first                              | 2026-11-21T09:00:00Z | 1  | month  | UTC               |                      | 2026-11-01T00:00:00Z | 2026-12-01T00:00:00Z
      two days end at the end of the second                    | 2026-11-21T09:00:00Z | 2  | day    | UTC               | 2026-11-20T15:00:00Z | 2026-11-20T00:00:00Z | 2026-11-22T00:00:00Z
      and the next two begin then                              | 2026-11-22T00:00:00Z | 2  | day    | UTC               | 2026-11-20T15:00:00Z | 2026-11-22T00:00:00Z | 2026-11-24T00:00:00Z
      two weeks begin on the Monday of the week they were made | 2026-03-12T12:00:00Z | 2  | week   | UTC               | 2026-03-04T12:00:00Z | 2026-03-02T00:00:00Z | 2026-03-16T00:00:00Z
      three months begin with the month they were made in      | 2026-04-30T12:00:00Z | 3  | month  | UTC               | 2026-02-15T12:00:00Z | 2026-02-01T00:00:00Z | 2026-05-01T00:00:00Z
      a quarter of an hour is counted from when it was made    | 2026-11-21T09:30:00Z | 15 | minute | UTC               | 2026-11-21T09:07:45Z | 2026-11-21T09:22:00Z | 2026-11-21T09:37:00Z
      what was made later than now counts backwards            | 2026-11-19T09:00:00Z | 2  | day    | UTC               | 2026-11-20T15:00:00Z | 2026-11-18T00:00:00Z | 2026-11-20T00:00:00Z
      the day the clocks go forward has 23 hours               | 2026-03-08T12:00:00Z | 1  | day    | America/New_York  |                      | 2026-03-08T05:00:00Z | 2026-03-09T04:00:00Z
      the day the clocks go back has 25 hours                  | 2026-11-01T12:00:00Z | 1  | day    | America/New_York  |                      | 2026-11-01T04:00:00Z | 2026-11-02T05:00:00Z
      two days across the change are 49 hours                  | 2026-11-02T04:59:00Z | 2  | day    | America/New_York  | 2026-11-01T12:00:00Z | 2026-11-01T04:00:00Z | 2026-11-03T05:00:00Z
      the week the clocks go forward in has an hour less       | 2026-03-08T12:00:00Z | 1  | week   | America/New_York  |                      | 2026-03-02T05:00:00Z | 2026-03-09T04:00:00Z
      the month the clocks go forward in ends in summer time   | 2026-03-20T12:00:00Z | 1  | month  | America/New_York  |                      | 2026-03-01T05:00:00Z | 2026-04-01T04:00:00Z
      the hour before the skipped one is an hour               | 2026-03-08T06:30:00Z | 1  | hour   | America/New_York  |                      | 2026-03-08T06:00:00Z | 2026-03-08T07:00:00Z
      and so is the one behind it                              | 2026-03-08T07:10:00Z | 1  | hour   | America/New_York  |                      | 2026-03-08T07:00:00Z | 2026-03-08T08:00:00Z
      an hour that comes twice is two hours: the first         | 2026-11-01T05:30:00Z | 1  | hour   | America/New_York  |                      | 2026-11-01T05:00:00Z | 2026-11-01T06:00:00Z
      and the second                                           | 2026-11-01T06:30:00Z | 1  | hour   | America/New_York  |                      | 2026-11-01T06:00:00Z | 2026-11-01T07:00:00Z
      six hours are six hours, whatever the clocks do          | 2026-03-08T12:00:00Z | 6  | hour   | America/New_York  | 2026-03-07T05:10:00Z | 2026-03-08T11:00:00Z | 2026-03-08T17:00:00Z
      and follow each other without a gap                      | 2026-03-08T10:59:59Z | 6  | hour   | America/New_York  | 2026-03-07T05:10:00Z | 2026-03-08T05:00:00Z | 2026-03-08T11:00:00Z
      a day whose midnight is skipped begins when it can       | 2018-11-04T12:00:00Z | 1  | day    | America/Sao_Paulo |                      | 2018-11-04T03:00:00Z | 2018-11-05T02:00:00Z
      and the day before it ends then                          | 2018-11-04T02:59:59Z | 1  | day    | America/Sao_Paulo |                      | 2018-11-03T03:00:00Z | 2018-11-04T03:00:00Z
      where clocks change by half an hour, hours stay as long  | 2026-04-04T15:10:00Z | 1  | hour   | Australia/Lord_Howe |                    | 2026-04-04T14:30:00Z | 2026-04-04T15:30:00Z
      """)
  void an_interval_begins_and_ends_so(String sentence, Instant now, int duration, String unit, String zone,
      @Nullable Instant since, Instant start, Instant end) {
    assertThat(Interval.around(now, duration, unit, ZoneId.of(zone), since)).isEqualTo(new Interval(start, end));
  }
}
