package io.sluice.server.delivery.door;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * How many bytes of recipients' long answers are held at once: each is limited, and together they must not fill the memory
 * either (decision 0133). Whoever has begun a long answer waits until there is room for all of it, and it is in hand until
 * the work is done that asked for it: a lead keeps what it was answered until its end is written.
 *
 * <p>Safe for use by many threads.
 */
public final class AnswersInHand {

  /** Answers up to here are not counted: nearly all are shorter, and none of them has to wait for a long one. */
  static final int SMALL_BYTES = 8_192;
  private static final int SHARE_OF_MEMORY = 64;

  private final long maxBytes;
  private final ScopedValue<Hands> hands = ScopedValue.newInstance();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition room = lock.newCondition();
  private long bytes;

  /** @param maxBytes of all; a single answer may have more while it is the only one */
  AnswersInHand(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** For one of many things in this program's memory. */
  public static AnswersInHand ofShare() {
    return new AnswersInHand(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
  }

  /** Does work that may be answered; within other such work, the answers are that one's. */
  public <T> T during(Supplier<T> work) {
    if (hands.isBound()) {
      return work.get();
    }
    var fresh = new Hands();
    try {
      return ScopedValue.where(hands, fresh).call(work::get);
    } finally {
      if (fresh.held > 0) {
        giveBack(fresh, fresh.held);
      }
    }
  }

  /**
   * Waits for room. Whoever holds an answer already does not, because others wait for that one.
   *
   * @param most that may come
   */
  void take(int most) throws InterruptedException {
    Hands mine = hands.get();
    lock.lockInterruptibly();
    try {
      while (mine.held == 0 && bytes > 0 && bytes + most > maxBytes) {
        room.await();
      }
      bytes += most;
      mine.held += most;
    } finally {
      lock.unlock();
    }
  }

  /** Of what was taken, this much did not come. */
  void giveBack(int unused) {
    giveBack(hands.get(), unused);
  }

  private void giveBack(Hands from, long some) {
    lock.lock();
    try {
      bytes -= some;
      from.held -= some;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Of one thread. */
  private static final class Hands {

    private long held;
  }
}
