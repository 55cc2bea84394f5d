package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From account to account (exchange 4.10). */
class BuyerStepTest {

  private static final String LEAD = "{\"first_name\":\"Milton\",\"email\":\"milton@hooli.example\",\"state\":\"TX\"}";
  private static final String PAYS_20 = "\"pricing\":{\"prices\":[{\"amount\":20}]}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party initech = server.open("Initech");
  private final Party globex = server.open("Globex");

  @BeforeEach
  void connected() {
    LeadFlow.connect(initech, acme);
  }

  @Test
  void a_sale_is_a_lead_of_its_own_on_both_sides() {
    var buyers = LeadFlow.of(acme).from(initech.accountId()).with(PAYS_20).deploy();
    var sellers = LeadFlow.of(initech).sale(acme, buyers.id(), "").deploy();
    Reply reply = sellers.submit(LEAD).is(201);
    assertThat(reply.at("outcome")).isEqualTo("success");

    JsonNode sale = sellers.history(reply.at("lead.id")).getFirst();
    assertThat(sellers.story(reply.at("lead.id"))).containsExactly("recipient success", "source success");
    assertThat(sale.path("sale_price").asInt()).isEqualTo(20);
    assertThat(sale.path("revenue").asInt()).isEqualTo(20);
    assertThat(sale.at("/transactions/0/request/uri").asString()).endsWith(buyers.path() + "/submit");
    assertThat(sale.at("/transactions/0/response/status").asInt()).isEqualTo(201);

    String bought = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();
    assertThat(bought).matches("[0-9a-f]{24}").isNotEqualTo(reply.at("lead.id"));
    List<JsonNode> history = buyers.history(bought);
    assertThat(buyers.story(bought)).containsExactly("source success");
    assertThat(history.getFirst().at("/vars/source/id").asString()).isEqualTo(initech.accountId());
    assertThat(history.getFirst().at("/vars/account/id").asString()).isEqualTo(acme.accountId());
    assertThat(history.getFirst().at("/vars/lead/email/normal").asString()).isEqualTo("milton@hooli.example");
    assertThat(history.getFirst().path("cost").asInt()).isEqualTo(20);
    initech.get("/events/" + history.getFirst().path("id").asString()).is(404);
    acme.get("/events/" + sale.path("id").asString()).is(404);
  }

  @Test
  void what_the_buyer_says_no_to_is_a_failure_with_its_reason_and_costs_nothing() {
    var buyers = LeadFlow.of(acme).from(initech.accountId()).with(PAYS_20).with("""
        "acceptance_criteria":{"outcome":"failure","reason":"not in FL","rule_set":{"op":"and","rules":[
          {"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}}""").deploy();
    var sellers = LeadFlow.of(initech).sale(acme, buyers.id(), "").deploy();
    JsonNode sale = sellers.history(sellers.submit(LEAD).is(201).at("lead.id")).getFirst();
    assertThat(sale.path("outcome").asString() + ": " + sale.path("reason").asString()).isEqualTo("failure: not in FL");
    assertThat(sale.path("revenue").asInt()).isZero();
  }

  @Test
  void only_what_the_step_maps_is_shared() {
    var buyers = LeadFlow.of(acme).from(initech.accountId()).deploy();
    var sellers = LeadFlow.of(initech).sale(acme, buyers.id(),
        ",{\"property\":\"lead.state\",\"value\":\"{{lead.state}}\"}").deploy();
    JsonNode sale = sellers.history(sellers.submit(LEAD).is(201).at("lead.id")).getFirst();
    String bought = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();
    JsonNode lead = buyers.history(bought).getFirst().at("/vars/lead");
    assertThat(lead.at("/state/normal").asString()).isEqualTo("TX");
    assertThat(lead.has("email")).isFalse();
    assertThat(lead.has("first_name")).isFalse();
  }

  @Test
  void a_buyer_who_is_not_ready_is_skipped() {
    JsonNode sale = saleTo("");
    assertThat(sale.path("outcome").asString() + ": " + sale.path("reason").asString())
        .isEqualTo("skip: buyer is not ready");
  }

  @Test
  void a_flow_that_is_gone_is_an_error_that_says_so() {
    var buyers = LeadFlow.of(acme).from(initech.accountId()).deploy();
    acme.delete("/flows/" + buyers.id()).is(200);
    JsonNode sale = saleTo(buyers.id());
    assertThat(sale.path("outcome").asString() + ": " + sale.path("reason").asString())
        .isEqualTo("error: The buyer's flow does not exist any more, or is not deployed");
  }

  @Test
  void a_flow_that_does_not_list_the_seller_takes_nothing() {
    var buyers = LeadFlow.of(acme).deploy();
    assertThat(saleTo(buyers.id()).path("reason").asString())
        .isEqualTo("The seller is not a source of the buyer's flow");
    assertThat(acme.get("/events").json()).isEmpty();
  }

  @Test
  void a_seller_whose_source_is_disabled_is_told_so_and_of_no_lead() {
    var buyers = LeadFlow.of(acme).from(initech.accountId()).deploy();
    String text = acme.get("/flows/" + buyers.id()).text();
    int source = text.indexOf("\"sources\"");
    deploy(buyers, text.substring(0, source)
        + text.substring(source).replaceFirst("\"enabled\":true", "\"enabled\":false"));
    JsonNode sale = saleTo(buyers.id());
    assertThat(sale.path("outcome").asString() + ": " + sale.path("reason").asString())
        .isEqualTo("error: Source is disabled");
    assertThat(sale.path(sale.path("key").asString()).has("lead")).isFalse();
    assertThat(sale.path("transactions").toString()).doesNotContain("lead\\\":{\\\"id");
    assertThat(acme.get("/events").json()).isEmpty();
  }

  @Test
  void a_flow_of_somebody_else_takes_nothing() {
    LeadFlow.connect(initech, globex);
    var others = LeadFlow.of(globex).from(initech.accountId()).deploy();
    assertThat(saleTo(others.id()).path("reason").asString()).isEqualTo("The flow is not the buyer's");
    assertThat(globex.get("/events").json()).isEmpty();
  }

  /** As a node goes on with it that stood still in the middle while another took over (decision 0138). */
  @Test
  void a_sale_that_two_lives_make_is_one_lead() {
    try (FakeRecipient recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
      var buyers = LeadFlow.of(acme).from(initech.accountId()).with(PAYS_20).delivery(recipient.url("/"), "").deploy();
      LeadId lead = LeadId.next(Instant.now());
      Map<String, Object> taken = sold(lead, buyers, 0, true);
      assertThat(taken).containsEntry("outcome", "success");
      assertThat(sold(lead, buyers, 0, false)).containsEntry("outcome", "success").containsEntry("lead", taken.get("lead"));
      assertThat(recipient.received()).hasSize(1);
    }
  }

  @Test
  void a_try_of_a_sale_that_goes_on_behind_the_next_one_makes_no_second_lead() {
    try (FakeRecipient recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
      var buyers = LeadFlow.of(acme).from(initech.accountId()).with(PAYS_20).delivery(recipient.url("/"), "").deploy();
      String document = acme.get("/flows/" + buyers.id()).text();
      deploy(buyers, document.replaceFirst("\"enabled\":true", "\"enabled\":false"));
      LeadId lead = LeadId.next(Instant.now());
      assertThat(sold(lead, buyers, 0, false)).containsEntry("outcome", "error");
      deploy(buyers, document);
      Map<String, Object> taken = sold(lead, buyers, 2, true);
      assertThat(taken).containsEntry("outcome", "success");
      assertThat(sold(lead, buyers, 1, false)).containsEntry("outcome", "success").containsEntry("lead", taken.get("lead"));
      assertThat(recipient.received()).hasSize(1);
    }
  }

  @Test
  void what_was_sold_before_a_crash_is_told_although_the_buyers_flow_is_gone_since() {
    var buyers = LeadFlow.of(acme).from(initech.accountId()).with(PAYS_20).deploy();
    LeadId lead = LeadId.next(Instant.now());
    assertThat(sold(lead, buyers, 0, false)).containsEntry("outcome", "success");
    acme.delete("/flows/" + buyers.id()).is(200);
    assertThat(sold(lead, buyers, 0, true)).containsEntry("outcome", "success");
  }

  @Test
  void a_lead_that_the_buyers_side_had_to_begin_again_is_told_as_it_ends() throws Exception {
    try (FakeRecipient recipient = FakeRecipient.start(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      recipient.answers(FakeRecipient.slow(Duration.ofSeconds(5), FakeRecipient.json("{\"outcome\":\"success\"}")));
      var buyers = LeadFlow.of(acme).from(initech.accountId()).with(PAYS_20).delivery(recipient.url("/"), "").deploy();
      var sellers = LeadFlow.of(initech).sale(acme, buyers.id(), "").deploy();
      Future<Reply> sender = threads.submit(() -> sellers.submit(LEAD));
      recipient.awaitRequest(Duration.ofSeconds(30));
      // As another node has it that believed this one dead, and died.
      server.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES (:dead, :dead, now(), '-infinity')")
          .param("dead", "dead" + acme.accountId()).update();
      server.db().sql("UPDATE receipt SET node_id = :dead, lives = lives + 1 WHERE account_id = :buyer")
          .param("dead", "dead" + acme.accountId()).param("buyer", acme.accountId()).update();
      JsonNode sale = sellers.history(sender.get().is(201).at("lead.id")).getFirst();
      assertThat(sale.path("outcome").asString()).isEqualTo("success");
      assertThat(sale.path("revenue").asInt()).isEqualTo(20);
    }
  }

  /** As of a node that stood still, and of the one that took its lead over. */
  @Test
  void a_sale_that_two_servers_make_at_once_below_a_cap_takes_one_place() throws Exception {
    try (FakeRecipient recipient = FakeRecipient.start(); SluiceServer other = server.twin();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String service = acme.post("/services", """
          {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
            {"property":"url","value":"%s"}]}}""".formatted(recipient.url("/quote"))).is(201).at("id");
      var buyers = LeadFlow.of(acme).from(initech.accountId()).with("""
          "pricing_service":{"service_id":"%s","fallback_price":1},
          "caps":[{"type":"volume","maximum":2,"duration":1,"duration_units":"month"}]""".formatted(service)).deploy();
      recipient.answers(FakeRecipient.slow(Duration.ofSeconds(2), FakeRecipient.json("{\"price\":2}")));
      LeadId lead = LeadId.next(Instant.now());
      Future<Map<String, Object>> first = threads.submit(() -> sold(lead, buyers, 0, false));
      recipient.awaitRequest(Duration.ofSeconds(20));
      Map<String, Object> second = sold(other, lead, buyers, 0, true);
      assertThat(first.get()).containsEntry("outcome", "success");
      assertThat(second).containsEntry("outcome", "success").containsEntry("lead", first.get().get("lead"));
      assertThat(recipient.received()).hasSize(1);
    }
  }

  private void deploy(LeadFlow.Deployed flow, String document) {
    flow.owner().put("/flows/" + flow.id(), document).is(200);
    flow.owner().post("/flows/" + flow.id() + "/deploy").is(200);
  }

  private Map<String, Object> sold(LeadId lead, LeadFlow.Deployed buyers, int attempt, boolean repeated) {
    return sold(server, lead, buyers, attempt, repeated);
  }

  private Map<String, Object> sold(
      SluiceServer server, LeadId lead, LeadFlow.Deployed buyers, int attempt, boolean repeated) {
    var origin = new Delivery.Origin(AccountId.of(initech.accountId()), Optional.of(EntityId.of(acme.accountId())), lead,
        EventId.next(Instant.now()), Map.of(), 0, attempt, repeated);
    var sale = new Delivery(Map.of("flow_id", buyers.id(), "lead", Map.of("email", "a@hooli.example")), lead + "-aBcDeF",
        Optional.of(origin), Optional.empty());
    return Map.copyOf(server.bean(BuyerStep.class).deliver(sale, server.bean(OutboundDoor.class)).event().entrySet().stream()
        .filter(entry -> entry.getValue() != null).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Test
  void a_circle_of_sellers_ends_after_five_sales() {
    LeadFlow.connect(acme, initech);
    var first = LeadFlow.of(initech).from(acme.accountId()).sale(acme, "000000000000000000000000", "").deploy();
    var second = LeadFlow.of(acme).from(initech.accountId()).sale(initech, first.id(), "").deploy();
    initech.put("/flows/" + first.id(), initech.get("/flows/" + first.id()).text()
        .replace("000000000000000000000000", second.id())).is(200);
    initech.post("/flows/" + first.id() + "/deploy").is(200);
    first.submit(LEAD).is(201);

    List<String> outcomes = server.db().sql("""
        SELECT outcome || coalesce(': ' || reason, '') FROM event
         WHERE account_id IN (:both) AND type = 'recipient' ORDER BY id""")
        .param("both", List.of(acme.accountId(), initech.accountId())).query(String.class).list();
    assertThat(outcomes).hasSize(6);
    assertThat(outcomes.getLast()).isEqualTo("error: The lead was sold on 5 times already");
    assertThat(outcomes.subList(0, 5)).containsOnly("success");
  }

  private JsonNode saleTo(String flowId) {
    var sellers = LeadFlow.of(initech).sale(acme, flowId, "").deploy();
    return sellers.history(sellers.submit(LEAD).is(201).at("lead.id")).getFirst();
  }
}
