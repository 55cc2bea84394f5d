package io.sluice.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class BackgroundLoopTest {

  /** Fails in its first turns and tells of every one. */
  private static final class Failing extends BackgroundLoop {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<Runnable> failures;
    private int turns;

    Failing(Runnable... failures) {
      super("failing", Duration.ZERO, Duration.ofMillis(1));
      this.failures = List.of(failures);
    }

    @Override
    protected Duration turn() {
      int now = turns++;
      if (now < failures.size()) {
        told.add("failed");
        failures.get(now).run();
      }
      told.add("done");
      return Duration.ofDays(1);
    }

    String next() throws InterruptedException {
      return String.valueOf(told.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_turn_that_fails_does_not_keep_the_next_from_coming() throws InterruptedException {
    Failing loop = new Failing(
        () -> { throw new DataAccessResourceFailureException("away"); },
        () -> { throw new IllegalStateException("a bug"); },
        () -> { throw new NoClassDefFoundError("a/class/that/is/broken"); });
    loop.start();
    try {
      assertThat(List.of(loop.next(), loop.next(), loop.next(), loop.next()))
          .containsExactly("failed", "failed", "failed", "done");
    } finally {
      loop.stop();
    }
  }

  /** Takes a moment to end its turn when it is told to stop. */
  private static final class Busy extends BackgroundLoop {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    Busy() {
      super("busy", Duration.ZERO, Duration.ofMillis(1));
    }

    @Override
    protected Duration turn() throws InterruptedException {
      told.add("begun");
      try {
        return new LinkedBlockingQueue<Duration>().take();
      } finally {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        told.add("ended");
      }
    }

    String next() throws InterruptedException {
      return String.valueOf(told.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void who_stops_it_finds_no_turn_under_way_and_may_start_it_again() throws InterruptedException {
    Busy loop = new Busy();
    for (int i = 0; i < 2; i++) {
      loop.start();
      assertThat(loop.next()).isEqualTo("begun");
      loop.stop();
      assertThat(loop.isRunning()).isFalse();
      assertThat(loop.told.poll()).isEqualTo("ended");
    }
  }
}
