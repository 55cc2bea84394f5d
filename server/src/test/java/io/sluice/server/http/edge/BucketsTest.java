package io.sluice.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Buckets buckets = new Buckets("key", 60, 10, now::get);

  @Test
  void a_minutes_worth_may_come_at_once_and_then_as_much_as_grows_back() {
    for (int i = 59; i >= 0; i--) {
      assertThat(buckets.take("acme")).isEqualTo(new Allowance("key", 60, i, 60 - i, 0));
    }
    assertThat(buckets.take("acme")).isEqualTo(new Allowance("key", 60, 0, 60, 1));
    now.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(buckets.take("acme").isRefused()).isTrue();
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(buckets.take("acme").isRefused()).isFalse();
    assertThat(buckets.take("acme").isRefused()).isTrue();
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(buckets.take("acme").remaining()).as("never more than a minute's worth").isEqualTo(59);
  }

  @Test
  void who_is_refused_does_not_wait_longer_for_asking() {
    for (int i = 0; i < 200; i++) {
      buckets.take("acme");
    }
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(buckets.take("acme").isRefused()).isFalse();
  }

  @Test
  void looking_takes_nothing_and_sees_what_taking_would() {
    for (int i = 0; i < 200; i++) {
      assertThat(buckets.look("acme")).isEqualTo(new Allowance("key", 60, 59, 1, 0));
    }
    for (int i = 0; i < 60; i++) {
      buckets.take("acme");
    }
    assertThat(buckets.look("acme")).isEqualTo(new Allowance("key", 60, 0, 60, 1));
  }

  @Test
  void each_has_a_bucket_of_its_own() {
    for (int i = 0; i < 61; i++) {
      buckets.take("acme");
    }
    assertThat(buckets.take("acme").isRefused()).isTrue();
    assertThat(buckets.take("initech").isRefused()).isFalse();
  }

  @Test
  void made_up_names_fill_no_memory_and_take_nothing_from_those_who_were_there() {
    for (int i = 0; i < 9; i++) {
      buckets.take("known-" + i);
    }
    for (int i = 0; i < 1_000; i++) {
      buckets.take("made-up-" + i);
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(11);
    assertThat(buckets.take("known-0").isRefused()).isFalse();
    assertThat(buckets.take("new").isRefused()).as("newcomers share one").isTrue();
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(buckets.take("new").isRefused()).as("full ones are forgotten").isFalse();
  }

  @Test
  void no_limit_is_no_limit() {
    Buckets none = new Buckets("key", 0, 10, now::get);
    for (int i = 0; i < 100_000; i++) {
      assertThat(none.take("acme").isRefused()).isFalse();
    }
    assertThat(none.size()).isZero();
  }

  @Test
  void of_ipv6_the_network_counts() {
    assertThat(RateLimits.network("2001:db8:1:2::1")).isEqualTo(RateLimits.network("2001:db8:1:2:ffff::9"))
        .isNotEqualTo(RateLimits.network("2001:db8:1:3::1"));
    assertThat(RateLimits.network("192.0.2.1")).isNotEqualTo(RateLimits.network("192.0.2.2"));
  }
}
