package io.sluice.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlineTest {

  private static final Duration SOON = Duration.ofMillis(30);

  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void what_takes_too_long_is_ended_once() throws Exception {
    try (Deadline deadline = Deadline.in(SOON, ended::incrementAndGet)) {
      await().until(deadline::hasPassed);
      Thread.sleep(150);
    }
    assertThat(ended).hasValue(1);
  }

  @Test
  void what_is_done_in_time_is_left_alone() throws Exception {
    Deadline deadline = Deadline.in(SOON, ended::incrementAndGet);
    deadline.close();
    Thread.sleep(200);
    assertThat(ended).hasValue(0);
    assertThat(deadline.hasPassed()).isFalse();
  }

  @Test
  void nothing_is_being_ended_any_more_once_it_is_closed() throws Exception {
    var begun = new CountDownLatch(1);
    Deadline deadline = Deadline.in(SOON, () -> {
      begun.countDown();
      pause();
      ended.incrementAndGet();
    });
    begun.await();
    deadline.close();
    assertThat(ended).as("close waited for it").hasValue(1);
  }

  @Test
  void one_that_fails_keeps_no_other_from_being_ended() throws Exception {
    List<Deadline> open = new ArrayList<>();
    open.add(Deadline.in(SOON, () -> {
      throw new IllegalStateException("a bad one, as this test wants it");
    }));
    for (int i = 0; i < 100; i++) {
      open.add(Deadline.in(SOON, ended::incrementAndGet));
    }
    await().untilAsserted(() -> assertThat(ended).hasValue(100));
    open.forEach(Deadline::close);
  }

  @Test
  void after_a_long_rest_the_next_one_is_as_punctual() throws Exception {
    Thread.sleep(1_500);
    what_takes_too_long_is_ended_once();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(150);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
