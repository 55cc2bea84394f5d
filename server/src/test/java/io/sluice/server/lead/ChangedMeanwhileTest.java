package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads that are resumed in a flow that was changed while they were on their way (decision 0043): the first of two
 * recipients has answered, the second has not, and the node is dead.
 */
class ChangedMeanwhileTest {

  private static final SluiceServer SERVER = SluiceServer.shared();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CAP = "65f1a2b3c4d5e6f708192c51";
  private static final String PAYS_5 = "\"pricing\":{\"prices\":[{\"amount\":5}]}";

  private final Party acme = SERVER.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();
  private final LeadFlow.Deployed flow = LeadFlow.of(acme)
      .delivery(recipient.url("/one"), PAYS_5 + """
          ,"caps":[{"id":"%s","type":"volume","maximum":5,"duration":1,"duration_units":"day"}]""".formatted(CAP))
      .delivery(recipient.url("/two"), "").deploy();
  /** Ids of the lead and of the events of both calls. */
  private List<String> ids = List.of();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_call_whose_step_was_removed_leaves_its_event() throws Exception {
    resumeAfter(changed -> ((ArrayNode) changed.path("steps")).remove(0));
    assertThat(story()).containsExactly("recipient success", "recipient error", "source success");
    assertThat(flow.history(ids.getFirst())).extracting(event -> event.path("id").asString())
        .as("what recipients were told, and give feedback on").startsWith(ids.get(1), ids.get(2));
    JsonNode sold = flow.history(ids.getFirst()).getFirst();
    assertThat(sold.path("revenue").decimalValue()).isEqualByComparingTo("5");
    assertThat(sold.at("/vars/recipient/name").asString()).isEqualTo("Generic CRM");
    assertThat(sold.at("/transactions/0/request/uri").asString()).isEqualTo(recipient.url("/one"));
    assertThat(sold.path("module_id").asString()).isEqualTo("leadconduit-default.outbound");
  }

  @Test
  void a_lead_of_whose_calls_one_is_not_in_its_flow_any_more_ends_when_it_does() throws Exception {
    Instant before = resumeAfter(changed -> ((ArrayNode) changed.path("steps")).remove(0));
    assertThat(Instant.ofEpochMilli(flow.history(ids.getFirst()).getLast().path("end_timestamp").asLong()))
        .isAfterOrEqualTo(before.truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void a_call_whose_step_was_disabled_leaves_its_event_and_keeps_its_place_below_a_cap() throws Exception {
    resumeAfter(changed -> ((ObjectNode) changed.at("/steps/0")).put("enabled", false));
    assertThat(story()).containsExactly("recipient success", "recipient error", "source success");
    await("the slot to be settled", () -> count("SELECT count(*) FROM cap_slot WHERE account_id = :account") == 0);
    assertThat(count("SELECT taken FROM cap_counter WHERE account_id = :account")).isEqualTo(1);
  }

  @Test
  void calls_whose_flow_takes_no_such_lead_any_more_leave_their_events() throws Exception {
    resumeAfter(changed -> changed.set("acceptance_criteria", JsonMapper.shared().readTree("""
        {"outcome":"failure","rule_set":{"op":"and","rules":[{"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}}""")));
    assertThat(story()).containsExactly("recipient success", "recipient error", "source failure");
    assertThat(flow.history(ids.getFirst())).extracting(event -> event.path("id").asString())
        .startsWith(ids.get(1), ids.get(2));
  }

  @Test
  void a_call_whose_step_would_skip_the_lead_by_now_leaves_the_event_of_what_was_answered() throws Exception {
    resumeAfter(changed -> ((ObjectNode) changed.at("/steps/0")).set("rule_set", JsonMapper.shared().readTree("""
        {"op":"and","rules":[{"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}""")));
    assertThat(story()).containsExactly("recipient success", "recipient error", "source success");
  }

  @Test
  void a_call_that_could_not_be_made_any_more_leaves_the_event_of_what_was_answered() throws Exception {
    resumeAfter(changed -> ((ObjectNode) changed.at("/steps/0/integration/mappings/0")).put("value", "no address"));
    assertThat(story()).containsExactly("recipient success", "recipient error", "source success");
  }

  @Test
  void calls_whose_flow_was_deleted_leave_their_events() throws Exception {
    resume(() -> acme.delete("/flows/" + flow.id()).is(200));
    assertThat(story()).containsExactly("recipient success", "recipient error", "source error");
    assertThat(flow.history(ids.getFirst()).getFirst().path("revenue").decimalValue()).isEqualByComparingTo("5");
  }

  private List<String> story() {
    return flow.story(ids.getFirst());
  }

  private Instant resumeAfter(Consumer<ObjectNode> change) throws Exception {
    return resume(() -> {
      ObjectNode saved = (ObjectNode) acme.get("/flows/" + flow.id()).is(200).json();
      change.accept(saved);
      acme.put("/flows/" + flow.id(), saved.toString()).is(200);
      acme.post("/flows/" + flow.id() + "/deploy").is(200);
    });
  }

  /** @return when the lead was left on its way */
  private Instant resume(Runnable change) throws Exception {
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\"}"))
        .answers(FakeRecipient.slow(Duration.ofSeconds(5), FakeRecipient.json("{\"outcome\":\"success\"}")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> sender = threads.submit(() -> flow.submit("{\"email\":\"a@hooli.example\"}").status());
      recipient.awaitRequest(LIMIT);
      recipient.awaitRequest(LIMIT);
      ids = List.of(SERVER.db().sql("""
          SELECT event_ids FROM attempt WHERE account_id = :account ORDER BY length(event_ids) DESC LIMIT 1""")
          .param("account", acme.accountId()).query(String.class).single().split(","));
      change.run();
      Instant left = Instant.now();
      String dead = "dead" + ids.getFirst();
      SERVER.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES (:dead, :dead, now(), '-infinity')")
          .param("dead", dead).update();
      SERVER.db().sql("UPDATE receipt SET node_id = :dead, lives = lives + 1 WHERE account_id = :account")
          .param("dead", dead).param("account", acme.accountId()).update();
      assertThat(sender.get()).as("whose lead it is no more").isEqualTo(503);
      await("the end of the lead", () -> count("SELECT count(*) FROM lead WHERE account_id = :account") == 1);
      return left;
    }
  }

  private long count(String sql) {
    return SERVER.db().sql(sql).param("account", acme.accountId()).query(Long.class).single();
  }
}
