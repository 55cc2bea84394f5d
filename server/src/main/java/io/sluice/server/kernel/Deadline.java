package io.sluice.server.kernel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes too long. One thread looks at all of them twenty times a second, which is late by so much and costs
 * nothing each; a timer for each would wake a thread for each, and most are closed long before their time (decision
 * 0132).
 */
public final class Deadline implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  /** So often it looks in vain before it rests until there is one again. */
  private static final int LOOKS_IN_VAIN = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
  private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();
  private static final Thread WATCH = Thread.ofPlatform().daemon().name("deadlines").start(Deadline::watch);
  private static volatile boolean resting;

  private final long at;
  private final Runnable end;
  private boolean closed;
  private boolean passed;

  private Deadline(long at, Runnable end) {
    this.at = at;
    this.end = end;
  }

  /** @param end is done when so much time has passed, unless this is closed before; it must not wait for anything */
  public static Deadline in(Duration time, Runnable end) {
    var deadline = new Deadline(System.nanoTime() + time.toNanos(), end);
    OPEN.add(deadline);
    if (resting) {
      LockSupport.unpark(WATCH);
    }
    return deadline;
  }

  public synchronized boolean hasPassed() {
    return passed;
  }

  /** From here on it does nothing; if it is doing something, returns when that is done. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    OPEN.remove(this);
  }

  private synchronized void pass() {
    if (!closed && !passed) {
      passed = true;
      end.run();
    }
  }

  private static void watch() {
    int inVain = 0;
    while (true) {
      if (!OPEN.isEmpty()) {
        inVain = 0;
        look(System.nanoTime());
      } else if (++inVain >= LOOKS_IN_VAIN) {
        resting = true;
        if (OPEN.isEmpty()) {
          LockSupport.park();
        }
        resting = false;
        inVain = 0;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static void look(long now) {
    for (Deadline each : OPEN) {
      if (now - each.at >= 0) {
        OPEN.remove(each);
        try {
          each.pass();
        } catch (RuntimeException e) {
          LOG.error("what took too long could not be ended", e);
        }
      }
    }
  }
}
