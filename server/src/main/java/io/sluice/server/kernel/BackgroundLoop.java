package io.sluice.server.kernel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A thread of this node that does the same again and again, from the program's start to its stop. What a turn throws is
 * logged and the next one comes all the same: the database may be away for a while, and one bad row must not end what others
 * wait for.
 */
public abstract class BackgroundLoop implements SmartLifecycle {

  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);

  private final String name;
  private final Duration first;
  private final Duration rest;
  private @Nullable Thread thread;

  /**
   * @param name of the thread, in the log too
   * @param first how long after the start the first turn comes
   * @param rest from a turn that failed to the next
   */
  protected BackgroundLoop(String name, Duration first, Duration rest) {
    this.name = name;
    this.first = first;
    this.rest = rest;
  }

  /**
   * Does it once.
   *
   * @return how long to rest before the next turn
   * @throws InterruptedException when the program stops
   */
  protected abstract Duration turn() throws InterruptedException;

  @Override
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }
  }

  /** Waits for the end of a turn, but not for long. */
  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(STOP_GRACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // whoever stops the program wants it to end sooner
      }
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      Thread.sleep(first);
      while (true) {
        Thread.sleep(turnOrTell());
      }
    } catch (InterruptedException stopped) {
      LOG.debug("{} stops with the program", name);
    }
  }

  private Duration turnOrTell() throws InterruptedException {
    try {
      return turn();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} cannot go on now, trying again in {}: {}", name, rest, e.toString());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed, trying again in {}", name, rest, e);
    }
    return rest;
  }
}
