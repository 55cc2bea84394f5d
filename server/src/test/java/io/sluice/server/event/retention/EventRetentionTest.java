package io.sluice.server.event.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.account.Accounts;
import io.sluice.server.event.PastLeads;
import io.sluice.server.event.count.Counting;
import io.sluice.server.event.log.Partitions;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What is kept for how long (exchange 12.4, decision 0089). A server of its own: months are everybody's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventRetentionTest {

  /** The server's own clock is the real one; what is older than 200 days is over by both. */
  private final Instant now = Instant.now();
  private MovableClock clock = new MovableClock(now);
  private SluiceServer server;
  private Party acme;
  private Party initech;

  @BeforeAll
  void open() throws Exception {
    server = SluiceServer.with(Map.of());
    acme = server.open("Acme");
    initech = server.open("Initech");
    server.db().sql("UPDATE account SET created_at = now() - interval '500 days'").update();
    acme.put("/account", "{\"data_retention_in_days\":200}").is(200);
    initech.put("/account", "{\"data_retention_in_days\":30}").is(200);
  }

  @BeforeEach
  void make_all_months() throws Exception {
    clock = new MovableClock(now);
    MovableClock then = new MovableClock(now.minus(Duration.ofDays(400)));
    for (int month = 0; month < 14; month++) {
      new Partitions(server.bean(DataSource.class), then).make();
      then.move(Duration.ofDays(30));
    }
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void a_server_whose_clock_is_a_year_ahead_deletes_nothing() throws Exception {
    Party globex = server.open("Globex");
    lead(globex, 1);
    clock.move(Duration.ofDays(365));
    assertThat(retention().runIfClocksAgree()).isFalse();
    assertThat(leads(globex)).hasSize(1);
    clock.move(Duration.ofDays(-365));
    assertThat(retention().runIfClocksAgree()).isTrue();
    assertThat(leads(globex)).hasSize(1);
  }

  @Test
  void months_go_when_nobody_keeps_them_and_rows_when_their_account_does_not() throws Exception {
    String acmesOld = lead(acme, 300);
    String acmes = lead(acme, 150);
    String initechsOld = lead(initech, 45);
    String initechs = lead(initech, 15);
    Counting.followAll(server);
    assertThat(count("run_count", acme)).isEqualTo(2);
    assertThat(months("event")).isGreaterThan(12);

    assertThat(retention().run()).isTrue();

    assertThat(months("event")).as("the month of 200 days ago to the one after next").isLessThanOrEqualTo(11);
    assertThat(months("lead_search")).isEqualTo(months("event"));
    assertThat(leads(acme)).containsExactly(acmes).doesNotContain(acmesOld);
    assertThat(leads(initech)).containsExactly(initechs).doesNotContain(initechsOld);
    for (String table : List.of("event", "event_body", "lead_search", "run_count")) {
      assertThat(count(table, acme)).as(table).isEqualTo(1);
      assertThat(count(table, initech)).as(table).isEqualTo(1);
    }
    assertThat(acme.get("/events?type=source").is(200).json()).hasSize(1);
    assertThat(initech.get("/search/leads").is(200).at("total")).isEqualTo("1");
    assertThat(Instant.parse(acme.get("/account").is(200).at("data_truncated_at")))
        .isBetween(now.minus(Duration.ofDays(200)).minusSeconds(5), now.minus(Duration.ofDays(200)).plusSeconds(5));
    Instant first = Instant.parse(initech.get("/account").is(200).at("data_truncated_at"));
    assertThat(first).isBetween(now.minus(Duration.ofDays(30)).minusSeconds(5), now.minus(Duration.ofDays(30)).plusSeconds(5));

    initech.put("/account", "{\"data_retention_in_days\":90}").is(200);
    assertThat(retention().run()).isTrue();
    assertThat(Instant.parse(initech.get("/account").is(200).at("data_truncated_at")))
        .as("what was cut stays cut").isEqualTo(first);
    initech.put("/account", "{\"data_retention_in_days\":30}").is(200);

    Instant endOfItsMonth = now.minus(Duration.ofDays(150)).atOffset(ZoneOffset.UTC)
        .with(TemporalAdjusters.firstDayOfNextMonth()).truncatedTo(ChronoUnit.DAYS).toInstant();
    clock.move(Duration.between(now, endOfItsMonth.plus(Duration.ofDays(200)).minusSeconds(3_600)));
    assertThat(retention().run()).isTrue();
    assertThat(leads(acme)).as("its time is over, its month is not").containsExactly(acmes);
    assertThat(leads(initech)).isEmpty();
    clock.move(Duration.ofHours(2));
    assertThat(retention().run()).isTrue();
    assertThat(leads(acme)).isEmpty();
    assertThat(count("run_shape", acme)).isZero();
  }

  @Test
  void what_events_show_of_their_flow_goes_with_the_last_of_its_month() throws Exception {
    Party globex = server.open("Globex");
    globex.put("/account", "{\"data_retention_in_days\":10}").is(200);
    Instant month = now.minus(Duration.ofDays(90)).atOffset(ZoneOffset.UTC)
        .with(TemporalAdjusters.firstDayOfMonth()).truncatedTo(ChronoUnit.DAYS).toInstant();
    for (int day : List.of(1, 14)) {
      new PastLeads(server, globex.accountId()).at(month.plus(Duration.ofDays(day))).source("success", null, "1");
    }
    server.db().sql("INSERT INTO event_definition (account_id, id, definitions) VALUES (:globex, :id, '{}')")
        .param("globex", globex.accountId())
        .param("id", ObjectIds.firstAt(month).substring(0, 8) + "f".repeat(16))
        .update();

    clock.move(Duration.between(now, month.plus(Duration.ofDays(20))));
    assertThat(retention().run()).isTrue();
    assertThat(count("event", globex)).isEqualTo(1);
    assertThat(count("event_definition", globex)).isEqualTo(1);

    clock.move(Duration.ofDays(25));
    assertThat(retention().run()).isTrue();
    assertThat(count("event", globex)).isZero();
    assertThat(count("event_definition", globex)).isZero();
  }

  @Test
  void a_lead_of_no_month_goes_too() throws Exception {
    Party globex = server.open("Globex");
    lead(globex, 1_000);
    server.db().sql("UPDATE account SET data_retention_in_days = 200 WHERE id = :id").param("id", globex.accountId())
        .update();
    assertThat(leads(globex)).hasSize(1);
    assertThat(retention().run()).isTrue();
    assertThat(leads(globex)).isEmpty();
    assertThat(globex.get("/account").is(200).json().path("data_truncated_at").isNull())
        .as("nothing was cut since it was opened").isTrue();
  }

  @Test
  void many_rows_go_batch_by_batch() throws Exception {
    Party many = server.open("Many");
    many.put("/account", "{\"data_retention_in_days\":10}").is(200);
    server.db().sql("""
        INSERT INTO lead (account_id, id, flow_id, source_id, received_at, vars)
        SELECT :account, :second || lpad(to_hex(i), 16, '0'), '', '', now(), '{}' FROM generate_series(1, 2500) i
        """)
        .param("account", many.accountId())
        .param("second", ObjectIds.firstAt(now.minus(Duration.ofDays(20))).substring(0, 8))
        .update();
    assertThat(leads(many)).hasSize(2_500);
    assertThat(retention().run()).isTrue();
    assertThat(leads(many)).isEmpty();
  }

  @Test
  void a_batch_does_not_read_what_those_before_it_deleted() {
    Party many = server.open("Many");
    server.db().sql("""
        INSERT INTO lead (account_id, id, flow_id, source_id, received_at, vars)
        SELECT :account, :second || lpad(to_hex(i), 16, '0'), '', '', now(), '{}' FROM generate_series(1, 5000) i
        """)
        .param("account", many.accountId())
        .param("second", ObjectIds.firstAt(now.minus(Duration.ofDays(20))).substring(0, 8))
        .update();
    server.bean(TransactionOperations.class).executeWithoutResult(running -> {
      String above = "";
      for (int i = 1; i <= 5; i++) {
        long before = entriesRead();
        // In one transaction nothing that was deleted can be vacuumed, as while a backup runs.
        RetentionStore.Portion portion = server.bean(RetentionStore.class).delete(
            AccountId.of(many.accountId()), "lead", "id", above, ObjectIds.firstAt(now), 1_000);
        assertThat(portion.rows()).isEqualTo(1_000);
        assertThat(entriesRead() - before).as("entries read for batch " + i).isLessThan(2_500);
        above = portion.last();
      }
      running.setRollbackOnly();
    });
  }

  @Test
  void one_node_at_a_time_and_one_that_died_leaves_nothing_behind() throws Exception {
    CountDownLatch holds = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    RetentionStore other = new RetentionStore(server.db(), server.bean(DataSource.class));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> busy = threads.submit(() -> other.alone(() -> {
        holds.countDown();
        enough.await();
      }));
      holds.await();
      assertThat(retention().run()).isFalse();
      enough.countDown();
      assertThat(busy.get()).isTrue();
    }
    assertThat(retention().run()).isTrue();
  }

  @Test
  void a_month_that_is_in_use_is_dropped_another_time() throws Exception {
    server.db().sql("""
        CREATE TABLE IF NOT EXISTS lead_2020_01 PARTITION OF lead
          FOR VALUES FROM ('5e0be1000000000000000000') TO ('5e34bf800000000000000000')
        """).update();
    try (Connection reader = server.bean(DataSource.class).getConnection()) {
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery("SELECT count(*) FROM lead_2020_01").close();
      assertThat(retention().run()).isTrue();
      reader.rollback();
    }
    assertThat(exists("lead_2020_01")).isTrue();
    assertThat(retention().run()).isTrue();
    assertThat(exists("lead_2020_01")).isFalse();
  }

  @Test
  void what_came_after_a_leads_time_still_says_whose_it_is() {
    Party globex = server.open("Globex");
    var lead = new PastLeads(server, globex.accountId()).at(now.minus(Duration.ofDays(1)));
    String id = lead.source("success", null, "0");
    lead.feedback(now, "feedback-received", "conversion", "success", null, null);
    server.db().sql("DELETE FROM lead WHERE id = :id").param("id", id).update();
    assertThat(globex.get("/events?type=feedback-received").is(200).json().get(0).at("/vars/lead/id").asString())
        .isEqualTo(id);
  }

  private EventRetention retention() {
    return new EventRetention(server.bean(RetentionStore.class), server.bean(Accounts.class), clock);
  }

  private String lead(Party party, int daysAgo) {
    String id = new PastLeads(server, party.accountId()).at(now.minus(Duration.ofDays(daysAgo)))
        .fields("\"email\":\"a@initech.example\"").source("success", null, "1");
    server.db().sql("""
        INSERT INTO event_body (account_id, event_id, transactions)
        SELECT account_id, id, '[{"request":{"method":"POST","uri":"/"},"response":{"status":201},"ms":1}]' FROM event
         WHERE lead_id = :lead
        """).param("lead", id).update();
    return id;
  }

  private long entriesRead() {
    return server.bean(JdbcClient.class).sql("""
        SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class WHERE relname LIKE 'lead%' AND relkind IN ('r', 'i')
        """).query(Long.class).single();
  }

  private List<String> leads(Party party) {
    return server.db().sql("SELECT id FROM lead WHERE account_id = :account").param("account", party.accountId())
        .query(String.class).list();
  }

  private long count(String table, Party party) {
    return server.db().sql("SELECT count(*) FROM " + table + " WHERE account_id = :account")
        .param("account", party.accountId()).query(Long.class).single();
  }

  private long months(String table) {
    return server.bean(RetentionStore.class).months(table).size();
  }

  private boolean exists(String table) {
    return server.db().sql("SELECT to_regclass(:table) IS NOT NULL").param("table", table).query(Boolean.class).single();
  }
}
