package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private static final List<Sample> FLOOR = List.of(
      sample("insert", 1_000, 1_000), sample("insert", 2_000, 1_000), sample("insert", 4_000, 1_000));

  @Test
  void a_ratio_is_the_median_of_the_ratios_of_each_round() {
    var accept = List.of(sample("accept", 500, 3_000), sample("accept", 500, 3_000), sample("accept", 3_000, 3_000));
    Figures figures = Figures.of(Duration.ZERO, accept, FLOOR);
    assertThat(figures.ofFloor()).isEqualTo(new Spread(0.5, 0.25, 0.75));
    assertThat(figures.perSecond()).isEqualTo(new Spread(500, 500, 3_000));
    assertThat(figures.timesFloorP50().median()).isCloseTo(3, within(0.01));
  }

  @Test
  void what_one_takes_beside_another_is_told_round_by_round_and_how_far_apart_the_rounds_were() {
    Figures deliver = Figures.of(Duration.ZERO,
        List.of(sample("deliver", 900, 1_000), sample("deliver", 600, 3_000), sample("deliver", 200, 1_000)), FLOOR);
    Figures camel = Figures.of(Duration.ZERO,
        List.of(sample("camel", 300, 1_000), sample("camel", 100, 1_000), sample("camel", 200, 1_000)), FLOOR);
    assertThat(deliver.times(camel, Figures.Round::perSecond)).isEqualTo(new Spread(3, 1, 6));
    assertThat(deliver.above(camel, Figures.Round::p50Ms).most()).isCloseTo(2, within(0.01));
    assertThat(deliver.above(camel, Figures.Round::p50Ms).median()).isZero();
  }

  @Test
  void a_document_gets_a_row_for_each_arm_with_the_memory_of_both_processes() {
    Figures floor = Figures.of(Duration.ofMillis(50), FLOOR, FLOOR);
    assertThat(Markdown.of(List.of(floor), List.of(new Markdown.Beside(floor, floor)))).contains(
        "| 50 ms | 1 | insert | 2,000 (1,000 to 4,000) | 1.00 (1.00 to 1.00) | 1.0 ms | 1.0 ms | 1.0 ms | "
            + "214 + 214 µs | 129 µs | 300 + 100 MB |",
        "| 50 ms | 1 | insert × insert | 1.00 (1.00 to 1.00) | 1.0 (1.0 to 1.0) |");
  }

  @Test
  void the_floor_is_one_of_itself() {
    Figures figures = Figures.of(Duration.ZERO, FLOOR, FLOOR);
    assertThat(List.of(figures.ofFloor(), figures.timesFloorP50(), figures.timesFloorP99()))
        .containsOnly(new Spread(1, 1, 1));
  }

  @Test
  void cpu_is_microseconds_for_each_lead_that_was_taken() {
    Figures figures = Figures.of(Duration.ZERO, FLOOR, FLOOR);
    assertThat(figures.serverCpuMicros()).isCloseTo(3 * (0.7 - 0.2) * 1e6 / 7_000, within(0.01));
    assertThat(figures.compilerCpuMicros()).isCloseTo(3 * 0.2 * 1e6 / 7_000, within(0.01));
    assertThat(figures.laterCpuMicros()).isCloseTo(3 * 0.3 * 1e6 / 7_000, within(0.01));
  }

  @Test
  void an_arm_that_took_nothing_has_no_ratio_to_break_the_report() {
    var broken = List.of(sample("accept", 0, 0), sample("accept", 0, 0), sample("accept", 0, 0));
    assertThat(Figures.of(Duration.ZERO, broken, FLOOR).serverCpuMicros()).isZero();
  }

  private static Sample sample(String arm, int taken, long microseconds) {
    Histogram latency = new Histogram(60_000_000, 3);
    for (int i = 0; i < taken; i++) {
      latency.recordValue(microseconds);
    }
    return new Sample(arm, 1, Duration.ofSeconds(1), taken, latency, 0, 0.7, 0.2, 0.5, 0.1, 0.3, 300, 100);
  }
}
