package io.sluice.server.flow.usage;

import io.sluice.engine.run.Ran;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.kernel.FlowId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Watches what leads bring. A lead costs a look-up and a count a field, in memory; what has changed is written every few
 * seconds, in batches. A node that dies loses what it counted since (decision 0071).
 */
@Component
@DependsOnDatabaseInitialization
public class DataPoints implements SmartLifecycle {

  private static final Duration WRITTEN_EVERY = Duration.ofSeconds(10);
  private static final Duration KEPT_IDLE = Duration.ofHours(26);
  private static final int BATCH_ROWS = 500;
  private static final Logger LOG = LoggerFactory.getLogger(DataPoints.class);

  private final DataPointStore store;
  private final Clock clock;
  private final Map<FlowId, FlowTally> tallies = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService timer;

  DataPoints(DataPointStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A lead has ended, and its end is durable.
   *
   * @param masked gives a value as it may be kept
   */
  public void collect(OpenFlow flow, Instant receivedAt, Ran ran, UnaryOperator<@Nullable Object> masked) {
    try {
      FlowTally tally = tallies.get(flow.id());
      if (tally == null) {
        tally = tallies.computeIfAbsent(flow.id(), id -> new FlowTally(flow.account(), id));
      }
      tally.add(receivedAt, flow.owner().timeZone(), ran, masked);
    } catch (RuntimeException bug) {
      LOG.error("a lead of flow {} could not be counted", flow.id(), bug); // it was taken: its sender must be told so
    }
  }

  /** Writes what was not written yet. */
  synchronized void write() {
    List<DataPointStore.Count> counts = new ArrayList<>();
    List<DataPointStore.Var> vars = new ArrayList<>();
    List<Runnable> written = new ArrayList<>();
    for (FlowTally tally : tallies.values()) {
      written.add(tally.changes(counts, vars));
    }
    inBatches(counts, store::saveCounts);
    inBatches(vars, store::saveVars);
    written.forEach(Runnable::run);
  }

  private static <T> void inBatches(List<T> rows, Consumer<List<T>> save) {
    for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
      save.accept(rows.subList(from, Math.min(rows.size(), from + BATCH_ROWS)));
    }
  }

  private void writeOrTell() {
    try {
      write();
      Instant before = clock.instant().minus(KEPT_IDLE);
      tallies.values().removeIf(tally -> tally.isIdleSince(before));
    } catch (DataAccessException e) {
      LOG.warn("what leads brought cannot be written now, it is kept in memory: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("what leads brought cannot be written", e);
    }
  }

  @Override
  public synchronized void start() {
    if (timer == null) {
      timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("data-points").factory());
      timer.scheduleWithFixedDelay(
          this::writeOrTell, WRITTEN_EVERY.toSeconds(), WRITTEN_EVERY.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** What waits is written first: a stop that was asked for loses nothing. */
  @Override
  public synchronized void stop() {
    if (timer != null) {
      timer.shutdownNow();
      timer = null;
      writeOrTell();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return timer != null;
  }

  /** From before the first lead until after the last. */
  @Override
  public int getPhase() {
    return 0;
  }
}
