package io.sluice.server.event.journal;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.kernel.OwnConnections;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * This life of the program. Its heartbeat is the lease of every lead it has on its way, so that no lead's own row need
 * be touched to keep it.
 */
@Component
public final class NodeLife implements SmartLifecycle {

  static final Duration LEASE = Duration.ofSeconds(20);
  /** Of a former life of this very node, where nothing proves its end: it is here again, so two missed beats will do. */
  static final Duration OWN_LEASE = Duration.ofSeconds(7);
  private static final Duration BEAT = Duration.ofSeconds(3);
  /** Well before others may believe us dead, we stop beginning what they would have to end. */
  private static final Duration TRUSTED = Duration.ofSeconds(12);
  /** A beat so late says that the database was away, for others perhaps longer than for us. */
  private static final Duration LATE = BEAT.multipliedBy(3);
  /** Then they get as long to be heard again: a beat, its wait for a connection, and what a busy machine takes. */
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(NodeLife.class);

  private final DataSource database;
  private final NodeId id;
  private final NodeName name;
  private volatile long lastBeat = System.nanoTime();
  private volatile long steadySince = System.nanoTime();
  private volatile int stretch;
  private volatile boolean ended;
  private @Nullable HikariDataSource connection;
  private @Nullable Thread heart;

  NodeLife(DataSource database, NodeName name, Clock clock) {
    this.database = database;
    this.name = name;
    this.id = NodeId.next(clock.instant());
  }

  public NodeId id() {
    return id;
  }

  NodeName name() {
    return name;
  }

  /** The machine's name, as events show it. */
  public static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost"; // a machine that does not know its own name has no better one
    }
  }

  /** Whether everybody else still believes that this node lives. */
  public boolean isTrusted() {
    return !ended && System.nanoTime() - lastBeat < TRUSTED.toNanos();
  }

  /** Counts the times that others may have believed this node dead: it did not know, when it stood still itself. */
  public int stretch() {
    return stretch;
  }

  /** Whether everybody believes that this node lives, and has done so since it was on that stretch. */
  public boolean isTrustedSince(int someStretch) {
    return isTrusted() && stretch == someStretch; // in this order: a new beat is seen with its new stretch, or not at all
  }

  /** Whether the database has been there for so long that whoever is silent does not live, or cannot reach it. */
  boolean maySayWhoIsDead() {
    long now = System.nanoTime();
    return now - lastBeat < LATE.toNanos() && now - steadySince >= SETTLED.toNanos();
  }

  @Override
  public synchronized void start() {
    if (heart == null) {
      // Of its own: a node whose requests ask long questions is not dead.
      connection = OwnConnections.of(database, "sluice-heartbeat", 1, null);
      var store = JournalStore.of(connection);
      if (name.isHeld()) {
        store.endLives(name);
      }
      store.beginLife(id, name);
      lastBeat = System.nanoTime();
      steadySince = lastBeat;
      heart = Thread.ofPlatform().daemon().name("heartbeat").start(() -> beat(store));
    }
  }

  @Override
  public synchronized void stop() {
    if (heart != null) {
      heart.interrupt();
      heart = null;
      ended = true;
      try (HikariDataSource last = Objects.requireNonNull(connection)) {
        JournalStore.of(last).endLife(id);
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("the end of this life is not known to others before its lease expires: {}", e.toString());
      }
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return heart != null;
  }

  /** From before the first request until after the last. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void heard(long asked) {
    long now = System.nanoTime();
    if (now - lastBeat >= LATE.toNanos()) {
      steadySince = now;
    }
    if (now - lastBeat >= LEASE.toNanos()) {
      stretch++; // by this thread alone
      LOG.warn("this node was not heard for {}: others may have taken over what it had in hand", LEASE);
    }
    lastBeat = asked;
  }

  private void beat(JournalStore store) {
    try {
      while (true) {
        Thread.sleep(BEAT);
        long asked = System.nanoTime();
        try {
          if (!store.beat(id)) {
            store.beginLife(id, name); // forgotten as dead while it left nothing behind
          }
          heard(asked);
        } catch (DataAccessException | TransactionException e) {
          LOG.warn("the heartbeat did not reach the database: {}", e.toString());
        }
      }
    } catch (InterruptedException stopped) {
      LOG.debug("the heart stops with the program");
    }
  }
}
