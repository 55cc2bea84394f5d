package io.sluice.server.event.log;

import java.sql.SQLException;
import java.util.Set;

/** What a commit that failed says of what was to be written, by SQLSTATE. */
final class SqlStates {

  /**
   * Beginnings: values, constraints, and what is too large together (a gigabyte), for driver and database; the last is how
   * Citus tells of any of these on another machine.
   */
  private static final Set<String> ABOUT_ENTRIES = Set.of("22", "23", "07", "54", "XX000");
  /** A serialisation failure, and a deadlock: somebody else went first, and nothing was written. */
  private static final Set<String> GAVE_WAY = Set.of("40001", "40P01");

  private SqlStates() {}

  /** Whether the entries could each be written by themselves; every other state is about the database. */
  static boolean blamesTheEntry(Throwable e) {
    return !(e instanceof SQLException sql)
        || sql.getSQLState() != null && ABOUT_ENTRIES.stream().anyMatch(sql.getSQLState()::startsWith);
  }

  static boolean mayBeDoneAgain(SQLException e) {
    return e.getSQLState() != null && GAVE_WAY.contains(e.getSQLState());
  }
}
