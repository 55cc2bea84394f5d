package io.sluice.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The database's own floor: one row, one statement, one commit for each lead; or, to see what is there to be had, many
 * rows a commit from one connection.
 *
 * @param leadsPerAnswer rows in one statement
 * @param bytes of a row, as many as a lead leaves
 */
record InsertArm(PostgresServer database, int bytes, int leadsPerAnswer, AtomicLong ids, AtomicInteger opened,
    Map<Integer, Lane> lanes) implements Arm {

  private static final int MAX_ROW_BYTES = 7_900;
  private static final String ONE = "INSERT INTO bench.floor (content, id) VALUES (?, ?)";
  private static final String MANY =
      "INSERT INTO bench.floor (content, id) SELECT ?, number FROM generate_series(?::bigint, ?::bigint, -1) AS number";
  private static final int MAX_CONNECTIONS = 64;
  private static final int BATCH_ROWS = 500;
  private static final long SEED = 42;

  static InsertArm prepared(PostgresServer database, int bytes) throws SQLException {
    try (Connection connection = database.connect(); var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
      statement.execute("CREATE TABLE bench.floor (id bigint PRIMARY KEY, content bytea NOT NULL)");
      // Neither compressed nor put elsewhere: the bytes are to be written.
      statement.execute("ALTER TABLE bench.floor ALTER COLUMN content SET STORAGE PLAIN");
    }
    return new InsertArm(database, Math.min(bytes, MAX_ROW_BYTES), 1, new AtomicLong(), new AtomicInteger(),
        new ConcurrentHashMap<>());
  }

  /** The same rows, many at a time. */
  InsertArm batched() {
    return new InsertArm(database, bytes, BATCH_ROWS, ids, opened, lanes);
  }

  @Override
  public String name() {
    return isConcurrent() ? "insert" : "batched";
  }

  @Override
  public String meaning() {
    return isConcurrent()
        ? "the floor: a prepared single-row INSERT of " + bytes + " bytes, committed by itself, straight from the driver"
        : "the same rows, " + leadsPerAnswer + " a commit, from one connection (latencies are those of a commit)";
  }

  @Override
  public boolean isConcurrent() {
    return leadsPerAnswer == 1;
  }

  /** Itself only: what it consists of changes while it runs. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** The database has no more connections than that to give: who comes later waits for one, as at any pool. */
  @Override
  public Sender open() throws SQLException {
    Lane lane = isConcurrent() ? lanes.computeIfAbsent(opened.getAndIncrement() % MAX_CONNECTIONS, _ -> new Lane())
        : new Lane();
    lane.join();
    return lane;
  }

  /** One connection and those who share it. */
  private final class Lane implements Sender {

    private final byte[] content = new byte[bytes];
    private int users;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement insert;

    synchronized void join() throws SQLException {
      users++;
      if (connection == null) {
        new Random(SEED).nextBytes(content);
        Connection fresh = database.connect();
        insert = fresh.prepareStatement(isConcurrent() ? ONE : MANY);
        connection = fresh;
      }
    }

    @Override
    public synchronized Answer send() throws SQLException {
      PreparedStatement statement = Objects.requireNonNull(insert);
      long last = ids.addAndGet(leadsPerAnswer);
      statement.setBytes(1, content);
      statement.setLong(2, last);
      if (!isConcurrent()) {
        statement.setLong(3, last - leadsPerAnswer + 1);
      }
      return statement.executeUpdate() == leadsPerAnswer ? Answer.TAKEN : Answer.REFUSED;
    }

    @Override
    public synchronized void close() throws SQLException {
      users--;
      Connection ended = connection;
      if (users == 0 && ended != null) {
        connection = null;
        insert = null;
        ended.close();
      }
    }
  }
}
