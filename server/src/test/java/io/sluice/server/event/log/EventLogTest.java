package io.sluice.server.event.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.kernel.LeadId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EventLogTest extends FreshLog {

  private static final NodeId THIS_LIFE = new NodeId("65f1a2b3c4d5e6f708192f01");

  @Test
  void every_lead_whose_end_was_confirmed_is_there() throws Exception {
    Set<String> confirmed = ConcurrentHashMap.newKeySet();
    inThreads(64, () -> {
      for (int i = 0; i < 50; i++) {
        Entry.Ended lead = lead();
        assertThat(log.append(lead)).isEqualTo(Appended.STORED);
        confirmed.add(lead.lead().id().value());
      }
      return null;
    });
    assertThat(confirmed).hasSize(64 * 50);
    assertThat(db.sql("SELECT id FROM lead").query(String.class).list()).containsExactlyInAnyOrderElementsOf(confirmed);
    assertThat(db.sql("SELECT lead_id FROM event WHERE type = 'source'").query(String.class).list())
        .containsExactlyInAnyOrderElementsOf(confirmed);
  }

  @Test
  void an_entry_the_database_refuses_does_not_take_others_with_it() throws Exception {
    Entry.Ended known = lead();
    log.append(known);
    refusesOnly(known);
    assertThat(count("lead")).isEqualTo(20);
  }

  @Test
  void an_entry_that_is_too_large_for_the_database_does_not_take_others_with_it() throws Exception {
    db.sql("CREATE INDEX ON event (reason)").update(); // which takes 2.7 kB
    byte[] random = new byte[20_000];
    new Random(42).nextBytes(random);
    refusesOnly(lead(HexFormat.of().formatHex(random)));
    assertThat(count("lead")).isEqualTo(19);
  }

  @Test
  void text_with_a_nul_is_kept_without_it() {
    Entry.Ended lead = lead("no\0thing");
    assertThat(log.append(lead)).isEqualTo(Appended.STORED);
    assertThat(db.sql("SELECT reason FROM event").query(String.class).list()).containsExactly("no thing");
  }

  @Test
  void a_full_queue_refuses_at_once() throws Exception {
    EventLog small = new EventLog(database, EventStreams.NONE, 1);
    small.start();
    try (Connection blocking = database.getConnection(); Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Appended>> results = new ArrayList<>();
        // One in each writer's hands and one in the queue: of four, at least one finds no place.
        for (int i = 0; i < 4; i++) {
          results.add(threads.submit(() -> small.append(lead())));
          Thread.sleep(100);
        }
        assertThat(results.getLast().get()).isEqualTo(Appended.BUSY);
        blocking.rollback();
        for (Future<Appended> result : results) {
          assertThat(result.get()).isIn(Appended.STORED, Appended.BUSY);
        }
      }
    } finally {
      small.stop();
    }
  }

  @Test
  void nobody_waits_longer_than_ten_seconds_for_a_database_that_does_not_get_on() throws Exception {
    try (Connection blocking = database.getConnection(); Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      Instant asked = Instant.now();
      assertThat(log.append(lead())).isEqualTo(Appended.UNAVAILABLE);
      assertThat(Duration.between(asked, Instant.now())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
      blocking.rollback();
    }
    assertThat(log.append(lead())).isEqualTo(Appended.STORED);
  }

  @Test
  void while_the_database_is_away_nothing_waits_long_and_afterwards_everything_goes_on() throws Exception {
    assertThat(log.append(lead())).isEqualTo(Appended.STORED);
    String name = address.url().substring(address.url().lastIndexOf('/') + 1);
    DatabaseAddress other = TestDatabase.empty();
    try (Connection operator = other.connect(); Statement statement = operator.createStatement()) {
      statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
      statement.execute("""
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '%s' AND backend_type = 'client backend'""".formatted(name));
      assertThat(log.append(lead())).isEqualTo(Appended.UNAVAILABLE);
      Instant asked = Instant.now();
      assertThat(log.append(lead())).isEqualTo(Appended.UNAVAILABLE);
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(1));

      statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
      Instant limit = Instant.now().plusSeconds(20);
      Appended appended = log.append(lead());
      while (appended != Appended.STORED && Instant.now().isBefore(limit)) {
        Thread.sleep(50);
        appended = log.append(lead());
      }
      assertThat(appended).isEqualTo(Appended.STORED);
    }
  }

  @Test
  void a_lead_on_its_way_is_in_the_journal_until_its_end() {
    Entry.Ended end = lead();
    Receipt receipt = receipt(end.lead().id());
    Attempt first = new Attempt("stp001", List.of(end.lead().id().value()), NOW, null, null);
    assertThat(log.append(new Entry.Opened(receipt, first, null))).isEqualTo(Appended.STORED);
    Attempt answered = new Attempt("stp001", first.eventIds(), NOW, null, new Attempt.End(NOW.plusSeconds(1), "{\"a\":1}"));
    Attempt second = new Attempt("stp002", List.of(end.lead().id().value()), NOW, null, null);
    assertThat(log.append(new Entry.Continued(receipt, answered, second))).isEqualTo(Appended.STORED);
    assertThat(db.sql("SELECT answer FROM attempt WHERE step_id = 'stp001'").query(String.class).single())
        .isEqualTo("{\"a\":1}");
    assertThat(count("attempt")).isEqualTo(2);
    assertThat(log.append(new Entry.Ended(end.lead(), end.events(), receipt))).isEqualTo(Appended.STORED);
    assertThat(count("receipt")).isZero();
    assertThat(count("attempt")).isZero();
    assertThat(count("event")).isEqualTo(1);
  }

  @Test
  void what_a_commit_adds_is_one_round_trip_and_whose_a_lead_is_another() throws Exception {
    int leads = 20;
    try (var counter = new TripCounter(address.url()); HikariDataSource there = poolOf(counter.url())) {
      EventLog counted = new EventLog(there, EventStreams.NONE);
      counted.start();
      tripsOf(counted, counter, leads); // what is asked once, and what is sent in pieces until the database knows it
      Trips trips = tripsOf(counted, counter, leads);
      counted.stop();
      // A pool asks a connection that was idle for half a second whether it still answers; on a busy machine some are.
      int asked = leads / 2;
      assertThat(trips.ofLeadsWithoutCalls()).isBetween(leads, leads + asked);
      assertThat(trips.ofLeadsWithCalls()).isBetween(3 * leads, 3 * leads + asked);
    }
    assertThat(count("event")).isEqualTo(4 * leads);
    assertThat(count("receipt")).isZero();
  }

  private record Trips(int ofLeadsWithoutCalls, int ofLeadsWithCalls) {}

  private static Trips tripsOf(EventLog counted, TripCounter counter, int leads) {
    long before = counter.trips();
    for (int i = 0; i < leads; i++) {
      assertThat(counted.append(lead())).isEqualTo(Appended.STORED);
    }
    long between = counter.trips();
    for (int i = 0; i < leads; i++) {
      Entry.Ended end = lead();
      Receipt receipt = receipt(end.lead().id());
      counted.append(new Entry.Opened(receipt, new Attempt("stp001", List.of(), NOW, null, null), null));
      assertThat(counted.append(new Entry.Ended(end.lead(), end.events(), receipt))).isEqualTo(Appended.STORED);
    }
    return new Trips((int) (between - before), (int) (counter.trips() - between));
  }

  @Test
  void what_is_on_its_way_is_found_by_its_key_however_much_was_there_before() {
    db.sql("ALTER TABLE receipt SET (autovacuum_enabled = false)").update();
    db.sql("ALTER TABLE attempt SET (autovacuum_enabled = false)").update();
    comeAndGo(20_000);
    db.sql("VACUUM ANALYZE receipt, attempt").update(); // from now on the planner takes all these pages for empty
    comeAndGo(20_000);
    long before = pagesOfJournal();
    int leads = 40;
    for (int i = 0; i < leads; i++) {
      Entry.Ended end = lead();
      Receipt receipt = receipt(end.lead().id());
      Attempt first = new Attempt("stp001", List.of(), NOW, null, null);
      Attempt answered = new Attempt("stp001", List.of(), NOW, null, new Attempt.End(NOW, "{}"));
      Attempt second = new Attempt("stp002", List.of(), NOW, null, null);
      log.append(new Entry.Opened(receipt, first, null));
      log.append(new Entry.Continued(receipt, answered, second));
      log.append(new Entry.Ended(end.lead(), end.events(), receipt));
    }
    assertThat(count("receipt")).isZero();
    assertThat(pagesOfJournal() - before).isBetween(1L, leads * 80L);
  }

  private void comeAndGo(int leads) {
    db.sql("""
        INSERT INTO receipt (account_id, lead_id, flow_id, source_id, node_id, lives, hops, received_at, submission)
        SELECT :account, to_hex(i) || repeat('0', 20), 'f', 's', 'n', 1, 0, now(), ''
          FROM generate_series(65536, 65535 + :leads) AS i
        """).param("account", ACME.value()).param("leads", leads).update();
    db.sql("""
        INSERT INTO attempt (account_id, lead_id, step_id, event_ids, started_at)
        SELECT account_id, lead_id, 'stp001', '', now() FROM receipt
        """).update();
    db.sql("DELETE FROM attempt").update();
    db.sql("DELETE FROM receipt").update();
  }

  private List<Integer> sessions() {
    return db.sql("SELECT pid FROM pg_stat_activity WHERE datname = current_database()").query(Integer.class).list();
  }

  /** What was touched until now: a session says all of it when it ends. */
  private long pagesOfJournal() {
    List<Integer> sessions = sessions();
    log.stop();
    database.getHikariPoolMXBean().softEvictConnections();
    await().atMost(Duration.ofSeconds(30)).until(() -> Collections.disjoint(sessions, sessions()));
    log.start();
    return db.sql("""
        SELECT sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit) FROM pg_statio_all_tables
         WHERE relname IN ('receipt', 'attempt')
        """).query(Long.class).single();
  }

  @Test
  void a_lead_that_another_life_took_over_is_neither_continued_nor_ended_here() {
    Entry.Ended end = lead();
    Receipt receipt = receipt(end.lead().id());
    Attempt first = new Attempt("stp001", List.of(), NOW, null, null);
    log.append(new Entry.Opened(receipt, first, null));
    db.sql("UPDATE receipt SET node_id = 'another'").update();
    assertThat(log.append(new Entry.Ended(end.lead(), end.events(), receipt))).isEqualTo(Appended.TAKEN_OVER);
    assertThat(count("event")).isZero();
    Attempt answered = new Attempt("stp001", List.of(), NOW, null, new Attempt.End(NOW, "{}"));
    Attempt second = new Attempt("stp002", List.of(), NOW, null, null);
    assertThat(log.append(new Entry.Continued(receipt, answered, second))).isEqualTo(Appended.TAKEN_OVER);
    assertThat(db.sql("SELECT step_id FROM attempt WHERE answer IS NULL").query(String.class).list())
        .as("what the other one knows").containsExactly("stp001");
    db.sql("DELETE FROM receipt").update();
    assertThat(log.append(new Entry.Continued(receipt, null, first))).isEqualTo(Appended.TAKEN_OVER);
  }

  @Test
  void of_leads_with_one_key_exactly_one_is_written_and_the_others_are_told() throws Exception {
    List<Future<Appended>> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Entry.Ended lead = lead();
        LeadKey key = key("key " + i % 20).answered(new byte[] {1}, NOW.plusSeconds(60));
        results.add(threads.submit(() -> log.append(new Entry.Ended(lead.lead(), lead.events(), null, key))));
      }
    }
    List<Appended> appended = new ArrayList<>();
    for (Future<Appended> result : results) {
      appended.add(result.get());
    }
    assertThat(appended).filteredOn(Appended.STORED::equals).hasSize(20);
    assertThat(appended).filteredOn(Appended.REPEATED::equals).hasSize(180);
    assertThat(count("lead")).isEqualTo(20);
    assertThat(count("event")).isEqualTo(20);
    assertThat(db.sql("SELECT count(*) FROM lead JOIN lead_key ON lead_id = id").query(Long.class).single())
        .isEqualTo(20);
  }

  @Test
  void a_lead_on_its_way_holds_its_key_and_its_end_answers_it() {
    Entry.Ended end = lead();
    Receipt receipt = receipt(end.lead().id());
    Attempt first = new Attempt("stp001", List.of(end.lead().id().value()), NOW, null, null);
    assertThat(log.append(new Entry.Opened(receipt, first, key("key")))).isEqualTo(Appended.STORED);
    assertThat(db.sql("SELECT expires_at = 'infinity' AND answer IS NULL FROM lead_key").query(Boolean.class).single())
        .isTrue();
    Receipt twin = receipt(lead().lead().id());
    assertThat(log.append(new Entry.Opened(twin, first, key("key")))).isEqualTo(Appended.REPEATED);
    Entry.Ended other = lead();
    assertThat(log.append(new Entry.Ended(other.lead(), other.events(), null, key("key"))))
        .isEqualTo(Appended.REPEATED);
    assertThat(count("receipt")).isEqualTo(1);
    assertThat(count("attempt")).isEqualTo(1);
    LeadKey answered = key("key").answered(new byte[] {1, 2}, NOW.plusSeconds(60));
    assertThat(log.append(new Entry.Ended(end.lead(), end.events(), receipt, answered))).isEqualTo(Appended.STORED);
    assertThat(db.sql("SELECT answer FROM lead_key").query(byte[].class).single()).containsExactly(1, 2);
    assertThat(db.sql("SELECT expires_at FROM lead_key").query(Instant.class).single()).isEqualTo(NOW.plusSeconds(60));
    assertThat(count("lead")).isEqualTo(1);
  }

  private static LeadKey key(String hash) {
    return new LeadKey(ACME, INITECH, hash, "what was sent", null, null);
  }

  @Test
  void a_group_that_the_database_chose_to_end_a_deadlock_is_written_once_more() throws Exception {
    db.sql("CREATE SEQUENCE tries").update(); // which no rollback takes back
    db.sql("""
        CREATE FUNCTION deadlock() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
          IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected'; END IF;
          RETURN NULL; END $$
        """).update();
    db.sql("CREATE TRIGGER deadlock AFTER INSERT ON lead FOR EACH STATEMENT EXECUTE FUNCTION deadlock()").update();
    inThreads(20, () -> {
      assertThat(log.append(lead())).isEqualTo(Appended.STORED);
      return null;
    });
    assertThat(count("lead")).isEqualTo(20);
    assertThat(count("event")).isEqualTo(20);
  }

  @Test
  void an_error_that_is_no_exception_is_the_entrys_and_ends_no_writer() {
    EventLog broken = new EventLog(database, _ -> {
      throw new NoClassDefFoundError("a/class/that/is/broken");
    });
    broken.start();
    try {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> broken.append(lead())).hasRootCauseInstanceOf(NoClassDefFoundError.class);
      }
    } finally {
      broken.stop();
    }
  }

  @Test
  void a_full_disk_is_told_once_however_often_it_is_tried(CapturedOutput output) {
    db.sql("""
        CREATE FUNCTION disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$
        """).update();
    db.sql("CREATE TRIGGER disk BEFORE INSERT ON lead FOR EACH ROW EXECUTE FUNCTION disk()").update();
    for (int i = 0; i < 20; i++) {
      assertThat(log.append(lead())).isEqualTo(Appended.UNAVAILABLE);
    }
    db.sql("DROP TRIGGER disk ON lead").update();
    await().until(() -> log.append(lead()) == Appended.STORED);
    assertThat(output.getAll().lines().filter(line -> line.contains("cannot be written"))).singleElement().asString()
        .contains("No space left on device");
  }

  private static Receipt receipt(LeadId lead) {
    return new Receipt(ACME, lead, FLOW, INITECH, THIS_LIFE, 1, 0, null, NOW, new byte[] {0, 1, -1}, null, null);
  }
}
