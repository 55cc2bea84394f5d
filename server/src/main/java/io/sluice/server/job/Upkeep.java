package io.sluice.server.job;

import java.time.Duration;

/**
 * Work that comes again and again, one run at a time whatever the number of nodes. Every bean of this type is given to the
 * workers, with its first run due when the program has started.
 *
 * <p>A run that fails or dies is tried again, as any job is, and the next one comes all the same: what one does not get to, the
 * next does.
 */
public interface Upkeep {

  /** The kind of its job, which nobody else has. */
  String kind();

  /** From the end of a run to the next. */
  Duration every();

  /**
   * Makes one run. On a virtual thread, in no transaction.
   *
   * @throws InterruptedException when its {@link #timeLimit} is over or the node stops
   */
  void run() throws InterruptedException;

  /** A run is interrupted after this time. */
  default Duration timeLimit() {
    return Duration.ofMinutes(2);
  }
}
