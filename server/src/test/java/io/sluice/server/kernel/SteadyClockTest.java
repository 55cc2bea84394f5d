package io.sluice.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final MovableClock machine = new MovableClock(NOON);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final SteadyClock clock = new SteadyClock(machine, nanos::get);

  @Test
  void as_long_as_the_machine_goes_on_it_is_the_machines_time() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(70));
      assertThat(clock.instant()).isEqualTo(machine.instant());
    }
    machine.move(Duration.ofDays(1));
    assertThat(clock.instant()).as("a step ahead").isEqualTo(machine.instant());
  }

  @Test
  void after_a_step_back_ids_go_on_rising_until_the_machine_has_caught_up() {
    List<String> ids = new ArrayList<>(List.of(ObjectIds.next(clock.instant())));
    Instant before = clock.instant();
    machine.move(Duration.ofMinutes(-10));
    for (int minute = 0; minute < 120; minute++) {
      pass(Duration.ofMinutes(1));
      Instant now = clock.instant();
      assertThat(now).isAfter(before);
      before = now;
      ids.add(ObjectIds.next(now));
    }
    assertThat(ids.stream().map(id -> id.substring(0, 8))).isSorted();
    assertThat(clock.instant()).as("caught up").isEqualTo(machine.instant());
  }

  @Test
  void a_lease_taken_before_a_step_back_ends_no_later_than_it_would_have_at_nine_tenths_of_the_pace() {
    Instant end = clock.instant().plusSeconds(90);
    machine.move(Duration.ofMinutes(-30));
    clock.instant();
    for (int second = 0; second < 100; second++) {
      pass(Duration.ofSeconds(1));
      clock.instant();
    }
    assertThat(clock.instant()).isAfterOrEqualTo(end);
  }

  @Test
  void a_clock_that_was_wrong_by_more_than_an_hour_is_put_right() {
    clock.instant();
    machine.move(SteadyClock.LARGEST_STEP.multipliedBy(-2));
    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(machine.instant());
    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(machine.instant());
  }

  private void pass(Duration time) {
    machine.move(time);
    nanos.addAndGet(time.toNanos());
  }
}
