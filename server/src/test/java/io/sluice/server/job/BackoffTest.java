package io.sluice.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final RandomGenerator NONE = () -> 0;
  private static final RandomGenerator ALL = new RandomGenerator() {
    @Override
    public long nextLong() {
      return -1;
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  };

  private final Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(1), 5);

  @Test
  void the_wait_doubles_up_to_the_longest() {
    assertThat(backoff.delay(1, ALL)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.delay(2, ALL)).isEqualTo(Duration.ofSeconds(20));
    assertThat(backoff.delay(3, ALL)).isEqualTo(Duration.ofSeconds(40));
    assertThat(backoff.delay(4, ALL)).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff.delay(Integer.MAX_VALUE, ALL)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void chance_takes_half_of_the_wait_at_most() {
    assertThat(backoff.delay(2, NONE)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_wait_that_does_not_grow_is_refused() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
