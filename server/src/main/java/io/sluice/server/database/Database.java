package io.sluice.server.database;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database this process works with: its own embedded one, another process's, or somebody's own server. */
public final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int OLDEST_MAJOR = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CONNECTION_FAILURE = "08";
  private static final String STARTING_UP = "57P03";
  private static final int RETRY_MS = 500;

  private final DatabaseAddress address;
  private final Optional<EmbeddedPostgres> embedded;

  private Database(DatabaseAddress address, Optional<EmbeddedPostgres> embedded) {
    this.address = address;
    this.embedded = embedded;
  }

  /**
   * The outside server where one is given; otherwise starts the embedded one.
   *
   * @throws DatabaseUnavailable with one sentence for the operator
   */
  public static Database open(Optional<DatabaseAddress> outside, EmbeddedPostgres.Settings otherwise) {
    if (outside.isPresent()) {
      return outside(outside.get());
    }
    EmbeddedPostgres postgres = EmbeddedPostgres.start(otherwise);
    return new Database(postgres.address(), Optional.of(postgres));
  }

  /** As {@link #open}, but for a visit: a server already running on the data directory is used and left running. */
  public static Database visit(Optional<DatabaseAddress> outside, EmbeddedPostgres.Settings otherwise) {
    Optional<DatabaseAddress> running = outside.isPresent() ? Optional.empty() : EmbeddedPostgres.running(otherwise);
    return running.map(address -> new Database(address, Optional.empty())).orElseGet(() -> open(outside, otherwise));
  }

  public DatabaseAddress address() {
    return address;
  }

  /** Empty when the server is not this process's. */
  public Optional<EmbeddedPostgres> embedded() {
    return embedded;
  }

  /** Stops the embedded server; does nothing to one that belongs to others. */
  @Override
  public void close() {
    embedded.ifPresent(EmbeddedPostgres::close);
  }

  private static Database outside(DatabaseAddress address) {
    try (Connection connection = connectPatiently(address)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnavailable("The database " + address.url() + " is PostgreSQL " + major
            + ", and Sluice needs " + OLDEST_MAJOR
            + " or newer: upgrade that server, or name another one in SLUICE_DATABASE_URL.");
      }
      return new Database(address, Optional.empty());
    } catch (SQLException e) {
      throw new DatabaseUnavailable("The database " + address + " cannot be entered: " + why(e)
          + " (check SLUICE_DATABASE_URL).", e);
    }
  }

  /** The driver says no more of a name it cannot find than that its attempt failed. */
  private static String why(SQLException e) {
    return e.getCause() instanceof UnknownHostException unknown
        ? "there is no host " + unknown.getMessage() : String.valueOf(e.getMessage());
  }

  /** A server that is just starting beside us, as in a compose file, gets some time. */
  private static Connection connectPatiently(DatabaseAddress address) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String told = "";
    while (true) {
      try {
        return address.connect();
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean mayPass = state.startsWith(CONNECTION_FAILURE) || state.equals(STARTING_UP);
        if (!mayPass || System.nanoTime() > deadline) {
          throw e;
        }
        String why = why(e);
        if (!why.equals(told)) {
          LOG.info("The database {} does not answer yet, and gets {} seconds to: {}", address, PATIENCE.toSeconds(), why);
          told = why;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("The start was interrupted.", e);
    }
  }
}
