package io.sluice.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The database's own floor: one row, one statement, one commit for each lead.
 *
 * @param bytes of a row, as many as a lead leaves
 */
record InsertArm(PostgresServer database, int bytes, AtomicLong ids) implements Arm {

  private static final int MAX_ROW_BYTES = 7_900;
  private static final long SEED = 42;

  static InsertArm prepared(PostgresServer database, int bytes) throws SQLException {
    try (Connection connection = database.connect(); var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA bench");
      statement.execute("CREATE TABLE bench.floor (id bigint PRIMARY KEY, content bytea NOT NULL)");
      // Neither compressed nor put elsewhere: the bytes are to be written.
      statement.execute("ALTER TABLE bench.floor ALTER COLUMN content SET STORAGE PLAIN");
    }
    return new InsertArm(database, Math.min(bytes, MAX_ROW_BYTES), new AtomicLong());
  }

  @Override
  public String name() {
    return "insert";
  }

  @Override
  public String meaning() {
    return "the floor: a prepared single-row INSERT of " + bytes + " bytes, committed by itself, straight from the driver";
  }

  @Override
  public Sender open() throws SQLException {
    Connection connection = database.connect();
    PreparedStatement insert = connection.prepareStatement("INSERT INTO bench.floor (id, content) VALUES (?, ?)");
    byte[] content = new byte[bytes];
    new Random(SEED).nextBytes(content);
    return new Sender() {
      @Override
      public Answer send() throws SQLException {
        insert.setLong(1, ids.incrementAndGet());
        insert.setBytes(2, content);
        return insert.executeUpdate() == 1 ? Answer.TAKEN : Answer.REFUSED;
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }
}
