package io.sluice.server.event.log;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.kernel.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes entries durable, together. A writer takes whatever waits and writes it in one transaction, so that a hundred
 * leads share one fsync; every caller is released by the commit that holds its own entry (design: one insert a request
 * 10,600/s, groups 31,800/s). A second one helps where much waits (decision 0108).
 */
@Component
@DependsOnDatabaseInitialization
public final class EventLog implements SmartLifecycle {

  static final int QUEUE_ENTRIES = 8_192;
  private static final int MAX_BATCH_ENTRIES = 500;
  /** A commit costs the same for one lead and for thirty, so a second one is made at the same time only for so many. */
  private static final int WORTH_A_SECOND_COMMIT = 24;
  /** So many in one commit came together: then others are waiting who will be answered, and work off to the side can wait. */
  private static final int PRESSING = 8;
  private static final Duration PRESSED_FOR = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_TIMES_AGAIN = 2;
  /** A writer must not wait for ever on a connection that nobody is at the other end of. */
  private static final Duration NETWORK_LIMIT = Duration.ofSeconds(20);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private final DataSource database;
  private final EventStreams streams;
  private final WrittenDefinitions definitions = new WrittenDefinitions();
  private final BlockingQueue<Waiting> queue;
  private @Nullable HikariDataSource connections;
  private @Nullable Thread writer;
  private @Nullable Thread second;
  private volatile boolean secondIsIdle;
  private volatile boolean running;
  private volatile boolean unavailable;
  /** Told when it begins and when it ends, however often it is tried in between. */
  private volatile boolean failing;
  private volatile long pressedAt = System.nanoTime() - PRESSED_FOR.toNanos();

  @Autowired
  EventLog(DataSource database, EventStreams streams) {
    this(database, streams, QUEUE_ENTRIES);
  }

  EventLog(DataSource database, EventStreams streams, int queueEntries) {
    this.database = database;
    this.streams = streams;
    this.queue = new LinkedBlockingQueue<>(queueEntries);
  }

  private record Waiting(Entry entry, CompletableFuture<Appended> result) {

    void giveUp() {
      if (result.complete(Appended.UNAVAILABLE)) {
        LOG.error("an entry was not written within {}", PATIENCE);
      }
    }
  }

  /**
   * Returns when the entry is durable, or says why it is not. Blocks for at most ten seconds; meant for virtual threads.
   *
   * @throws IllegalStateException when the database refuses the entry itself: a bug
   */
  public Appended append(Entry entry) {
    if (unavailable || !running) {
      return Appended.UNAVAILABLE;
    }
    Waiting waiting = new Waiting(entry, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      return Appended.BUSY;
    }
    if (secondIsIdle && queue.size() >= WORTH_A_SECOND_COMMIT) {
      LockSupport.unpark(second);
    }
    try (Deadline _ = Deadline.in(PATIENCE, waiting::giveUp)) {
      return waiting.result().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the database refuses an entry", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Appended.UNAVAILABLE;
    }
  }

  /** Whether so much comes in that whoever waits for an answer needs the machine more than whoever does not. */
  public boolean isPressed() {
    return System.nanoTime() - pressedAt < PRESSED_FOR.toNanos();
  }

  @Override
  public synchronized void start() {
    if (!running) {
      running = true;
      connections = LogConnections.to(database);
      second = Thread.ofPlatform().daemon().name("event-log-2").start(this::help);
      writer = Thread.ofPlatform().daemon().name("event-log-1").start(this::writeUntilStopped);
    }
  }

  /** Writes what waits, then ends. */
  @Override
  public synchronized void stop() {
    running = false;
    LockSupport.unpark(second);
    for (Thread each : new Thread[] {second, writer}) {
      try {
        if (each != null) {
          each.join(STOP_GRACE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // whoever stops the program wants it to end sooner
      }
    }
    if (connections != null) {
      connections.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** From before the first request until after the last. */
  @Override
  public int getPhase() {
    return 0;
  }

  /** While the one writer commits, what came meanwhile waits for its next commit: the more there is, the larger. */
  private void writeUntilStopped() {
    List<Waiting> group = new ArrayList<>(MAX_BATCH_ENTRIES);
    while (running || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          queue.drainTo(group, MAX_BATCH_ENTRIES - 1);
        }
        writeOrRefuse(group);
      } catch (InterruptedException e) {
        LOG.error("somebody interrupted a writer of events; it goes on", e);
      } finally {
        refuse(group); // whoever was not told by now would wait in vain
        group.clear();
      }
    }
  }

  /** Commits as well where much has come while the other does, so that the database works while that one waits for its disk. */
  private void help() {
    List<Waiting> group = new ArrayList<>(MAX_BATCH_ENTRIES);
    while (running) {
      if (queue.size() < WORTH_A_SECOND_COMMIT) {
        secondIsIdle = true;
        LockSupport.parkNanos(PROBE_INTERVAL.toNanos());
        secondIsIdle = false;
      } else {
        try {
          queue.drainTo(group, MAX_BATCH_ENTRIES);
          writeOrRefuse(group);
        } finally {
          refuse(group);
          group.clear();
        }
      }
    }
  }

  private void writeOrRefuse(List<Waiting> group) {
    group.removeIf(waiting -> waiting.result().isDone()); // whoever gave up was told that it is not written
    if (unavailable) {
      refuse(group);
      unavailable = !answers();
    } else if (!group.isEmpty()) {
      write(group);
    }
  }

  private void write(List<Waiting> group) {
    try {
      commitOrAgain(group);
      if (failing) {
        failing = false;
        LOG.info("entries are written again");
      }
    } catch (SQLException | RuntimeException | Error e) {
      if (!SqlStates.blamesTheEntry(e)) {
        if (!failing) {
          failing = true;
          LOG.error("entries cannot be written, as whoever sends some is told: {}", e.getMessage(), e);
        }
        unavailable = true;
        refuse(group);
      } else if (group.size() == 1) {
        group.getFirst().result().completeExceptionally(e);
      } else {
        // One of them is bad; the others must not suffer for it.
        group.forEach(this::writeAlone);
      }
    }
  }

  /** Not when those before it took so long that it was given up, or found the database gone. */
  private void writeAlone(Waiting waiting) {
    if (!unavailable && !waiting.result().isDone()) {
      write(List.of(waiting));
    }
  }

  /** Where the database chose this one to give way to another, it is nobody's fault, and may come through the next time. */
  private void commitOrAgain(List<Waiting> group) throws SQLException {
    List<Waiting> left = group;
    for (int times = 0; ; times++) {
      try {
        commit(left);
        return;
      } catch (SQLException e) {
        if (times == MAX_TIMES_AGAIN || !SqlStates.mayBeDoneAgain(e)) {
          throw e;
        }
        left = group.stream().filter(waiting -> !waiting.result().isDone()).toList(); // as of writeOrRefuse
        LOG.warn("{} entries are written once more: {}", left.size(), e.getMessage());
      }
    }
  }

  private void commit(List<Waiting> group) throws SQLException {
    if (group.size() >= PRESSING) {
      pressedAt = System.nanoTime();
    }
    try (Connection connection = connect()) {
      connection.setNetworkTimeout(Runnable::run, (int) NETWORK_LIMIT.toMillis());
      connection.setAutoCommit(false);
      Batch.Unwritten unwritten;
      try {
        unwritten = new Batch(group.stream().map(Waiting::entry).toList(), streams, definitions).write(connection);
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
      for (Waiting waiting : group) {
        Entry entry = waiting.entry();
        waiting.result().complete(entry.onItsWay().filter(unwritten.repeated()::contains).isPresent() ? Appended.REPEATED
            : unwritten.lost().contains(entry) ? Appended.TAKEN_OVER : Appended.STORED);
      }
    }
  }

  /** What went wrong first is what is told: where the database died, nothing can be rolled back either. */
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private Connection connect() throws SQLException {
    return Objects.requireNonNull(connections, "started").getConnection();
  }

  private static void refuse(List<Waiting> group) {
    group.forEach(waiting -> waiting.result().complete(Appended.UNAVAILABLE));
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid((int) PATIENCE.toSeconds());
    } catch (SQLException stillAway) {
      LOG.debug("the database is still away", stillAway);
      return false;
    }
  }
}
