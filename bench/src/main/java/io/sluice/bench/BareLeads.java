package io.sluice.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** The Camel route's table, written by two connections, each of which commits all that waits by then as one. */
final class BareLeads {

  private static final int WRITERS = 2;
  private static final int MOST_AT_ONCE = 500;
  private static final String RECEIVE = """
      INSERT INTO bench.bare_lead (id, email, body, status)
      SELECT id, email, body, 'received' FROM unnest(?::uuid[], ?::text[], ?::text[]) AS new (id, email, body)
      ORDER BY email
      ON CONFLICT (email) DO NOTHING
      RETURNING id""";
  private static final String END = """
      UPDATE bench.bare_lead AS lead SET status = new.outcome, answered_at = now()
      FROM unnest(?::uuid[], ?::text[]) AS new (id, outcome) WHERE lead.id = new.id""";

  private record Entry(UUID id, String email, String body, String outcome, CompletableFuture<Boolean> written) {

    boolean isEnd() {
      return !outcome.isEmpty();
    }
  }

  private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();

  BareLeads(String url, String user, String password) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
      statement.execute("""
          CREATE TABLE IF NOT EXISTS bench.bare_lead (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, body text NOT NULL,
            status text NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), answered_at timestamptz)""");
    }
    for (int i = 0; i < WRITERS; i++) {
      Connection connection = DriverManager.getConnection(url, user, password);
      try (var statement = connection.createStatement()) {
        // Plans are made while the table is empty and kept: rows are to be found by their key when it no longer is.
        statement.execute("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off");
      }
      connection.setAutoCommit(false);
      Thread.ofPlatform().name("writer-" + i).start(() -> write(connection));
    }
  }

  /** Keeps a lead, durably. @return false when there is one of that e-mail address */
  boolean receive(UUID id, String email, String body) {
    return add(new Entry(id, email, body, "", new CompletableFuture<>()));
  }

  void end(UUID id, String outcome) {
    add(new Entry(id, "", "", outcome, new CompletableFuture<>()));
  }

  private boolean add(Entry entry) {
    waiting.add(entry);
    return entry.written.join();
  }

  private void write(Connection connection) {
    List<Entry> some = new ArrayList<>();
    try (connection) {
      while (true) {
        some.clear();
        some.add(waiting.take());
        waiting.drainTo(some, MOST_AT_ONCE - 1);
        Set<UUID> fresh = write(connection, some);
        some.forEach(entry -> entry.written.complete(entry.isEnd() || fresh.contains(entry.id)));
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException("what waits for being written waits for ever", e);
    }
  }

  /** One round trip, with the commit. @return who was received */
  private static Set<UUID> write(Connection connection, List<Entry> some) throws SQLException {
    List<Entry> received = some.stream().filter(entry -> !entry.isEnd()).toList();
    List<Entry> ended = some.stream().filter(Entry::isEnd).toList();
    List<String> sql = new ArrayList<>();
    if (!received.isEmpty()) {
      sql.add(RECEIVE);
    }
    if (!ended.isEmpty()) {
      sql.add(END);
    }
    sql.add("COMMIT");
    try (PreparedStatement statement = connection.prepareStatement(String.join(";", sql))) {
      int next = 1;
      if (!received.isEmpty()) {
        statement.setArray(next++, array(connection, "uuid", received, Entry::id));
        statement.setArray(next++, array(connection, "text", received, Entry::email));
        statement.setArray(next++, array(connection, "text", received, Entry::body));
      }
      if (!ended.isEmpty()) {
        statement.setArray(next++, array(connection, "uuid", ended, Entry::id));
        statement.setArray(next, array(connection, "text", ended, Entry::outcome));
      }
      statement.execute();
      Set<UUID> fresh = new HashSet<>();
      if (!received.isEmpty()) {
        try (var rows = statement.getResultSet()) {
          while (rows.next()) {
            fresh.add(rows.getObject(1, UUID.class));
          }
        }
      }
      return fresh;
    }
  }

  private static Array array(Connection connection, String type, List<Entry> some, Function<Entry, Object> each)
      throws SQLException {
    return connection.createArrayOf(type, some.stream().map(each).toArray());
  }
}
