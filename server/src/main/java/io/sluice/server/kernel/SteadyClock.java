package io.sluice.server.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's clock, but for steps back: ids are time and leases end by it, and neither may begin anew (decision
 * 0106).
 * After a step back it goes on at nine tenths of its pace until the machine has caught up.
 *
 * <p>A step of more than an hour is believed: a clock that was so wrong is better put right.
 */
final class SteadyClock extends Clock {

  static final Duration LARGEST_STEP = Duration.ofHours(1);

  /** How often where we are is written down; in between it is only read. */
  private static final long MARK_EVERY_NANOS = 100_000_000L;

  /** Two clocks do not go quite alike. */
  private static final Duration NOT_A_STEP = Duration.ofMillis(20);

  private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

  private record Mark(Instant time, long nanos, boolean ahead) {}

  private final Clock machine;
  private final LongSupplier nanos;
  private final AtomicReference<Mark> mark;

  SteadyClock(Clock machine, LongSupplier nanos) {
    this.machine = machine;
    this.nanos = nanos;
    this.mark = new AtomicReference<>(new Mark(machine.instant(), nanos.getAsLong(), false));
  }

  @Override
  public Instant instant() {
    Mark last = mark.get();
    // Whoever is interrupted in between must not take it for a step back: the counter is read before when we compare,
    // and after when we remember.
    long counted = nanos.getAsLong();
    Instant told = machine.instant();
    long elapsed = counted - last.nanos();
    Instant expected = last.time().plusNanos(Math.max(0, last.ahead() ? elapsed / 10 * 9 : elapsed));
    Duration behind = Duration.between(told, expected);
    boolean ahead = last.ahead() ? behind.isPositive() : behind.compareTo(NOT_A_STEP) > 0;
    if (ahead && behind.compareTo(LARGEST_STEP) > 0) {
      if (mark.compareAndSet(last, new Mark(told, nanos.getAsLong(), false))) {
        LOG.warn("The machine's clock was put back by {}: following it, so new ids sort before old ones", behind);
      }
      return told;
    }
    boolean goesOn = ahead || behind.isPositive();
    Instant now = goesOn ? expected : told;
    if (ahead != last.ahead() || elapsed >= MARK_EVERY_NANOS) {
      mark.compareAndSet(last, new Mark(now, goesOn ? counted : nanos.getAsLong(), ahead)); // another one's is as good
      if (ahead && !last.ahead()) {
        LOG.warn("The machine's clock was put back by {}: going slower until it has caught up", behind);
      }
    }
    return now;
  }

  @Override
  public ZoneId getZone() {
    return machine.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(machine.withZone(zone), nanos);
  }
}
