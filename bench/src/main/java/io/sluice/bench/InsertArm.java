package io.sluice.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The database's own floor: one row, one statement, one commit for each lead; or, to see what is there to be had, many
 * rows a commit from one connection.
 *
 * @param leadsPerAnswer rows in one statement
 * @param bytes of a row, as many as a lead leaves
 */
record InsertArm(PostgresServer database, int bytes, int leadsPerAnswer, AtomicLong ids) implements Arm {

  private static final int MAX_ROW_BYTES = 7_900;
  private static final String ONE = "INSERT INTO bench.floor (content, id) VALUES (?, ?)";
  private static final String MANY =
      "INSERT INTO bench.floor (content, id) SELECT ?, number FROM generate_series(?::bigint, ?::bigint, -1) AS number";
  private static final int BATCH_ROWS = 500;
  private static final long SEED = 42;

  static InsertArm prepared(PostgresServer database, int bytes) throws SQLException {
    try (Connection connection = database.connect(); var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
      statement.execute("CREATE TABLE bench.floor (id bigint PRIMARY KEY, content bytea NOT NULL)");
      // Neither compressed nor put elsewhere: the bytes are to be written.
      statement.execute("ALTER TABLE bench.floor ALTER COLUMN content SET STORAGE PLAIN");
    }
    return new InsertArm(database, Math.min(bytes, MAX_ROW_BYTES), 1, new AtomicLong());
  }

  /** The same rows, many at a time. */
  InsertArm batched() {
    return new InsertArm(database, bytes, BATCH_ROWS, ids);
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

  @Override
  public Sender open() throws SQLException {
    return new Lane(database.connect());
  }

  /** One connection of its own. */
  private final class Lane implements Sender {

    private final byte[] content = new byte[bytes];
    private final Connection connection;
    private final PreparedStatement insert;

    Lane(Connection connection) throws SQLException {
      this.connection = connection;
      this.insert = connection.prepareStatement(isConcurrent() ? ONE : MANY);
      new Random(SEED).nextBytes(content);
    }

    @Override
    public Answer send() throws SQLException {
      long last = ids.addAndGet(leadsPerAnswer);
      insert.setBytes(1, content);
      insert.setLong(2, last);
      if (!isConcurrent()) {
        insert.setLong(3, last - leadsPerAnswer + 1);
      }
      return insert.executeUpdate() == leadsPerAnswer ? Answer.TAKEN : Answer.REFUSED;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
