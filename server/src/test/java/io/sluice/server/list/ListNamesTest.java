package io.sluice.server.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How lists are called, what their values are found by, and how far back one looks (exchange 5.6). */
class ListNamesTest {

  @Test
  void a_row_is_split_at_commas_outside_of_quotes_and_trimmed_outside_of_them() {
    assertThat(CsvRow.split(" a, b,, \"c, d\" ,\" e \",\"f \"\"g\"\"\",")).contains(List.of("a", "b", "c, d", " e ", "f \"g\""));
    assertThat(CsvRow.split("")).contains(List.of());
    assertThat(List.of("\"a", "a\"", "a\"b\"", "\"a\"b", "x,\"")).allSatisfy(row -> assertThat(CsvRow.split(row)).isEmpty());
  }

  @Test
  void punctuation_in_a_name_is_dropped() {
    assertThat(ListNames.urlNames("My List,\"Bob's List, Unplugged\",2015-10-12"))
        .contains(List.of("my_list", "bobs_list_unplugged", "20151012"));
    assertThat(ListNames.urlNames("!!,Ä")).contains(List.of());
  }

  @Test
  void a_value_is_found_by_the_md5_of_its_lower_case_text_or_by_that_hash() {
    ItemKey plain = ItemKey.of(" Ann@Hooli.example ").orElseThrow();
    assertThat(plain.value()).isEqualTo("ann@hooli.example");
    assertThat(ItemKey.of("81DF06F40D1C1EDA1F3C0B0C3E4BD4A7").orElseThrow().value()).isNull();
    assertThat(ItemKey.of(ItemKey.shown(plain.key(), null))).contains(new ItemKey(plain.key(), null));
    assertThat(ItemKey.shown(ItemKey.of("5125550142").orElseThrow().key(), null))
        .as("as md5sum makes it").isEqualTo(MD5_OF_5125550142);
    assertThat(ItemKey.of(" ")).isEmpty();
    assertThat(ItemKey.of("x".repeat(501))).isEmpty();
  }

  private static final String MD5_OF_5125550142 = "21d696ca81ed8cf54da30794cdfcc361";

  @ParameterizedTest
  @CsvSource({
      "30, minute, 2026-03-31T11:30:00Z", "2, hours, 2026-03-31T10:00:00Z", "1, day, 2026-03-30T12:00:00Z",
      "1, week, 2026-03-24T12:00:00Z", "1, month, 2026-02-28T12:00:00Z", "1, year, 2025-03-31T12:00:00Z",
      "1000000, year, 1970-01-01T00:00:00Z"})
  void a_look_back_ends_so_long_before_now(int value, String interval, Instant since) {
    assertThat(Lookback.since(Instant.parse("2026-03-31T12:00:00Z"), value, interval)).contains(since);
  }
}
