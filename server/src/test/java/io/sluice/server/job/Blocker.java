package io.sluice.server.job;

import java.util.concurrent.CountDownLatch;

/** A handler whose first attempt waits until it may end. */
class Blocker extends Recorder {

  private final CountDownLatch mayEnd;

  Blocker(CountDownLatch mayEnd, JobResult... results) {
    super(results);
    this.mayEnd = mayEnd;
  }

  @Override
  public JobResult handle(Job job) {
    JobResult result = super.handle(job);
    try {
      mayEnd.await();
      return result;
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw new IllegalStateException(e);
    }
  }
}
