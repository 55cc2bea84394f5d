package io.sluice.bench;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Leads as the server itself has left some, many times over, spread over the last ninety days: their rows, their events
 * with bodies, the persons they are of, and the keys of the last day's. Search and statistics are not told of them.
 */
final class StoredLeads {

  private static final int AT_ONCE = 50_000;
  private static final long SECONDS = PastEvents.DAYS * 86_400L - 3_600;

  private static final String EVENT_ID = "n.second || lpad(to_hex(n.i * 16 + 1 + b.k), 16, '0')";

  /** What a copy has of its own, by column; all else is as the server wrote it. */
  private static final List<Copied> TABLES = List.of(
      new Copied("lead", "SELECT * FROM lead WHERE flow_id = '%s'", "id", "true",
          Map.of("id", "n.id", "received_at", "n.at")),
      new Copied("event", "SELECT * FROM event WHERE flow_id = '%s'", "lead_id", "true",
          Map.of("id", EVENT_ID, "lead_id", "n.id", "started_at", "n.at",
              "ended_at", "n.at + (b.ended_at - b.started_at)")),
      new Copied("event_body", """
          SELECT body.*, event.lead_id FROM event_body body
            JOIN event ON event.account_id = body.account_id AND event.id = body.event_id WHERE event.flow_id = '%s'""",
          "lead_id", "true", Map.of("event_id", EVENT_ID)),
      new Copied("lead_person", """
          SELECT person.* FROM lead_person person
            JOIN lead ON lead.account_id = person.account_id AND lead.id = person.lead_id WHERE lead.flow_id = '%s'""",
          "lead_id", "true", Map.of("lead_id", "n.id", "person_hash", "md5(n.id || b.person_hash)")),
      new Copied("lead_key", """
          SELECT key.* FROM lead_key key
            JOIN lead ON lead.account_id = key.account_id AND lead.id = key.lead_id WHERE lead.flow_id = '%s'""",
          "lead_id", "n.i % " + PastEvents.DAYS + " = 0",
          Map.of("lead_id", "n.id", "key_hash", "md5(n.id) || md5(n.id || 'key')",
              "expires_at", "now() + (n.i % 1440) * interval '1 minute'")));

  /** @param sample what is copied @param lead the column that says whose it is @param wanted which leads get one */
  private record Copied(String table, String sample, String lead, String wanted, Map<String, String> own) {

    String sampleTable() {
      return "bench_" + table;
    }
  }

  private final long start = Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond() - SECONDS - 3_600;
  private long stored;

  /** @param flow whose leads are copied; each came with a key */
  void likeThoseOf(PostgresServer database, String flow) throws SQLException {
    new PastEvents(database, "").makeMonths();
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      for (Copied each : TABLES) {
        statement.execute("""
            CREATE TABLE %1$s AS SELECT part.*, dense_rank() OVER (ORDER BY %2$s) - 1 AS no,
              row_number() OVER (PARTITION BY %2$s) - 1 AS k FROM (%3$s) AS part"""
            .formatted(each.sampleTable(), each.lead(), each.sample().formatted(flow)));
        statement.execute("CREATE INDEX ON %s (no)".formatted(each.sampleTable()));
        statement.execute("ANALYZE " + each.sampleTable());
      }
    }
  }

  /** Adds leads until there are so many copies. */
  void fill(PostgresServer database, long wanted) throws SQLException {
    fast(database, true);
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      for (long first = stored + 1; first <= wanted; first += AT_ONCE) {
        for (Copied each : TABLES) {
          statement.execute(insert(statement, each, first, Math.min(wanted, first + AT_ONCE - 1), wanted));
        }
      }
      stored = wanted;
      statement.execute("VACUUM (ANALYZE)"); // what the database would do by itself in the night
    }
    fast(database, false);
  }

  /** Those that are added at a time go through the ninety days in their order, as leads come. */
  private String insert(Statement statement, Copied copied, long first, long last, long wanted) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("""
        SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '%s'
           AND is_generated = 'NEVER' ORDER BY ordinal_position""".formatted(copied.table()))) {
      while (row.next()) {
        columns.add(row.getString(1));
      }
    }
    return """
        INSERT INTO %1$s (%2$s)
        SELECT %3$s FROM (
          SELECT i, to_hex(at) AS second, to_hex(at) || lpad(to_hex(i * 16), 16, '0') AS id, to_timestamp(at) AS at
            FROM (SELECT i, %4$d + (i - %5$d) * %6$d / %7$d AS at FROM generate_series(%8$d::bigint, %9$d) AS i) AS numbered) AS n
          JOIN %10$s AS b ON b.no = n.i %% (SELECT max(no) + 1 FROM %10$s) WHERE %11$s ORDER BY n.i"""
        .formatted(copied.table(), String.join(", ", columns),
            columns.stream().map(column -> copied.own().getOrDefault(column, "b." + column)).collect(joining(", ")),
            start, stored, SECONDS, wanted - stored, first, last, copied.sampleTable(), copied.wanted());
  }

  /** While it is filled, nothing of it would be missed. */
  private static void fast(PostgresServer database, boolean on) throws SQLException {
    try (Connection connection = database.connectAsAdmin(); Statement statement = connection.createStatement()) {
      for (String setting : List.of("max_wal_size = '16GB'", "full_page_writes = off", "autovacuum = off")) {
        statement.execute("ALTER SYSTEM " + (on ? "SET " + setting : "RESET " + setting.substring(0, setting.indexOf(' '))));
      }
      statement.execute("SELECT pg_reload_conf()");
      if (!on) {
        statement.execute("CHECKPOINT");
      }
    }
  }
}
