package io.sluice.server.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants in and out of {@code timestamptz} columns, absent ones included. */
public final class SqlTime {

  private SqlTime() {}

  public static @Nullable Timestamp of(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  public static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  public static Instant read(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
