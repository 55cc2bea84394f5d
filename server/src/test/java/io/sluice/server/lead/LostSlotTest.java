package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.FakeRecipient;
import io.sluice.server.LossyWay;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places below caps that were taken, and the answer that says so was lost. */
class LostSlotTest {

  private static final String CAP = "65f1a2b3c4d5e6f708192c51";
  private static final String ONE_A_MONTH = """
      "caps":[{"id":"%s","type":"volume","maximum":1,"duration":1,"duration_units":"month"}]""".formatted(CAP);
  private static final String LEAD = "{\"email\":\"a@hooli.example\"}";

  private final FakeRecipient crm = FakeRecipient.start();
  private LossyWay way;
  private SluiceServer server;
  private Party acme;

  @BeforeEach
  void start() throws Exception {
    way = LossyWay.to(TestDatabase.fresh());
    server = SluiceServer.with(way.settings());
    acme = server.open("Acme");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    way.close();
    crm.close();
  }

  @Test
  void a_place_that_a_lead_took_without_hearing_so_is_given_back() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(ONE_A_MONTH).deploy();
    way.loseTheAnswerTo(CAP);
    flow.submit(LEAD).is(503);
    assertThat(way.hasLost()).isTrue();
    await("its place to be given back", () -> count("cap_slot") == 0);
    assertThat(flow.submit(LEAD).is(201).at("outcome")).isEqualTo("success");
  }

  @Test
  void a_delivery_that_took_a_place_without_hearing_so_is_made_in_that_place() throws Exception {
    crm.answersOnce(FakeRecipient.with(500, "text/html", "<h1>Sorry</h1>"));
    LeadFlow.Deployed flow =
        LeadFlow.of(acme).delivery(crm.url("/"), "\"retry_enabled\":true," + ONE_A_MONTH).deploy();
    flow.submit(LEAD).is(201);
    way.loseTheAnswerTo(CAP);
    server.db().sql("UPDATE retry SET next_at = now()").update();
    await("the first try", way::hasLost);
    await("it to be put back", () ->
        server.db().sql("UPDATE retry SET next_at = now() WHERE node_id IS NULL AND attempts = 1").update() == 1);
    await("the delivery", () -> count("retry") == 0);
    await("its place to be settled", () -> count("cap_slot") == 0);
    assertThat(crm.received()).hasSize(2);
    assertThat(server.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  @Timeout(90)
  void a_server_that_stands_still_while_it_counts_holds_up_the_others_for_less_than_half_a_minute() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(ONE_A_MONTH.replace("\"maximum\":1", "\"maximum\":2")).deploy();
    flow.submit(LEAD).is(201);
    try (Connection still = server.bean(DataSource.class).getConnection(); Statement statement = still.createStatement()) {
      still.setAutoCommit(false);
      statement.execute("UPDATE cap_counter SET taken = taken");
      assertThat(flow.submit(LEAD).is(201).at("outcome")).isEqualTo("success");
      assertThatThrownBy(still::commit).as("what it had done by then is not").isInstanceOf(SQLException.class);
    }
    assertThat(flow.submit(LEAD).is(201).at("outcome")).isEqualTo("failure");
  }

  @Test
  void a_delivery_that_was_written_without_hearing_so_when_it_was_tried_again_keeps_its_place() throws Exception {
    crm.answersOnce(FakeRecipient.with(500, "text/html", "<h1>Sorry</h1>"))
        .answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    LeadFlow.Deployed flow =
        LeadFlow.of(acme).delivery(crm.url("/"), "\"retry_enabled\":true," + ONE_A_MONTH).deploy();
    flow.submit(LEAD).is(201);
    way.loseTheAnswerTo("retry_status");
    server.db().sql("UPDATE retry SET next_at = now()").update();
    await("the delivery", () -> way.hasLost() && count("retry") == 0);
    await("its place to be settled", () -> count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void a_lead_whose_place_was_given_back_while_it_was_written_is_not_sold() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(ONE_A_MONTH).deploy();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection inTheWay = server.bean(DataSource.class).getConnection()) {
      inTheWay.setAutoCommit(false);
      inTheWay.createStatement().execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      Future<Integer> sender = threads.submit(() -> submitUnderKey(flow).status());
      await("its place", () -> count("cap_slot") == 1);
      // As if another node had believed this one dead.
      server.db().sql("UPDATE cap_slot SET node_id = 'dead'").update();
      server.db().sql("""
          INSERT INTO node (id, name, started_at, heartbeat_at) SELECT 'dead', name, started_at, '-infinity' FROM node""")
          .update();
      await("it to be free again", () -> count("cap_slot") == 0);
      inTheWay.rollback();
      assertThat(sender.get()).isEqualTo(503);
    }
    assertThat(submitUnderKey(flow).is(201).at("outcome")).isEqualTo("success");
    assertThat(flow.submit(LEAD).is(201).at("outcome")).isEqualTo("failure");
    assertThat(server.db().sql("SELECT outcome FROM event ORDER BY id").query(String.class).list())
        .containsExactly("success", "failure");
  }

  @Test
  void a_sender_who_comes_again_under_a_key_need_not_wait_for_the_place_that_was_taken_the_first_time() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(ONE_A_MONTH.replace("\"maximum\":1", "\"maximum\":2")).deploy();
    way.loseTheAnswerTo(CAP);
    submitUnderKey(flow).is(503);
    assertThat(submitUnderKey(flow).is(201).at("outcome")).isEqualTo("success");
  }

  private Reply submitUnderKey(LeadFlow.Deployed flow) {
    return server.send(flow.request("submit").header("Content-Type", "application/json").header("Idempotency-Key", "one")
        .POST(BodyPublishers.ofString(LEAD)));
  }

  private long count(String table) {
    return server.db().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}
