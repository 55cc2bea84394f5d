package io.sluice.server.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Exchange 14.4: a delivery that ended in an error is tried again, behind the back of whoever sent the lead. */
class RetryTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final FakeRecipient.Answer BROKEN = FakeRecipient.with(500, "text/html", "<h1>Sorry</h1>");
  private static final String LEAD = "{\"email\":\"a@hooli.example\",\"first_name\":\"Ann\",\"ssn\":\"078-05-1120\"}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party initech = server.open("Initech");
  private final Party globex = server.open("Globex");
  private final FakeRecipient crm = FakeRecipient.start();

  @AfterEach
  void close() {
    crm.close();
  }

  @Test
  void a_delivery_succeeds_after_three_server_errors_and_its_revenue_counts_then() {
    LeadFlow.Deployed flow = LeadFlow.of(acme)
        .delivery(crm.url("/leads"), "\"retry_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":12.5}]}").deploy();
    crm.answersOnce(BROKEN).answersOnce(BROKEN).answersOnce(BROKEN)
        .answers(FakeRecipient.json("{\"outcome\":\"success\",\"lead\":{\"id\":\"crm-7\"}}"));
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(flow.story(lead)).containsExactly("recipient error", "source success");

    JsonNode waiting = waiting(acme).getFirst();
    assertThat(waiting.path("lead_id").asString()).isEqualTo(lead);
    assertThat(waiting.path("flow_id").asString()).isEqualTo(flow.id());
    assertThat(waiting.path("recipient_id").asString()).isEqualTo(LeadFlow.CRM);
    assertThat(waiting.path("attempts").asInt()).isZero();
    assertThat(waiting.path("status").asString()).isEqualTo("waiting");
    assertThat(waiting.path("last_reason").asString()).isEqualTo("Unsupported Content-Type specified in server response");
    Duration first = Duration.between(Instant.parse(waiting.path("created_at").asString()),
        Instant.parse(waiting.path("next_at").asString()));
    assertThat(first).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));

    for (int attempt = 1; attempt <= 3; attempt++) {
      runNow(waiting);
      awaitEvents(flow, lead, 2 + attempt);
    }
    List<JsonNode> history = flow.history(lead);
    assertThat(history).extracting(event -> event.path("type").asString() + " " + event.path("outcome").asString()
        + " " + event.path("retry_status").asString()).containsExactly("recipient error ", "source success ",
        "retry error started", "retry error started", "retry success completed");
    assertThat(history).extracting(event -> event.path("revenue").asDouble()).containsExactly(0.0, 0.0, 0.0, 0.0, 12.5);
    JsonNode last = history.getLast();
    assertThat(last.path("attempt").asInt()).isEqualTo(3);
    assertThat(last.path("recipient_event_id").asString()).isEqualTo(history.getFirst().path("id").asString());
    assertThat(last.at("/vars/recipient/id").asString()).isEqualTo(LeadFlow.CRM);
    assertThat(last.at("/" + last.path("key").asString() + "/lead/id").asString()).isEqualTo("crm-7");
    assertThat(last.path("transactions")).hasSize(1);
    assertThat(waiting(acme)).isEmpty();
    assertThat(server.db().sql("SELECT count(*) FROM retry WHERE account_id = :acme").param("acme", acme.accountId())
        .query(Long.class).single()).as("nothing is left of the data").isZero();
  }

  @Test
  void every_try_sends_the_same_data_under_the_same_key_also_what_events_mask() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/leads"), "\"retry_enabled\":true").deploy();
    crm.answersOnce(BROKEN);
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(server.db().sql("SELECT data FROM retry WHERE lead_id = :lead").param("lead", lead).query(String.class)
        .single()).as("at rest").doesNotContain("078051120").doesNotContain("hooli");
    flow.owner().put("/flows/" + flow.id(), acme.get("/flows/" + flow.id()).text().replace("Auto leads", "Car leads"));
    runNow(waiting(acme).getFirst());
    awaitEvents(flow, lead, 3);
    List<Received> sent = crm.received();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).body()).contains("078051120").isEqualTo(sent.get(1).body());
    assertThat(sent.get(0).headers().get("Idempotency-Key")).startsWith(lead + "-")
        .isEqualTo(sent.get(1).headers().get("Idempotency-Key"));
    assertThat(flow.history(lead).getLast().toString()).doesNotContain("078051120").contains("a%40hooli.example");
  }

  @Test
  void what_is_refused_is_not_tried_again_nor_is_a_step_that_does_not_say_so() {
    LeadFlow.Deployed refused = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    crm.answersOnce(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"known\"}")).answers(BROKEN);
    refused.submit(LEAD).is(201);
    LeadFlow.of(acme).delivery(crm.url("/b"), "").deploy().submit(LEAD).is(201);
    assertThat(waiting(acme)).isEmpty();
  }

  @Test
  void a_delivery_that_comes_back_to_the_node_that_had_it_before_is_ended_by_its_later_try() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    crm.answersOnce(BROKEN)
        .answersOnce(FakeRecipient.slow(Duration.ofSeconds(4), BROKEN))
        .answers(FakeRecipient.slow(Duration.ofSeconds(6), FakeRecipient.json("{\"outcome\":\"success\"}")));
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    crm.awaitRequest(LIMIT);
    runNow(waiting(acme).getFirst());
    crm.awaitRequest(LIMIT);
    // While this node stood still another one took it over, tried in vain, and put it back.
    server.db().sql("""
        UPDATE retry SET node_id = NULL, began_at = NULL, attempts = attempts + 1, next_at = now() WHERE lead_id = :lead""")
        .param("lead", lead).update();
    assertThat(ended(flow, lead)).isEqualTo("success");
    assertThat(flow.story(lead)).containsExactly("recipient error", "source success", "retry success");
    assertThat(crm.received()).hasSize(3);
  }

  @Test
  void a_try_that_is_refused_is_the_last() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    crm.answersOnce(BROKEN).answers(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"known\"}"));
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    runNow(waiting(acme).getFirst());
    assertThat(ended(flow, lead)).isEqualTo("failure: known");
  }

  @Test
  void after_a_hundred_tries_it_ends_as_the_error_it_is() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    crm.answers(BROKEN);
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    server.db().sql("UPDATE retry SET attempts = 98 WHERE lead_id = :lead").param("lead", lead).update();
    JsonNode waiting = waiting(acme).getFirst();
    runNow(waiting);
    awaitEvents(flow, lead, 3);
    Instant next = Instant.parse(waiting(acme).getFirst().path("next_at").asString());
    assertThat(Duration.between(Instant.now(), next)).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(17));
    runNow(waiting);
    assertThat(ended(flow, lead)).isEqualTo("error: Unsupported Content-Type specified in server response");
    assertThat(waiting(acme)).isEmpty();
  }

  @Test
  void nothing_is_sent_once_the_step_is_disabled() {
    assertThat(endedAfter("\"retry_enabled\":true", "\"retry_enabled\":true,\"enabled\":false"))
        .isEqualTo("skip: Step is disabled");
  }

  @Test
  void nothing_is_sent_once_automated_retry_is_switched_off() {
    assertThat(endedAfter("\"retry_enabled\":true", "\"retry_enabled\":false"))
        .isEqualTo("skip: Automated retry is switched off");
  }

  @Test
  void nothing_is_sent_once_the_step_is_gone_the_flow_is_disabled_or_deleted() {
    crm.answers(BROKEN);
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    String document = acme.get("/flows/" + flow.id()).text();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    redeploy(flow, document.replaceAll("(?s)\"steps\":\\[.*?\\}\\]\\}\\}\\]", "\"steps\":[]")
        .replaceAll("(?s)\"steps\":\\[\\{.*\\}\\],", "\"steps\":[],"));
    assertThat(acme.get("/flows/" + flow.id()).json().path("steps")).isEmpty();
    runNow(waiting(acme).getFirst());
    assertThat(ended(flow, lead)).isEqualTo("skip: The step does not exist any more");

    redeploy(flow, document);
    lead = flow.submit(LEAD).is(201).at("lead.id");
    redeploy(flow, document.replaceFirst("\"enabled\":true", "\"enabled\":false"));
    runNow(waiting(acme).getFirst());
    assertThat(ended(flow, lead)).isEqualTo("skip: Flow is disabled");

    redeploy(flow, document);
    lead = flow.submit(LEAD).is(201).at("lead.id");
    acme.delete("/flows/" + flow.id()).is(200);
    runNow(waiting(acme).getFirst());
    assertThat(ended(flow, lead)).isEqualTo("skip: The flow does not exist any more");
    assertThat(crm.received()).as("the three first deliveries").hasSize(3);
  }

  @Test
  void below_a_full_cap_of_the_step_nothing_is_sent_and_a_success_takes_its_slot() {
    crm.answersOnce(BROKEN).answersOnce(BROKEN);
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), """
        "retry_enabled":true,"caps":[{"type":"volume","maximum":1,"duration":1,"duration_units":"month"}]""").deploy();
    String one = flow.submit(LEAD).is(201).at("lead.id");
    String two = flow.submit(LEAD).is(201).at("lead.id");
    runNow(waiting(acme).getFirst());
    assertThat(ended(flow, one)).isEqualTo("success");
    runNow(waiting(acme).getFirst());
    assertThat(ended(flow, two)).isEqualTo("skip: Cap reached");
    assertThat(flow.history(two).getLast().path("cap_reached").asBoolean()).isTrue();
    assertThat(crm.received()).hasSize(3);
  }

  @Test
  void somebody_can_call_it_off_and_the_last_event_says_so() {
    crm.answers(BROKEN);
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String id = waiting(acme).getFirst().path("id").asString();
    assertThat(acme.delete("/retries/" + id).is(200).at("lead_id")).isEqualTo(lead);
    assertThat(ended(flow, lead)).isEqualTo("skip: Called off");
    assertThat(waiting(acme)).isEmpty();
    acme.delete("/retries/" + id).is(404);
    acme.post("/retries/" + id + "/run").is(404);
  }

  @Test
  void what_is_on_its_way_cannot_be_called_back() {
    crm.answersOnce(BROKEN).answers(FakeRecipient.never());
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    flow.submit(LEAD).is(201);
    crm.awaitRequest(LIMIT);
    JsonNode waiting = waiting(acme).getFirst();
    runNow(waiting);
    crm.awaitRequest(LIMIT);
    assertThat(acme.delete("/retries/" + waiting.path("id").asString()).is(409).at("detail"))
        .isEqualTo("it is being delivered right now");
    JsonNode running = acme.get("/retries").is(200).json().get(0);
    assertThat(running.path("status").asString()).isEqualTo("running");
    assertThat(running.path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void the_list_is_paged_told_apart_by_flow_and_nobody_elses() {
    crm.answers(BROKEN);
    LeadFlow.Deployed one = LeadFlow.of(acme).delivery(crm.url("/a"), "\"retry_enabled\":true").deploy();
    LeadFlow.Deployed two = LeadFlow.of(acme).delivery(crm.url("/b"), "\"retry_enabled\":true").deploy();
    one.submit(LEAD).is(201);
    two.submit(LEAD).is(201);
    one.submit(LEAD).is(201);
    List<JsonNode> all = waiting(acme);
    assertThat(all).hasSize(3);
    String first = all.getFirst().path("id").asString();
    assertThat(acme.get("/retries?limit=1&after_id=" + first).is(200).json().get(0)).isEqualTo(all.get(1));
    assertThat(acme.get("/retries?flow_id=" + two.id()).is(200).json()).hasSize(1);
    assertThat(globex.get("/retries").is(200).json()).isEmpty();
    globex.post("/retries/" + first + "/run").is(404);
    globex.delete("/retries/" + first).is(404);
    acme.get("/retries?limit=0").is(400);
    acme.post("/retries/nonsense/run").is(404);
  }

  @Test
  void an_account_is_not_behind_others_whose_deliveries_are_overdue_for_longer() {
    LeadFlow.Deployed late = LeadFlow.of(acme).delivery(crm.url("/acme"), "\"retry_enabled\":true").deploy();
    crm.answers(BROKEN);
    List<Party> others = IntStream.range(0, 4).mapToObj(i -> server.open("Other" + i)).toList();
    List<String> longWaiting = new ArrayList<>();
    for (Party other : others) {
      LeadFlow.Deployed flow = LeadFlow.of(other).delivery(crm.url("/others"), "\"retry_enabled\":true").deploy();
      IntStream.range(0, 24).forEach(_ -> flow.submit(LEAD).is(201));
      longWaiting.add(other.accountId());
    }
    late.submit(LEAD).is(201);
    int first = crm.received().size();
    crm.answers(FakeRecipient.slow(Duration.ofMillis(500), BROKEN));
    server.db().sql("""
        UPDATE retry SET next_at = now() - CASE WHEN account_id = :acme THEN interval '0' ELSE interval '1 day' END
         WHERE account_id = :acme OR account_id = ANY (:others)
        """).param("acme", acme.accountId()).param("others", longWaiting.toArray(String[]::new)).update();
    Instant limit = Instant.now().plus(LIMIT);
    while (crm.received().size() < first + 97) {
      pauseUntil(limit);
    }
    List<String> order = crm.received().stream().skip(first).map(Received::uri).toList();
    assertThat(order.indexOf("/acme")).as("its place among 97").isBetween(0, 47);
  }

  @Test
  void a_sale_to_an_account_whose_flow_was_not_there_is_made_when_it_is() {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed buyers = LeadFlow.of(acme).from(initech.accountId()).with("""
        "pricing":{"prices":[{"amount":20}]}""").deploy();
    String document = acme.get("/flows/" + buyers.id()).text();
    redeploy(buyers, document.replaceFirst("\"enabled\":true", "\"enabled\":false"));
    LeadFlow.Deployed sellers = LeadFlow.of(initech).step("""
        {"type":"recipient","entity":{"id":"%s","name":"Buyer"},"pricing":{"override":true},"retry_enabled":true,
         "integration":{"module_id":"leadconduit-integration-leadconduit.outbound.to_buyer",
         "mappings":[{"property":"flow_id","value":"%s"}]}}""".formatted(acme.accountId(), buyers.id())).deploy();
    String lead = sellers.submit(LEAD).is(201).at("lead.id");
    assertThat(sellers.story(lead)).containsExactly("recipient error", "source success");
    redeploy(buyers, document);
    runNow(waiting(initech).getFirst(), initech);
    assertThat(ended(sellers, lead)).isEqualTo("success");
    JsonNode sale = sellers.history(lead).getLast();
    assertThat(sale.path("revenue").asDouble()).isEqualTo(20);
    String bought = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();
    assertThat(buyers.story(bought)).containsExactly("source success");
  }

  @Test
  void a_sale_that_the_seller_did_not_wait_for_is_not_made_again_while_the_buyer_still_asks_for_its_price() {
    LeadFlow.connect(initech, acme);
    String service = acme.post("/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"%s"}]}}""".formatted(crm.url("/quote"))).is(201).at("id");
    crm.answersOnce(FakeRecipient.slow(Duration.ofSeconds(5), FakeRecipient.json("{\"price\":20}")))
        .answers(FakeRecipient.slow(Duration.ofMillis(2500), FakeRecipient.json("{\"price\":20}")));
    LeadFlow.Deployed buyers = LeadFlow.of(acme).from(initech.accountId()).with("""
        "pricing_service":{"service_id":"%s","fallback_price":1}""".formatted(service)).deploy();
    LeadFlow.Deployed sellers = LeadFlow.of(initech).step("""
        {"type":"recipient","entity":{"id":"%s","name":"Buyer"},"pricing":{"override":true},"retry_enabled":true,
         "integration":{"module_id":"leadconduit-integration-leadconduit.outbound.to_buyer",
         "mappings":[{"property":"flow_id","value":"%s"},{"property":"timeout_seconds","value":"3"}]}}"""
        .formatted(acme.accountId(), buyers.id())).deploy();
    String lead = sellers.submit(LEAD).is(201).at("lead.id");
    assertThat(sellers.story(lead)).containsExactly("recipient error", "source success");
    runNow(waiting(initech).getFirst(), initech);
    assertThat(ended(sellers, lead)).isEqualTo("success");
    assertThat(server.db().sql("SELECT count(*) FROM lead WHERE account_id = :buyer")
        .param("buyer", acme.accountId()).query(Long.class).single()).as("leads that the buyer pays for").isEqualTo(1);
  }

  /** How a delivery ends whose step is changed while it waits. */
  private String endedAfter(String before, String after) {
    crm.answers(BROKEN);
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), before).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    redeploy(flow, acme.get("/flows/" + flow.id()).text().replace(before, after));
    runNow(waiting(acme).getFirst());
    String ended = ended(flow, lead);
    assertThat(crm.received()).as("the first delivery").hasSize(1);
    return ended;
  }

  private static void redeploy(LeadFlow.Deployed flow, String document) {
    flow.owner().put("/flows/" + flow.id(), document).is(200);
    flow.owner().post("/flows/" + flow.id() + "/deploy").is(200);
  }

  private void runNow(JsonNode retry) {
    runNow(retry, acme);
  }

  private static void runNow(JsonNode retry, Party owner) {
    owner.post("/retries/" + retry.path("id").asString() + "/run").is(200);
  }

  private static List<JsonNode> waiting(Party owner) {
    return owner.get("/retries").is(200).json().valueStream().toList();
  }

  /** Outcome and reason of the last event, once it is the last. */
  private static String ended(LeadFlow.Deployed flow, String lead) {
    Instant limit = Instant.now().plus(LIMIT);
    while (true) {
      JsonNode last = flow.history(lead).getLast();
      if (last.path("retry_status").asString().equals("completed")) {
        String reason = last.path("reason").asString("");
        return last.path("outcome").asString() + (reason.isEmpty() ? "" : ": " + reason);
      }
      pauseUntil(limit);
    }
  }

  private static void awaitEvents(LeadFlow.Deployed flow, String lead, int count) {
    Instant limit = Instant.now().plus(LIMIT);
    while (flow.history(lead).size() < count) {
      pauseUntil(limit);
    }
  }

  private static void pauseUntil(Instant limit) {
    assertThat(Instant.now()).as("waiting for the delivery").isBefore(limit);
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
