package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import io.sluice.server.delivery.StepAnswers;
import io.sluice.server.event.journal.Journal;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.inbound.RawSubmission;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.node.ObjectNode;

/** Leads that this very node left on their way and ends itself (decision 0043). */
class AbandonedLeadsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LEAD = "{\"email\":\"a@hooli.example\"}";
  private static final String CAP = """
      "caps":[{"id":"65f1a2b3c4d5e6f708192c51","type":"volume","maximum":5,"duration":1,"duration_units":"day"}]""";

  private final SluiceServer server = SluiceServer.with(Map.of());
  private final FakeRecipient recipient = FakeRecipient.start();
  private final Party acme = server.open("Acme");
  private final Surroundings around = server.bean(Surroundings.class);

  @AfterEach
  void close() {
    recipient.close();
    server.close();
  }

  @Test
  void a_lead_that_is_put_back_while_somebody_is_on_it_is_not_run_a_second_time() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/slow"), "").deploy();
    recipient.answers(FakeRecipient.slow(Duration.ofSeconds(8), FakeRecipient.json("{\"outcome\":\"success\"}")));
    LeftLead lead = leave(flow, 1);
    around.abandoned().add(lead);
    recipient.awaitRequest(LIMIT);
    around.abandoned().add(lead);
    around.abandoned().add(lead);
    awaitEnd(lead.lead());
    assertThat(flow.story(lead.lead().value())).containsExactly("recipient success", "source success");
    assertThat(recipient.received()).hasSize(1);
  }

  @Test
  void a_lead_that_cannot_be_given_up_while_the_database_is_away_is_given_up_when_it_is_back() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").deploy();
    LeftLead lead = leave(flow, 99);
    String database = server.db().sql("SELECT current_database()").query(String.class).single();
    try (Connection operator = TestDatabase.empty().connect(); Statement statement = operator.createStatement();
        Connection inTheWay = server.bean(DataSource.class).getConnection()) {
      inTheWay.setAutoCommit(false);
      inTheWay.createStatement().execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      around.abandoned().add(lead);
      await("the end to be on its way to the database", () -> around.abandoned().isEmpty() && waiting(statement) == 1);
      statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
      statement.execute("""
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '%s' AND backend_type = 'client backend' AND pid <> %d"""
          .formatted(database, inTheWay.unwrap(PGConnection.class).getBackendPID()));
      await("the lead to be put back", () -> !around.abandoned().isEmpty());
      statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
      inTheWay.rollback();
    }
    awaitEnd(lead.lead());
    assertThat(flow.story(lead.lead().value())).containsExactly("source error");
    assertThat(recipient.received()).isEmpty();
  }

  /** Only what is wrong with the lead itself is a reason not to try again. */
  @Test
  void a_lead_that_the_database_has_no_room_for_again_and_again_is_ended_as_it_should_when_there_is() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(CAP).deploy();
    LeftLead lead = leave(flow, 1);
    server.db().sql("CREATE SEQUENCE tries").update();
    server.db().sql("""
        CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM nextval('tries');
          RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$""").update();
    server.db().sql("CREATE TRIGGER disk_full BEFORE INSERT ON cap_slot FOR EACH ROW EXECUTE FUNCTION disk_full()").update();
    around.abandoned().add(lead);
    await("it to be tried, and given up or tried once more", () -> count("event") == 1
        || server.db().sql("SELECT last_value FROM tries").query(Long.class).single() > 3);
    server.db().sql("DROP TRIGGER disk_full ON cap_slot").update();
    await("its end", () -> !isOpen(lead.lead()));
    assertThat(flow.story(lead.lead().value())).containsExactly("source success");
  }

  @Test
  void a_lead_whose_receipt_could_not_be_written_gives_its_slots_back() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(CAP).delivery(recipient.url("/"), "").deploy();
    server.db().sql("""
        CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$""").update();
    server.db().sql("CREATE TRIGGER disk_full BEFORE INSERT ON receipt FOR EACH ROW EXECUTE FUNCTION disk_full()").update();
    flow.submit(LEAD).is(503);
    server.db().sql("DROP TRIGGER disk_full ON receipt").update();
    await("the slot to be given back", () -> count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT released_count FROM cap_counter").query(Long.class).single()).isEqualTo(1);
    assertThat(recipient.received()).isEmpty();
  }

  @Test
  void a_lead_whose_receipt_is_written_when_its_sender_has_given_up_is_ended() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(CAP).delivery(recipient.url("/"), "").deploy();
    try (Connection inTheWay = server.bean(DataSource.class).getConnection()) {
      inTheWay.setAutoCommit(false);
      inTheWay.createStatement().execute("LOCK TABLE receipt IN EXCLUSIVE MODE");
      flow.submit(LEAD).is(503);
      await("the lead to be looked for in vain", () -> around.abandoned().isEmpty());
      inTheWay.rollback();
    }
    await("the lead to end", () -> count("event") > 0 && count("receipt") + count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT type || ' ' || outcome FROM event ORDER BY id").query(String.class).list())
        .as("the journal says that it was about to be delivered").containsExactly("recipient error", "source success");
  }

  /** A sale is the same lead wherever it is made (decision 0138). */
  @Test
  void a_place_that_another_node_has_for_the_same_lead_is_not_settled_here() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(CAP).deploy();
    LeadId sale = LeadId.next(Instant.now());
    LeadId own = LeadId.next(Instant.now());
    server.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES ('another', 'a:1', now(), 'infinity')")
        .update();
    hold(flow, sale, "another");
    hold(flow, own, server.bean(NodeLife.class).id().value());
    around.abandoned().add(new LeftLead(AccountId.of(acme.accountId()), sale));
    around.abandoned().add(new LeftLead(AccountId.of(acme.accountId()), own));
    await("its own place to be settled", () -> !slots().contains(own.value()));
    assertThat(slots()).containsExactly(sale.value());
  }

  private void hold(LeadFlow.Deployed flow, LeadId lead, String node) {
    server.db().sql("""
        INSERT INTO cap_slot (account_id, flow_id, cap_id, started_at, lead_id, node_id, held_at)
        VALUES (:account, :flow, '65f1a2b3c4d5e6f708192c51', now(), :lead, :node, now())""")
        .param("account", acme.accountId()).param("flow", flow.id()).param("lead", lead.value()).param("node", node)
        .update();
  }

  private List<String> slots() {
    return server.db().sql("SELECT lead_id FROM cap_slot").query(String.class).list();
  }

  private long count(String table) {
    return server.db().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  @Test
  void a_lead_that_was_written_although_nobody_could_say_so_keeps_its_place_below_a_cap() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(CAP).deploy();
    try (Connection inTheWay = server.bean(DataSource.class).getConnection()) {
      inTheWay.setAutoCommit(false);
      inTheWay.createStatement().execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      flow.submit(LEAD).is(503);
      inTheWay.rollback();
    }
    await("the lead", () -> count("lead") == 1);
    await("its place to be settled", () -> count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void a_lead_that_comes_back_to_the_node_that_had_it_before_is_not_delivered_by_both_its_lives() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/one"), "").delivery(recipient.url("/two"), "")
        .deploy();
    recipient.answersOnce(FakeRecipient.slow(Duration.ofSeconds(16), FakeRecipient.json("{\"outcome\":\"failure\"}")))
        .answers(FakeRecipient.slow(Duration.ofSeconds(10), FakeRecipient.json("{\"outcome\":\"success\"}")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> sender = threads.submit(() -> flow.submit(LEAD).status());
      recipient.awaitRequest(LIMIT);
      // While it stood still another node took the lead over, and died with it.
      server.db().sql("UPDATE receipt SET node_id = 'another', lives = lives + 1").update();
      server.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES ('another', 'a:1', now(), '-infinity')")
          .update();
      assertThat(recipient.awaitRequest(LIMIT).uri()).isEqualTo("/two");
      assertThat(sender.get()).as("whose lead it is no more").isEqualTo(503);
    }
    await("the end of the lead", () -> count("lead") == 1);
    assertThat(recipient.received()).hasSize(2);
    assertThat(server.db().sql("SELECT type || ' ' || outcome FROM event ORDER BY id").query(String.class).list())
        .containsExactly("recipient error", "recipient success", "source success");
  }

  @Test
  void a_lead_whose_flow_and_source_were_disabled_on_its_way_ends_as_it_began() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/one"), "").delivery(recipient.url("/two"), "")
        .deploy();
    List<String> steps = acme.get("/flows/" + flow.id()).is(200).json().path("steps").valueStream()
        .map(step -> step.path("id").asString()).toList();
    LeadId lead = LeadId.next(Instant.now());
    server.db().sql("""
        INSERT INTO attempt (account_id, lead_id, step_id, event_ids, started_at, ended_at, answer)
        VALUES (:account, :lead, :step, :ids, now(), now(), :answer)""")
        .param("account", acme.accountId()).param("lead", lead.value()).param("step", steps.getFirst())
        .param("ids", lead.value() + "," + EventId.next(Instant.now()).value())
        .param("answer", StepAnswers.write(StepAnswer.of(StepOutcome.SUCCESS))).update();
    disable(flow);
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    leave(flow, lead, 1);
    around.abandoned().add(new LeftLead(AccountId.of(acme.accountId()), lead));
    awaitEnd(lead);
    assertThat(flow.story(lead.value())).containsExactly("recipient success", "recipient success", "source success");
    assertThat(recipient.received()).hasSize(1);
  }

  @Test
  void a_lead_that_died_while_it_asked_a_list_elsewhere_is_not_taken_for_a_duplicate_of_itself() throws Exception {
    String key = acme.post("/credentials",
        "{\"name\":\"List service\",\"type\":\"token\",\"package\":\"leadconduit-suppressionlist\",\"token\":\"KEY\"}")
        .is(201).at("id");
    LeadFlow.Deployed flow = LeadFlow.of(acme).step(ListStepTest.step("is_unique", Map.of(
        "list_name", "Dups", "value", "{{lead.email}}", "credential_id", key, "url", recipient.url("/")))).deploy();
    recipient.answers(FakeRecipient.json("{\"specified_lists\":[\"dups\"],\"key\":\"a@hooli.example\",\"found\":true}"));
    LeadId lead = LeadId.next(Instant.now());
    String step = acme.get("/flows/" + flow.id()).is(200).json().at("/steps/0/id").asString();
    server.db().sql("""
        INSERT INTO attempt (account_id, lead_id, step_id, event_ids, started_at)
        VALUES (:account, :lead, :step, :ids, now())""")
        .param("account", acme.accountId()).param("lead", lead.value()).param("step", step)
        .param("ids", lead.value() + "," + EventId.next(Instant.now()).value()).update();
    leave(flow, lead, 1);
    around.abandoned().add(new LeftLead(AccountId.of(acme.accountId()), lead));
    awaitEnd(lead);
    assertThat(flow.story(lead.value())).containsExactly("recipient error", "source success");
    assertThat(recipient.received()).isEmpty();
  }

  private void disable(LeadFlow.Deployed flow) {
    ObjectNode saved = (ObjectNode) acme.get("/flows/" + flow.id()).is(200).json();
    saved.put("enabled", false);
    saved.path("sources").forEach(source -> ((ObjectNode) source).put("enabled", false));
    acme.put("/flows/" + flow.id(), saved.toString()).is(200);
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
  }

  /** As a submission whose end could not be written. */
  private LeftLead leave(LeadFlow.Deployed flow, int lives) {
    LeadId lead = LeadId.next(Instant.now());
    leave(flow, lead, lives);
    return new LeftLead(AccountId.of(acme.accountId()), lead);
  }

  private void leave(LeadFlow.Deployed flow, LeadId lead, int lives) {
    byte[] body = LEAD.getBytes(StandardCharsets.UTF_8);
    var submission = new RawSubmission("POST", RawSubmission.Kind.SUBMIT, flow.path() + "/submit", "",
        Map.of("content-type", "application/json", "content-length", Integer.toString(body.length)), body,
        "192.0.2.1", Instant.now());
    server.db().sql("""
        INSERT INTO receipt (account_id, lead_id, flow_id, source_id, node_id, lives, hops, received_at, submission)
        VALUES (:account, :lead, :flow, :source, :node, :lives, 0, now(), :submission)""")
        .param("account", acme.accountId()).param("lead", lead.value()).param("flow", flow.id())
        .param("source", flow.source()).param("node", server.bean(NodeLife.class).id().value()).param("lives", lives)
        .param("submission", SubmissionBytes.of(submission)).update();
  }

  private void awaitEnd(LeadId lead) throws InterruptedException {
    await("the end of " + lead, () -> !isOpen(lead));
  }

  private boolean isOpen(LeadId lead) {
    try {
      return server.bean(Journal.class).isOpen(AccountId.of(acme.accountId()), lead);
    } catch (DataAccessException stillAway) {
      return true;
    }
  }

  private static long waiting(Statement statement) {
    try (ResultSet waiting = statement.executeQuery(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO lead (%'")) {
      waiting.next();
      return waiting.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
