package io.sluice.server.database;

import static org.awaitility.Awaitility.await;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server runs on while a newer one that starts on the same database changes its tables. */
class NewerServerTest {

  /** More than it takes until the driver has a statement planned. */
  private static final int OFTEN = 12;

  @Test
  void a_migration_of_a_newer_server_fails_no_request_of_the_one_that_runs(@TempDir Path newer) throws IOException {
    DatabaseAddress database = TestDatabase.fresh();
    try (SluiceServer server = SluiceServer.with(Map.of(
        "SLUICE_DATABASE_URL", database.url() + "?user=" + database.user() + "&password=" + database.password()))) {
      Party acme = server.open("Acme");
      String flow = acme.post("/flows", document(0)).is(201).at("id");
      change(acme, flow);
      Integer connection = server.db().sql("SELECT pg_backend_pid()").query(Integer.class).single();

      Files.writeString(newer.resolve("V999__newer.sql"), "ALTER TABLE flow ADD COLUMN newer text");
      Flyway.configure().dataSource(database.url(), database.user(), database.password())
          .locations("classpath:db/migration", "filesystem:" + newer).load().migrate();

      await().atMost(Duration.ofSeconds(20)).until(() ->
          server.db().sql("SELECT count(*) FROM pg_stat_activity WHERE pid = ?").param(connection)
              .query(Long.class).single() == 0);
      change(acme, flow);
    }
  }

  @Test
  void a_newer_server_that_finds_the_tables_held_by_a_backup_does_not_hold_up_those_that_run() throws Exception {
    DatabaseAddress database = TestDatabase.empty();
    Flyway.configure().dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/migration").target("96").load().migrate();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection backup = database.connect(); Connection other = database.connect()) {
      backup.setAutoCommit(false);
      backup.createStatement().execute("SELECT count(*) FROM mail");
      Future<SluiceServer> newer = threads.submit(() -> SluiceServer.with(Map.of(
          "SLUICE_DATABASE_URL", database.url() + "?user=" + database.user() + "&password=" + database.password())));
      await().atMost(Duration.ofSeconds(60)).until(() -> isWaited(other, "mail"));
      other.createStatement().execute("SET statement_timeout = '4s'; SELECT count(*) FROM mail");
      backup.commit();
      newer.get(60, TimeUnit.SECONDS).close();
    }
  }

  private static boolean isWaited(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet waiting = statement.executeQuery(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = '" + table + "'::regclass AND NOT granted)")) {
      return waiting.next() && waiting.getBoolean(1);
    }
  }

  private static void change(Party owner, String flow) {
    for (int i = 0; i < OFTEN; i++) {
      owner.put("/flows/" + flow, document(i)).is(200);
    }
  }

  private static String document(int number) {
    return "{\"name\":\"Auto leads %d\",\"enabled\":true,\"fields\":[],\"sources\":[],\"steps\":[]}".formatted(number);
  }
}
