package io.sluice.server.delivery.firehose;

import io.sluice.server.event.log.EventStreams;
import io.sluice.server.flow.StreamedFlows;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Between the event log, which writes down what is to be copied with the event itself, and the job that copies it: looks
 * every two seconds which flows have something waiting, as long as any flow has a firehose.
 */
@Component
@DependsOnDatabaseInitialization
class FirehoseQueue implements EventStreams, SmartLifecycle {

  private static final Duration LOOKED_EVERY = Duration.ofSeconds(2);
  private static final Duration CLEANED_EVERY = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(FirehoseQueue.class);

  private final FirehoseStore store;
  private final StreamedFlows flows;
  private final Jobs jobs;
  private final TransactionOperations transactions;
  private final Clock clock;
  private @Nullable ScheduledExecutorService timer;

  FirehoseQueue(
      FirehoseStore store, StreamedFlows flows, Jobs jobs, TransactionOperations transactions, Clock clock) {
    this.store = store;
    this.flows = flows;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public boolean isStreamed(FlowId flow) {
    return flows.contains(flow);
  }

  private void look() {
    if (flows.all().isEmpty()) {
      return;
    }
    store.all().forEach((flow, account) -> {
      if (flows.contains(flow)) {
        transactions.executeWithoutResult(_ ->
            jobs.enqueueUnlessThere(FirehoseJob.KIND, FirehoseJob.key(account, flow), "", clock.instant()));
      }
    });
  }

  /** What waits for a firehose that is no more; a flow that got one meanwhile is known before it is looked up. */
  private void clean() {
    Map<FlowId, AccountId> waiting = store.all();
    if (!waiting.isEmpty()) {
      flows.forgetOutdated();
      waiting.forEach((flow, account) -> {
        if (!flows.contains(flow)) {
          store.forget(account, flow);
        }
      });
    }
  }

  private static void orTell(Runnable work) {
    try {
      work.run();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("events that wait to be copied cannot be looked for now: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("looking for events that wait to be copied failed", e);
    }
  }

  @Override
  public synchronized void start() {
    if (timer == null) {
      timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("firehose").factory());
      timer.scheduleWithFixedDelay(
          () -> orTell(this::look), LOOKED_EVERY.toSeconds(), LOOKED_EVERY.toSeconds(), TimeUnit.SECONDS);
      timer.scheduleWithFixedDelay(() -> orTell(this::clean), 1, CLEANED_EVERY.toMinutes(), TimeUnit.MINUTES);
    }
  }

  @Override
  public synchronized void stop() {
    if (timer != null) {
      timer.shutdownNow();
      timer = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return timer != null;
  }

  /** The log asks it what is streamed: stopped before the log, it would take the log with it while leads are on their way. */
  @Override
  public int getPhase() {
    return -1;
  }
}
