package io.sluice.server.event.log;

import io.sluice.server.kernel.ObjectIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes the monthly tables of leads, events and what is derived from them before they are needed: at the start and every
 * hour after it, for the month before, this one and the two that follow.
 */
@Component
@DependsOnDatabaseInitialization
public final class Partitions implements SmartLifecycle {

  /** All that grow with traffic; each is cut by an id, or by the first id of a stretch of time. */
  public static final List<String> TABLES = List.of(
      "lead", "event", "event_definition", "event_body", "refund", "lead_search", "lead_person", "run_shape", "run_count",
      "webhook_message", "webhook_delivery", "webhook_attempt");
  /** What is only found by its key: no read gains from a vacuum that comes because of new rows (decision 0146). */
  private static final Set<String> FOUND_BY_KEY = Set.of("lead", "event_body");
  private static final int MONTHS_BEHIND = 1;
  private static final int MONTHS_AHEAD = 2;
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final String IN_USE = "55P03";
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final DataSource database;
  private final Clock clock;
  private @Nullable ScheduledExecutorService hourly;

  public Partitions(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Makes what is missing around now. A month that lies in the default table already, as the time of a clock that was wrong
   * does, cannot have one of its own: that is told, and no reason for others to have none.
   */
  public void make() throws SQLException {
    YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    List<String> problems = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      boolean inUse = false;
      for (int i = -MONTHS_BEHIND; i <= MONTHS_AHEAD && !inUse; i++) {
        inUse = make(connection, now.plusMonths(i), problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new SQLException(String.join("; ", problems));
    }
  }

  /** @return whether it gave up, because a backup, say, uses one of the tables: it uses the others too, and leads waited */
  private static boolean make(Connection connection, YearMonth month, List<String> problems) throws SQLException {
    for (String table : TABLES) {
      try {
        make(connection, table, month);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        problems.add(table + " of " + month + ": " + e.getMessage());
        if (IN_USE.equals(e.getSQLState())) {
          return true;
        }
      }
    }
    return false;
  }

  private static void make(Connection connection, String table, YearMonth month) throws SQLException {
    String name = "%s_%d_%02d".formatted(table, month.getYear(), month.getMonthValue());
    try (Statement statement = connection.createStatement()) {
      // Asked first because attaching locks the whole table, and nearly always there is nothing to do.
      try (ResultSet known = statement.executeQuery("SELECT to_regclass('" + name + "') IS NOT NULL")) {
        if (known.next() && known.getBoolean(1)) {
          return;
        }
      }
      // One node at a time: CREATE IF NOT EXISTS fails all the same where another makes the table in that moment.
      statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('partitions', 0))");
      // Whoever comes behind a waiting lock waits too, and that is every lead.
      statement.execute("SET LOCAL lock_timeout = '300ms'");
      statement.execute("CREATE TABLE IF NOT EXISTS %s PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')%s".formatted(
          name.toLowerCase(Locale.ROOT), table, firstId(month), firstId(month.plusMonths(1)),
          FOUND_BY_KEY.contains(table) ? " WITH (autovacuum_vacuum_insert_threshold = -1)" : ""));
    }
  }

  private static String firstId(YearMonth month) {
    return ObjectIds.firstAt(month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  @Override
  public synchronized void start() {
    if (hourly == null) {
      makeOrTell();
      hourly = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("partitions").factory());
      hourly.scheduleWithFixedDelay(this::makeOrTell, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public synchronized void stop() {
    if (hourly != null) {
      hourly.shutdownNow();
      hourly = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return hourly != null;
  }

  /** Before the writers of events, which need somewhere to write to. */
  @Override
  public int getPhase() {
    return -1;
  }

  /** Not made now is not fatal: months are made two ahead, and the default partition takes what is left. */
  private void makeOrTell() {
    try {
      make();
    } catch (SQLException e) {
      LOG.error("monthly tables could not be made, trying again in {}: {}", INTERVAL, e.getMessage());
    }
  }
}
