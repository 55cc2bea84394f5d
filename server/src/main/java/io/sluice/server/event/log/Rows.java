package io.sluice.server.event.log;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one statement is about, sent as an array of texts a column: one round trip and one plan for hundreds of rows. */
final class Rows implements Bulk {

  private final String sql;
  private final List<List<@Nullable String>> columns = new ArrayList<>();

  /** @param sql with a {@code ?} for each column's array, in order */
  Rows(String sql) {
    this.sql = sql;
    for (int at = sql.indexOf('?'); at >= 0; at = sql.indexOf('?', at + 1)) {
      columns.add(new ArrayList<>());
    }
  }

  void add(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
    }
    for (int i = 0; i < values.length; i++) {
      columns.get(i).add(text(values[i]));
    }
  }

  @Override
  public String sql() {
    return sql;
  }

  @Override
  public boolean isEmpty() {
    return columns.getFirst().isEmpty();
  }

  @Override
  public List<Array> arrays(Connection connection) throws SQLException {
    List<Array> arrays = new ArrayList<>(columns.size());
    for (List<@Nullable String> column : columns) {
      arrays.add(connection.createArrayOf("text", column.toArray()));
    }
    return arrays;
  }

  /** The first column of what the statement returns. */
  List<String> query(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    if (!isEmpty()) {
      try (PreparedStatement statement = Bulk.prepare(connection, List.of(this), "");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> Bulk.text(text);
      case Instant time -> time.toString();
      case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
      default -> value.toString();
    };
  }
}
