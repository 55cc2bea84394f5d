package io.sluice.server;

import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.database.DatabaseUnavailable;
import io.sluice.server.database.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * Databases for tests: one server for the whole test process, a new database a call. The server is the embedded one,
 * or the one {@code SLUICE_TEST_DATABASE_URL} names (PostgreSQL 15 to 18, a user who may create databases).
 */
public final class TestDatabase {

  private static final String OUTSIDE = "SLUICE_TEST_DATABASE_URL";
  private static final int MAX_TEST_PROCESSES = 8;
  private static final String FAMILY = "sluice_test_";
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final DatabaseAddress SERVER = server();
  private static final String IN_USE = "55006";
  private static final String PREFIX = FAMILY + ProcessHandle.current().pid() + "_";
  private static final DatabaseAddress TEMPLATE = template();

  private TestDatabase() {}

  /** A new database with every migration applied and not one row in it. */
  public static DatabaseAddress fresh() {
    return create("TEMPLATE " + name(TEMPLATE));
  }

  /** A new database without even a table. */
  public static DatabaseAddress empty() {
    return create("TEMPLATE template0");
  }

  private static DatabaseAddress template() {
    DatabaseAddress template = empty();
    Flyway.configure().dataSource(template.url(), template.user(), template.password())
        .locations("classpath:db/migration").load().migrate();
    return template;
  }

  private static synchronized DatabaseAddress create(String how) {
    String name = PREFIX + COUNTER.incrementAndGet();
    execute("CREATE DATABASE " + name + " " + how);
    return SERVER.withDatabase(name);
  }

  private static DatabaseAddress server() {
    String outside = System.getenv(OUTSIDE);
    if (outside != null) {
      DatabaseAddress address = DatabaseAddress.parse(outside)
          .orElseThrow(() -> new IllegalStateException(OUTSIDE + " must be postgres://user:password@host/database"));
      dropLeftovers(address);
      return address;
    }
    EmbeddedPostgres postgres = embedded();
    dropLeftovers(postgres.address());
    // No stop at the end: the server stops by itself when this process is gone, and tests need not wait for it.
    return postgres.address();
  }

  /** Two test processes in one folder (an IDE beside a build) get a server each. */
  private static EmbeddedPostgres embedded() {
    for (int i = 1; ; i++) {
      try {
        Path data = Path.of("target/test-database-" + i).toAbsolutePath();
        return EmbeddedPostgres.start(EmbeddedPostgres.Settings.of(data)
            .withBinariesDirectory(Path.of("target/postgres-programs").toAbsolutePath())
            .with(EmbeddedPostgres.Durability.VOLATILE));
      } catch (DatabaseUnavailable e) {
        if (i == MAX_TEST_PROCESSES || !e.getMessage().contains("already used")) {
          throw e;
        }
      }
    }
  }

  /** At the start rather than at the end, when servers that still stop would wait for a database that is gone. */
  private static void dropLeftovers(DatabaseAddress server) {
    try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(
          "SELECT datname FROM pg_database WHERE starts_with(datname, '" + FAMILY + "')")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      for (String name : names) {
        if (isLeftover(name)) {
          drop(name, statement);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the databases of earlier tests could not be dropped", e);
    }
  }

  /** PostgreSQL sends its own vacuum away for this; who else is still in it makes it wait for the next test run. */
  private static void drop(String name, Statement statement) throws SQLException {
    try {
      statement.execute("DROP DATABASE " + name);
    } catch (SQLException e) {
      if (!IN_USE.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static boolean isLeftover(String name) {
    long process = Long.parseLong(name.substring(FAMILY.length()).split("_")[0]);
    return process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty();
  }

  private static String name(DatabaseAddress address) {
    return address.url().substring(address.url().lastIndexOf('/') + 1);
  }

  private static void execute(String sql) {
    try (Connection connection = SERVER.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
