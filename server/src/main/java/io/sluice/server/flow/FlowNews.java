package io.sluice.server.flow;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.KeptOpen;
import io.sluice.server.kernel.ObjectIds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears from the other nodes which flows they changed. A notice can get lost with the connection it came on, so the
 * versions are compared all the same, every few seconds: notices make it quick, comparing makes it certain.
 */
@Component
class FlowNews implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(FlowNews.class);
  private static final Duration COMPARED_EVERY = Duration.ofSeconds(5);
  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

  private final DataSource database;
  private final OpenFlows flows;
  private final List<KeptOpen> kept;
  private final Object connecting = new Object();
  private volatile boolean running;
  private @Nullable Connection connection;
  private @Nullable Thread listener;

  /** @param kept the flows and what else is compared */
  FlowNews(DataSource database, OpenFlows flows, List<KeptOpen> kept) {
    this.database = database;
    this.flows = flows;
    this.kept = kept;
  }

  @Override
  public void start() {
    running = true;
    listener = Thread.ofPlatform().daemon().name("flow-news").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    synchronized (connecting) {
      close(connection); // wakes the listener, wherever it waits
      connection = null;
    }
    Thread thread = listener;
    if (thread != null) {
      thread.interrupt();
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

  private void run() {
    while (running) {
      try {
        listen();
      } catch (SQLException | RuntimeException e) {
        if (running) {
          LOG.warn("Not told of other nodes' changes for a moment, will listen again: {}", e.toString());
          pause();
        }
      }
    }
  }

  private void listen() throws SQLException {
    try (Connection own = connect(); Statement statement = own.createStatement()) {
      synchronized (connecting) {
        connection = own;
        if (!running) {
          return;
        }
      }
      statement.execute("LISTEN " + FlowDirectoryStore.CHANNEL);
      PGConnection notices = own.unwrap(PGConnection.class);
      while (running) {
        kept.forEach(KeptOpen::forgetOutdated);
        PGNotification[] heard = notices.getNotifications((int) COMPARED_EVERY.toMillis());
        for (PGNotification notice : heard == null ? new PGNotification[0] : heard) {
          if (ObjectIds.valid(notice.getParameter())) { // else several changed: they are found by comparing, now
            flows.forget(FlowId.of(notice.getParameter()));
          }
        }
      }
    }
  }

  /** Not one of the pool's: it is never given back. */
  private Connection connect() throws SQLException {
    HikariDataSource pool = database.unwrap(HikariDataSource.class);
    return DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("The connection that is given up did not close", e); // it is of no use to anybody either way
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RECONNECT_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stop() was called; the loop looks
    }
  }
}
