package io.sluice.server.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Deliveries within this program, which have no connection that could be cut. */
public final class Bounded {

  private Bounded() {}

  /** On a thread of its own: whoever waits stops waiting, the delivery goes on to its own end. */
  public static Delivered within(Duration timeout, Callable<Delivered> delivery) {
    var delivered = new FutureTask<>(delivery);
    Thread.ofVirtual().name("within").start(delivered);
    try {
      return delivered.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLate) {
      return Delivered.error("Timeout - no answer within " + timeout.toSeconds() + " seconds", List.of());
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known : new IllegalStateException("delivering within the program", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Delivered.error("Delivery was interrupted", List.of());
    }
  }
}
