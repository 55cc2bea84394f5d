package io.sluice.server.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Longer with each wrong password, for one user from one address. */
class SignInDelaysTest {

  private static final String HERE = "192.0.2.1";
  private static final String EMAIL = "anna@acme.example";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final SignInDelays delays = new SignInDelays(clock);

  @Test
  void the_first_few_wrong_ones_cost_nothing() {
    fail(SignInDelays.FREE_TRIES - 1);
    assertThat(delays.waitSeconds(HERE, EMAIL)).isZero();
  }

  @Test
  void each_further_one_doubles_the_wait_up_to_a_quarter_of_an_hour() {
    fail(SignInDelays.FREE_TRIES);
    assertThat(delays.waitSeconds(HERE, EMAIL)).isEqualTo(2);
    fail(3);
    assertThat(delays.waitSeconds(HERE, EMAIL)).isEqualTo(9);
    fail(50);
    assertThat(delays.waitSeconds(HERE, EMAIL)).isEqualTo(901);
    clock.move(Duration.ofMinutes(15));
    assertThat(delays.waitSeconds(HERE, EMAIL)).isZero();
  }

  @Test
  void the_wait_is_that_of_the_address_and_the_user_together() {
    fail(20);
    assertThat(delays.waitSeconds("192.0.2.2", EMAIL)).isZero();
    assertThat(delays.waitSeconds(HERE, "otto@acme.example")).isZero();
    assertThat(delays.waitSeconds(HERE, " Anna@Acme.example ")).isPositive();
  }

  @Test
  void of_an_ipv6_address_the_customers_half_does_not_count() {
    for (int i = 0; i < 20; i++) {
      delays.failed("2001:db8::" + i, EMAIL);
    }
    assertThat(delays.waitSeconds("2001:db8::ffff", EMAIL)).isPositive();
  }

  @Test
  void the_right_one_and_an_hour_without_any_forget_the_wrong_ones() {
    fail(SignInDelays.FREE_TRIES - 1);
    delays.succeeded(HERE, EMAIL);
    fail(SignInDelays.FREE_TRIES - 1);
    assertThat(delays.waitSeconds(HERE, EMAIL)).isZero();
    clock.move(Duration.ofMinutes(61));
    fail(SignInDelays.FREE_TRIES - 1);
    assertThat(delays.waitSeconds(HERE, EMAIL)).isZero();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      delays.failed(HERE, EMAIL);
    }
  }
}
