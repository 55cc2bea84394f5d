package io.sluice.server.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** This node's hands: a {@link KindWorker} for every handler, from the start of the program until it stops. */
final class JobWorkers implements SmartLifecycle {

  private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(JobWorkers.class);

  private final List<JobHandler> handlers;
  private final Function<JobHandler, KindWorker> hiring;
  private final Runnable releasing;
  private final Duration stopGrace;
  private @Nullable Shift shift;

  /**
   * @param releasing gives back, before anything is taken, what a former life had in hand whose end is proven
   * @param stopGrace how long a stopping node waits for the jobs in hand before it interrupts them
   */
  JobWorkers(List<JobHandler> handlers, Function<JobHandler, KindWorker> hiring, Runnable releasing,
      Duration stopGrace) {
    refuseTwoHandlersOfOneKind(handlers);
    this.handlers = List.copyOf(handlers);
    this.hiring = hiring;
    this.releasing = releasing;
    this.stopGrace = stopGrace;
  }

  @Override
  public synchronized void start() {
    if (shift == null) {
      releasing.run();
      shift = Shift.begin(handlers.stream().map(hiring).toList());
    }
  }

  @Override
  public synchronized void stop() {
    if (shift != null) {
      shift.end(stopGrace);
      shift = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return shift != null;
  }

  private static void refuseTwoHandlersOfOneKind(List<JobHandler> handlers) {
    handlers.stream().collect(Collectors.groupingBy(JobHandler::kind, Collectors.counting())).forEach((kind, count) -> {
      if (count > 1) {
        throw new IllegalStateException(count + " handlers want the jobs of kind " + kind);
      }
    });
  }

  /** From one start to the next stop. */
  private record Shift(
      List<KindWorker> kinds, ExecutorService takers, ExecutorService watchers, ExecutorService workers) {

    static Shift begin(List<KindWorker> kinds) {
      Shift shift = new Shift(kinds, threads("job-taker-"), threads("job-watcher-"), threads("job-"));
      kinds.forEach(kind -> shift.takers.execute(() -> kind.run(shift.watchers, shift.workers)));
      return shift;
    }

    /** In this order, so that nothing is taken that nobody watches, nor interrupted with nobody to write it down. */
    void end(Duration grace) {
      kinds.forEach(KindWorker::stop);
      takers.shutdown();
      if (!ended(takers, grace)) {
        LOG.error("taking jobs did not end within {}", grace);
      }
      watchers.shutdown();
      if (!ended(watchers, grace)) {
        LOG.warn("jobs were not done within {} of stopping and are interrupted", grace);
        workers.shutdownNow();
        if (!ended(watchers, INTERRUPT_GRACE)) {
          LOG.error("jobs go on after their interruption; another node starts them over when their leases expire");
        }
      }
      workers.shutdown();
    }

    private static ExecutorService threads(String name) {
      return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
    }

    private static boolean ended(ExecutorService threads, Duration atMost) {
      try {
        return threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // Whoever interrupts the stopping of the program wants it to end sooner; leases make that safe.
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
