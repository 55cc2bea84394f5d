package io.sluice.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes every job and answers with the given results in turn, then with done. */
class Recorder implements JobHandler {

  static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1), 3);

  final BlockingQueue<Job> seen = new LinkedBlockingQueue<>();
  final Map<String, String> dead = new ConcurrentHashMap<>();
  final CountDownLatch interrupted = new CountDownLatch(1);
  private final BlockingQueue<JobResult> results;

  Recorder(JobResult... results) {
    this.results = new LinkedBlockingQueue<>(List.of(results));
  }

  @Override
  public String kind() {
    return "call";
  }

  @Override
  public JobResult handle(Job job) {
    seen.add(job);
    JobResult result = results.poll();
    return result == null ? JobResult.done() : result;
  }

  @Override
  public void onDead(Job job, String reason) {
    dead.put(job.key(), reason);
  }

  @Override
  public Backoff backoff() {
    return BACKOFF;
  }

  Job next() throws InterruptedException {
    Job job = seen.poll(10, TimeUnit.SECONDS);
    assertThat(job).as("a job within ten seconds").isNotNull();
    return job;
  }
}
