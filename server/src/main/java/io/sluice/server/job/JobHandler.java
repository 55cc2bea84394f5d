package io.sluice.server.job;

import java.time.Duration;

/**
 * Does the jobs of one kind. Every bean of this type is given to the workers.
 *
 * <p>A job is handed out at least once: a node that dies in the middle leaves a lease that expires, and another node
 * starts over. So {@link #handle} must find out by itself what an earlier attempt has already done.
 */
public interface JobHandler {

  /** The kind it handles, as given to {@link Jobs#enqueue}; one handler a kind. */
  String kind();

  /**
   * Makes one attempt. Runs on a virtual thread, in no transaction. An exception is a bug or an outage: it is logged
   * and the job is tried again like a {@link JobResult.Retry}.
   *
   * @throws InterruptedException when its {@link #timeLimit} is over or the node stops
   */
  JobResult handle(Job job) throws InterruptedException;

  /** Called in the transaction in which a job dies, whatever killed it: the place to note what was not done. */
  default void onDead(Job job, String reason) {
    // Most work has no other place where its failure should be seen.
  }

  /** How many of the kind run at a time on one node. */
  default int concurrency() {
    return 4;
  }

  /** An attempt is interrupted after this time; its lease lasts a little longer. */
  default Duration timeLimit() {
    return Duration.ofMinutes(2);
  }

  default Backoff backoff() {
    return new Backoff(Duration.ofSeconds(2), Duration.ofHours(1), 20);
  }
}
