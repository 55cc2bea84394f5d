package io.sluice.server.event.retention;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes away what no feature reads any more, from the tables of several. */
@Repository
class RetentionStore {

  /** Any number will do, as long as nobody else takes it. */
  private static final long LOCK = 0x536c_7569_6365_5254L;

  private final JdbcClient db;
  private final DataSource database;

  RetentionStore(JdbcClient db, DataSource database) {
    this.db = db;
    this.database = database;
  }

  /** A table that is cut into months. @param key the column it is cut by */
  record Monthly(String table, String key) {}

  /** Runs the work unless another node does. @return whether it ran */
  @WithoutAccount("one node at a time, for all accounts")
  boolean alone(Work work) throws InterruptedException {
    // The lock is the connection's: a node that dies lets go of it.
    try (Connection connection = database.getConnection()) {
      if (!asked(connection, "SELECT pg_try_advisory_lock(?)")) {
        return false;
      }
      try {
        work.run();
        return true;
      } finally {
        asked(connection, "SELECT pg_advisory_unlock(?)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the lock of retention", e);
    }
  }

  interface Work {
    void run() throws InterruptedException;
  }

  private static boolean asked(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @WithoutAccount("asks the clock")
  Instant now() {
    return db.sql("SELECT now()").query((row, _) -> SqlTime.read(row, "now")).single();
  }

  @WithoutAccount("asks the catalog")
  List<Monthly> monthly(List<String> tables) {
    return db.sql("""
        SELECT parent.relname AS name, key.attname AS key
          FROM pg_partitioned_table cut JOIN pg_class parent ON parent.oid = cut.partrelid
          JOIN pg_attribute key ON key.attrelid = cut.partrelid AND key.attnum = cut.partattrs[0]
         WHERE parent.relname = ANY (:tables) AND parent.relnamespace = current_schema()::regnamespace
         ORDER BY array_position(:tables, parent.relname::text)
        """)
        .param("tables", tables.toArray(String[]::new))
        .query((row, _) -> new Monthly(row.getString("name"), row.getString("key"))).list();
  }

  /** The months a table has tables of their own for, by name. */
  @WithoutAccount("asks the catalog")
  List<String> months(String table) {
    return db.sql("""
        SELECT part.relname FROM pg_inherits i JOIN pg_class part ON part.oid = i.inhrelid
         WHERE i.inhparent = CAST(:table AS regclass) AND part.relname ~ ('^' || :table || '_[0-9]{4}_[0-9]{2}$')
         ORDER BY part.relname
        """)
        .param("table", table).query(String.class).list();
  }

  /** Waits only for a moment: whoever comes behind a waiting drop waits too, and that is every lead. */
  @WithoutAccount("a month of all accounts, the longest kept of which is over")
  void drop(String month) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        statement.execute("SET LOCAL lock_timeout = '300ms'");
        statement.execute("DROP TABLE IF EXISTS " + month);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  @WithoutAccount("whether anything lies outside of all months")
  boolean isEmpty(String table) {
    return !db.sql("SELECT EXISTS (SELECT 1 FROM %s)".formatted(table)).query(Boolean.class).single();
  }

  /** A portion that was deleted. @param last the greatest id of it; empty: there was nothing */
  record Portion(int rows, String last) {}

  /**
   * Deletes the first of what is older, from where the last portion ended: what was deleted is read over again until it is
   * vacuumed, and it is not while somebody looks at the database of before, as a backup does.
   *
   * @param above the last id of the portion before
   * @param below a first id
   */
  Portion delete(AccountId account, String table, String key, String above, String below, int limit) {
    return db.sql("""
        WITH gone AS (
          DELETE FROM %1$s WHERE account_id = :account AND %2$s > :above AND %2$s < :below AND %2$s = ANY (ARRAY(
            SELECT %2$s FROM %1$s WHERE account_id = :account AND %2$s > :above AND %2$s < :below
             ORDER BY %2$s LIMIT :limit))
          RETURNING %2$s)
        SELECT count(*) AS rows, coalesce(max(%2$s), '') AS last FROM gone
        """.formatted(table, key))
        .param("account", account.value()).param("above", above).param("below", below).param("limit", limit)
        .query((row, _) -> new Portion(row.getInt("rows"), row.getString("last"))).single();
  }

  int deletePings(AccountId account, Instant before) {
    return db.sql("DELETE FROM ping_count WHERE account_id = :account AND started_at < :before")
        .param("account", account.value()).param("before", SqlTime.of(before)).update();
  }
}
