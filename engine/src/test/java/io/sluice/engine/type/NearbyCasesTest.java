package io.sluice.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Cases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Inputs beside the observed ones, with what the public readers answer that the observed system is said to use: for
 * moments chrono 2, for addresses RFC 5322 as email-addresses 1 reads it. It is noon on Thursday, 15 January 2026.
 */
final class NearbyCasesTest {

  private static String text(String type, String input) {
    var value = FieldTypes.named(type).orElseThrow().parse(input, Cases.CLOCK);
    return value instanceof TypedValue typed && !typed.valid() ? "-" : Values.text(value);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      2014/6/14               | 2014-06-14T12:00:00.000Z
      2014.6.14 10:00         | 2014-06-14T10:00:00.000Z
      5-6-14                  | 2014-05-06T12:00:00.000Z
      25-6-2014               | 2014-06-25T12:00:00.000Z
      6.25.2014               | 2014-06-25T12:00:00.000Z
      5.6.14                  | -
      06/2024                 | 2024-06-01T12:00:00.000Z
      14-Jun-2014             | 2014-06-14T12:00:00.000Z
      14jun2014               | 2014-06-14T12:00:00.000Z
      2014-Jun-14             | 2014-06-14T12:00:00.000Z
      Jun 1 24                | 2024-06-01T12:00:00.000Z
      14 June 50              | 2050-06-14T12:00:00.000Z
      december                | 2025-12-01T12:00:00.000Z
      decemb                  | -
      3 Marbles               | -
      april 31                | -
      Sat Jun 14 18:27:33 2014 | 2014-06-14T18:27:33.000Z
      6/14/2014, 6:27:33 PM   | 2014-06-14T18:27:33.000Z
      2014-06-14 18:27 UTC+2  | 2014-06-14T16:27:00.000Z
      2014-06-14T18:27:33 PT  | 2014-06-15T01:27:33.000Z
      2014-06-14T18:27:33 IST | 2014-06-14T12:57:33.000Z
      next monday             | 2026-01-19T12:00:00.000Z
      next friday             | 2026-01-23T12:00:00.000Z
      this monday             | 2026-01-19T12:00:00.000Z
      last thursday           | 2026-01-08T12:00:00.000Z
      friday next week        | 2026-01-23T12:00:00.000Z
      monday last week        | 2026-01-12T12:00:00.000Z
      tues                    | -
      this week               | 2026-01-11T12:00:00.000Z
      end of month            | 2026-01-31T12:00:00.000Z
      now                     | 2026-01-15T12:00:00.000Z
      26 days from now        | 2026-02-10T12:00:00.000Z
      five minutes ago        | 2026-01-15T11:55:00.000Z
      a couple of hours ago   | 2026-01-15T10:00:00.000Z
      in half an hour         | 2026-01-15T12:30:00.000Z
      in 2 hours and 5 minutes | 2026-01-15T14:05:00.000Z
      next 3 weeks            | 2026-02-05T12:00:00.000Z
      2 weeks                 | -
      at 7                    | 2026-01-15T07:00:00.000Z
      saturday at 9           | 2026-01-17T09:00:00.000Z
      tonight at 7            | 2026-01-15T19:00:00.000Z
      tomorrow afternoon at 3 | 2026-01-16T15:00:00.000Z
      9 in the morning        | 2026-01-15T09:00:00.000Z
      4 o'clock               | 2026-01-15T04:00:00.000Z
      5.30pm                  | 2026-01-15T17:30:00.000Z
      13 pm                   | -
      18:279                  | -
      tomorrow midnight       | 2026-01-16T00:00:00.000Z
      """)
  void a_moment_is_read_from_what_people_write(String input, String expected) {
    assertThat(text("time", input)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      "foo\\"x"@bar.com        | "foo"x"@bar.com
      Bob Smith <a@b.com> (x) | a@b.com
      a b c <d@e.com>         | d@e.com
      Bob. Smith <a@b.com>    | -
      a@[1.2.3.4]             | a@[1.2.3.4]
      a@[b com                | -
      a@b.com, c@d.com        | -
      a@b (c) .com            | a@b.com
      """)
  void an_address_is_read_from_what_people_write(String input, String expected) {
    assertThat(text("email", input)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      512-789-1111é      | 5127891111
      512-789-1111 x12 ß | 5127891111x12
      """)
  void a_letter_that_no_telephone_has_is_no_part_of_a_number(String input, String expected) {
    assertThat(text("phone", input)).isEqualTo(expected);
  }
}
