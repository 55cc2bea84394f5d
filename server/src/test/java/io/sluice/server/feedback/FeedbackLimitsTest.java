package io.sluice.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeedbackLimitsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final FeedbackLimits limits = new FeedbackLimits(clock);

  @Test
  void one_delivery_takes_a_burst_of_feedback_and_then_one_a_second() {
    for (int i = 0; i < FeedbackLimits.EVENT_BURST; i++) {
      assertThat(limits.mayGive("event")).isTrue();
    }
    assertThat(limits.mayGive("event")).isFalse();
    assertThat(limits.mayGive("another")).isTrue();
    clock.move(Duration.ofSeconds(1));
    assertThat(limits.mayGive("event")).isTrue();
    assertThat(limits.mayGive("event")).isFalse();
  }

  @Test
  void an_address_that_guesses_too_often_is_not_even_told_of_a_hit_until_it_has_paused() {
    for (int i = 0; i < FeedbackLimits.MISS_BURST; i++) {
      assertThat(limits.mayAsk("192.0.2.1")).isTrue();
      limits.missed("192.0.2.1");
    }
    assertThat(limits.mayAsk("192.0.2.1")).isFalse();
    assertThat(limits.mayAsk("192.0.2.2")).isTrue();
    clock.move(Duration.ofSeconds(1));
    assertThat(limits.mayAsk("192.0.2.1")).isTrue();
  }

  @Test
  void asking_without_missing_costs_nothing() {
    for (int i = 0; i < 3 * FeedbackLimits.MISS_BURST; i++) {
      assertThat(limits.mayAsk("192.0.2.1")).isTrue();
    }
  }
}
