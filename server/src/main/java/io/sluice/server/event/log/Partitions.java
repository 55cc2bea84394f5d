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
import java.util.List;
import java.util.Locale;
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
 * Makes the monthly tables of leads, events and what is derived from them before they are needed: at the start and every day after it, for
 * the month before, this one and the two that follow.
 */
@Component
@DependsOnDatabaseInitialization
public final class Partitions implements SmartLifecycle {

  /** All that grow with traffic; each is cut by an id, or by the first id of a stretch of time. */
  public static final List<String> TABLES = List.of(
      "lead", "event", "event_definition", "event_body", "refund", "lead_search", "lead_person", "run_shape", "run_count",
      "webhook_message", "webhook_delivery", "webhook_attempt");
  private static final int MONTHS_BEHIND = 1;
  private static final int MONTHS_AHEAD = 2;
  private static final Duration INTERVAL = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final DataSource database;
  private final Clock clock;
  private @Nullable ScheduledExecutorService daily;

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
    SQLException problems = new SQLException("not every month has tables of its own");
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = -MONTHS_BEHIND; i <= MONTHS_AHEAD; i++) {
        for (String table : TABLES) {
          try {
            make(connection, table, now.plusMonths(i));
            connection.commit();
          } catch (SQLException e) {
            connection.rollback();
            problems.addSuppressed(e);
          }
        }
      }
    }
    if (problems.getSuppressed().length > 0) {
      throw problems;
    }
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
      statement.execute("SET LOCAL lock_timeout = '5s'");
      statement.execute("CREATE TABLE IF NOT EXISTS %s PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')".formatted(
          name.toLowerCase(Locale.ROOT), table, firstId(month), firstId(month.plusMonths(1))));
    }
  }

  private static String firstId(YearMonth month) {
    return ObjectIds.firstAt(month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  @Override
  public synchronized void start() {
    if (daily == null) {
      makeOrTell();
      daily = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("partitions").factory());
      daily.scheduleWithFixedDelay(this::makeOrTell, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public synchronized void stop() {
    if (daily != null) {
      daily.shutdownNow();
      daily = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return daily != null;
  }

  /** Before the writers of events, which need somewhere to write to. */
  @Override
  public int getPhase() {
    return -1;
  }

  /** Not made today is not fatal: months are made two ahead, and the default partition takes what is left. */
  private void makeOrTell() {
    try {
      make();
    } catch (SQLException e) {
      LOG.error("monthly tables for events could not be made; trying again in {}", INTERVAL, e);
    }
  }
}
