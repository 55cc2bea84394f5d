package io.sluice.server.crm.optout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BusinessDaysTest {

  @Test
  void ten_days_without_holidays_are_two_weeks() {
    assertThat(BusinessDays.after(LocalDate.parse("2026-03-02"), 10)).isEqualTo("2026-03-16");
    assertThat(BusinessDays.after(LocalDate.parse("2026-03-07"), 10)).as("from a Saturday").isEqualTo("2026-03-20");
  }

  @Test
  void holidays_do_not_count() {
    assertThat(BusinessDays.after(LocalDate.parse("2026-11-20"), 10)).as("over Thanksgiving").isEqualTo("2026-12-07");
    assertThat(BusinessDays.after(LocalDate.parse("2026-12-18"), 10)).as("over Christmas and New Year").isEqualTo("2027-01-05");
  }

  @Test
  void the_federal_holidays_of_a_year_are_known() {
    assertThat(Stream.iterate(LocalDate.parse("2026-01-01"), day -> day.plusDays(1)).limit(365)
        .filter(day -> day.getDayOfWeek().getValue() <= 5 && !BusinessDays.works(day)).map(LocalDate::toString))
        .containsExactly("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07",
            "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25");
    assertThat(BusinessDays.works(LocalDate.parse("2027-07-05"))).as("the Monday behind a Sunday").isFalse();
    assertThat(BusinessDays.works(LocalDate.parse("2027-12-31"))).as("the Friday before a Saturday").isFalse();
  }
}
