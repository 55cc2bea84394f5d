package io.sluice.server.event.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Decision 0043: taking over what another life left. */
class JournalTest {

  private static final AccountId ACME = AccountId.of("65f1a2b3c4d5e6f708192001");
  private static final LeadId LEAD = LeadId.of("65f1a2b3c4d5e6f708192e01");

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final DatabaseAddress address = TestDatabase.fresh();
  private final JdbcClient db = JdbcClient.create(
      new DriverManagerDataSource(address.url(), address.user(), address.password()));
  private final JournalStore store = new JournalStore(db);
  private final HikariDataSource pool = pool();
  private final NodeLife life = new NodeLife(pool, NodeName.ofPort(81), Clock.systemUTC());
  private final Journal journal = new Journal(store, life);

  private HikariDataSource pool() {
    var config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @BeforeEach
  void leaveALead() {
    db.sql("""
        INSERT INTO receipt (account_id, lead_id, flow_id, source_id, node_id, lives, hops, received_at, submission)
        VALUES (:account, :lead, '65f1a2b3c4d5e6f708192b01', '65f1a2b3c4d5e6f708192002', 'gone', 1, 0, now(), 'x')""")
        .param("account", ACME.value()).param("lead", LEAD.value()).update();
  }

  @Test
  void whoever_takes_a_lead_over_has_its_receipt_by_the_same_statement_that_put_its_name_on_it() {
    Receipt left = journal.leftBehind(List.of("gone")).getFirst();
    // Where nothing but that one statement works, a lead that was taken over is a lead that is known.
    db.sql("ALTER TABLE receipt RENAME TO receipt_of_one_statement").update();
    db.sql("""
        CREATE VIEW receipt AS SELECT * FROM receipt_of_one_statement WHERE node_id = 'gone'""").update();
    Receipt taken = journal.takeOver(left).orElseThrow();
    assertThat(taken.node()).isEqualTo(life.id());
    assertThat(taken.lives()).isEqualTo(2);
    assertThat(taken.lead()).isEqualTo(LEAD);
    assertThat(journal.held(ACME, LEAD)).as("reading it again would have found nothing").isEmpty();
  }

  @Test
  void after_an_outage_of_the_database_nobody_is_taken_for_dead_who_could_not_be_heard_yet() throws Exception {
    life.start();
    try {
      node("another", "elsewhere:80", "25 seconds");
      await().atMost(LIMIT).until(() -> journal.deadNodes().contains("another"));
      db.sql("ALTER TABLE node RENAME TO node_out_of_reach").update();
      Thread.sleep(12_000);
      db.sql("ALTER TABLE node_out_of_reach RENAME TO node").update();
      assertThat(journal.deadNodes()).isEmpty();
      await().atMost(LIMIT).until(() -> journal.deadNodes().contains("another"));
    } finally {
      life.stop();
    }
  }

  @Test
  void the_heart_of_a_node_beats_on_while_its_requests_have_every_connection() throws Exception {
    life.start();
    try (var _ = pool.getConnection()) {
      String begun = heartbeat();
      await().atMost(LIMIT).until(() -> !heartbeat().equals(begun));
    } finally {
      life.stop();
    }
  }

  private String heartbeat() {
    return db.sql("SELECT heartbeat_at::text FROM node WHERE id = :id").param("id", life.id().value())
        .query(String.class).single();
  }

  @Test
  void a_former_life_of_this_node_is_dead_sooner_than_a_node_that_has_its_name() {
    NodeLife again = new NodeLife(pool, NodeName.ofPort(80), Clock.systemUTC());
    again.start();
    try {
      node("former", again.name().value(), "10 seconds");
      node("lately", again.name().value(), "1 second");
      node("another", "elsewhere:80", "10 seconds");
      Journal ours = new Journal(store, again);
      assertThat(ours.deadNodes()).containsExactly("former");
      db.sql("UPDATE node SET started_at = now() - interval '1 minute' WHERE id = :id")
          .param("id", again.id().value()).update();
      assertThat(ours.deadNodes()).as("one that was heard while this one lived").isEmpty();
    } finally {
      again.stop();
    }
  }

  @Test
  void a_life_whose_database_is_its_own_ends_those_that_had_it_before_and_nobody_elses() {
    NodeLife again = new NodeLife(pool, NodeName.ofItsDatabase(), Clock.systemUTC());
    node("former", again.name().value(), "-1 hour");
    node("another", "elsewhere:80", "1 second");
    again.start();
    try {
      assertThat(new Journal(store, again).deadNodes()).as("at the first look").containsExactly("former");
    } finally {
      again.stop();
    }
  }

  private void node(String id, String name, String silentFor) {
    db.sql("""
        INSERT INTO node (id, name, started_at, heartbeat_at)
        VALUES (:id, :name, now() - interval '1 hour', now() - CAST(:silent AS interval))""")
        .param("id", id).param("name", name).param("silent", silentFor).update();
  }

  @Test
  void a_lead_is_taken_over_once() {
    Receipt left = journal.leftBehind(List.of("gone")).getFirst();
    assertThat(journal.takeOver(left)).isPresent();
    assertThat(journal.takeOver(left)).isEmpty();
    assertThat(journal.held(ACME, LEAD)).hasValueSatisfying(held -> assertThat(held.lives()).isEqualTo(2));
  }
}
