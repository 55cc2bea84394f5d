package io.sluice.server.event.log;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one statement says of many rows, with an array for each of its parameters. */
sealed interface Bulk permits Rows, NewRows {

  String sql();

  boolean isEmpty();

  List<Array> arrays(Connection connection) throws SQLException;

  /** PostgreSQL keeps no NUL in a text. */
  static String text(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', ' ');
  }

  /** One statement of all of them, in their order. @param end what is said after them */
  static PreparedStatement prepare(Connection connection, List<? extends Bulk> some, String end) throws SQLException {
    List<Array> arrays = new ArrayList<>();
    for (Bulk each : some) {
      arrays.addAll(each.arrays(connection));
    }
    PreparedStatement statement =
        connection.prepareStatement(some.stream().map(Bulk::sql).collect(Collectors.joining(";", "", end)));
    for (int i = 0; i < arrays.size(); i++) {
      statement.setArray(i + 1, arrays.get(i));
    }
    return statement;
  }

  /**
   * Ends the caller's transaction with what these have to say. All of it is one round trip: the driver sends statements
   * that are separated by semicolons without waiting in between, and the database stops at the first that fails.
   */
  static void executeAndCommit(Connection connection, List<? extends Bulk> all) throws SQLException {
    List<? extends Bulk> some = all.stream().filter(each -> !each.isEmpty()).toList();
    if (some.isEmpty()) {
      connection.commit();
      return;
    }
    try (PreparedStatement statement = prepare(connection, some, ";COMMIT")) {
      statement.execute();
    }
  }
}
