package io.sluice.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.lead.LeadFlow;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Exchange 13: what a recipient says of a lead it was sent, and how the lead's source is told. */
class FeedbackTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String LEAD = """
      {"first_name":"Ann","last_name":"Lee","email":"Ann@Hooli.example","phone_1":"512-789-1111",
      "ssn":"078-05-1120"}""";
  private static final String TAKES = takes("");
  private static final String TO_SELLER = """
      "feedback":{"integration":{"module_id":"leadconduit-integration-leadconduit.outbound.feedback"}}""";
  private static final String COSTS_20 = "\"pricing\":{\"prices\":[{\"amount\":20}]}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party initech = server.open("Initech");
  private final FakeRecipient crm = FakeRecipient.start();
  private final FakeRecipient vendor = FakeRecipient.start();

  @AfterEach
  void close() {
    crm.close();
    vendor.close();
  }

  @Test
  void a_return_is_recorded_and_answered_with_what_the_recipient_knows_of_the_lead() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/leads"), TAKES + "," + COSTS_20).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    JsonNode delivery = flow.history(lead).getFirst();
    Reply told = give(id(delivery), "{\"type\":\"return\",\"reason\":\"Wrong number\"}").is(201);
    assertThat(told.text()).isEqualTo(("{\"outcome\":\"success\",\"lead\":{\"id\":\"%s\",\"first_name\":\"Ann\","
        + "\"last_name\":\"Lee\",\"email\":\"ann@hooli.example\",\"phone_1\":\"5127891111\"},\"price\":20}")
        .formatted(lead));

    JsonNode event = flow.history(lead).getLast();
    assertThat(event.path("type").asString()).isEqualTo("feedback-received");
    assertThat(event.path("outcome").asString()).isEqualTo("success");
    assertThat(event.path("recipient_event_id").asString()).isEqualTo(id(delivery));
    assertThat(event.path("step_id")).isEqualTo(delivery.path("step_id"));
    assertThat(event.path("module_id").asString()).isEqualTo("leadconduit-standard.inbound.feedback");
    assertThat(event.at("/vars/feedback/type").asString()).isEqualTo("return");
    assertThat(event.at("/vars/feedback/reason").asString()).isEqualTo("Wrong number");
    assertThat(event.at("/vars/feedback/timestamp").asString()).startsWith("20");
    assertThat(event.at("/vars/recipient")).isEqualTo(delivery.at("/vars/recipient"));
    assertThat(event.at("/vars/lead")).isEqualTo(delivery.at("/vars/lead"));
    assertThat(event.at("/vars/event_id").asString()).isEqualTo(id(delivery));
    assertThat(event.at("/feedback/integration/module_id")).isEqualTo(event.path("module_id"));
    assertThat(event.at("/request/uri").asString()).isEqualTo("/feedback?event_id=" + id(delivery));
    assertThat(event.at("/response/status").asInt()).isEqualTo(201);
    assertThat(event.path("revenue").asDouble()).isEqualTo(-20);
    assertThat(event.path("sale_price").asDouble()).isEqualTo(-20);
    assertThat(event.has("cost")).isFalse();
  }

  @Test
  void feedback_that_another_server_may_be_on_by_now_is_not_passed_on_by_the_one_that_stood_still() throws Exception {
    try (SluiceServer still = SluiceServer.with(Map.of()); var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection inTheWay = still.bean(DataSource.class).getConnection();
        Statement statement = inTheWay.createStatement()) {
      LeadFlow.Deployed flow = LeadFlow.of(still.open("Globex")).source(tellsVendor(""))
          .delivery(crm.url("/leads"), TAKES).deploy();
      String lead = flow.submit(LEAD).is(201).at("lead.id");
      String delivery = id(flow.history(lead).getFirst());
      statement.execute("SET idle_in_transaction_session_timeout = 0");
      inTheWay.setAutoCommit(false);
      statement.execute("LOCK TABLE open_feedback IN EXCLUSIVE MODE");
      statement.execute("SELECT FROM node FOR UPDATE");
      Future<Integer> told = threads.submit(() ->
          still.anybody().post("/feedback?event_id=" + delivery, "{\"type\":\"return\"}").status());
      Thread.sleep(Duration.ofSeconds(22)); // longer than a lease
      inTheWay.rollback();
      assertThat(told.get()).isEqualTo(503);
      awaitEvents(flow, lead, 4);
      assertThat(vendor.received()).isEmpty();
    }
  }

  @Test
  void a_conversion_moves_no_money_and_may_come_by_query() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/leads"), TAKES + "," + COSTS_20).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    server.anybody().get("/feedback?event_id=" + id(flow.history(lead).getFirst()) + "&type=conversion&crm.id=7")
        .is(201);
    JsonNode event = flow.history(lead).getLast();
    assertThat(event.path("outcome").asString()).isEqualTo("success");
    assertThat(event.at("/vars/feedback/type").asString()).isEqualTo("conversion");
    assertThat(event.at("/vars/feedback/crm/id").asString()).isEqualTo("7");
    assertThat(event.has("revenue")).isFalse();
  }

  @Test
  void a_buyers_return_reaches_the_seller_and_the_sellers_own_source_and_each_is_paid_back() {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed buyers = LeadFlow.of(acme).from(initech.accountId()).source(TO_SELLER).with(COSTS_20)
        .delivery(crm.url("/leads"), TAKES + ",\"pricing\":{\"prices\":[{\"amount\":35}]}").deploy();
    LeadFlow.Deployed sellers = LeadFlow.of(initech).source(tellsVendor("")).with("""
        "pricing":{"prices":[{"amount":7}]}""").step(sale(buyers.id(), TAKES)).deploy();
    String sold = sellers.submit(LEAD).is(201).at("lead.id");
    JsonNode sale = sellers.history(sold).getFirst();
    String bought = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();

    give(id(buyers.history(bought).getFirst()), "{\"type\":\"return\",\"reason\":\"Wrong number\"}").is(201);

    assertThat(buyers.story(bought)).containsExactly("recipient success", "source success", "feedback-received success",
        "feedback-sent success");
    assertThat(sellers.story(sold)).containsExactly("recipient success", "source success", "feedback-received success",
        "feedback-sent success");
    assertThat(money(buyers, bought)).as("Acme: revenue less cost").isEqualTo("35-20 -35 +20");
    assertThat(money(sellers, sold)).as("Initech").isEqualTo("20-7 -20 +7");
    JsonNode sent = find(buyers, bought, "feedback-sent");
    assertThat(sent.path("cost").asDouble()).isEqualTo(-20);
    assertThat(sent.path("purchase_price").asDouble()).isEqualTo(-20);
    assertThat(sent.at("/request/uri").asString()).endsWith("/feedback?event_id=" + id(sale));
    assertThat(sent.path("module_id").asString()).isEqualTo("leadconduit-integration-leadconduit.outbound.feedback");
    JsonNode heard = find(sellers, sold, "feedback-received");
    assertThat(heard.path("recipient_event_id").asString()).isEqualTo(id(sale));
    assertThat(heard.at("/vars/feedback/reason").asString()).isEqualTo("Wrong number");
    Received told = vendor.awaitRequest(LIMIT);
    assertThat(told.body()).isEqualTo("type=return&reason=Wrong%20number&lead_id=" + sold);
    assertThat(told.headers().get("Idempotency-Key")).endsWith("-feedback");
    assertThat(statistics(acme)).isEqualTo("{\"cost\":0,\"revenue\":0}");
  }

  @Test
  void a_seller_who_was_told_before_the_buyers_node_died_is_not_told_again() throws Exception {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed buyers = LeadFlow.of(acme).from(initech.accountId()).source(TO_SELLER).with(COSTS_20)
        .delivery(crm.url("/leads"), TAKES).deploy();
    LeadFlow.Deployed sellers = LeadFlow.of(initech).source(tellsVendor("")).step(sale(buyers.id(), TAKES)).deploy();
    String sold = sellers.submit(LEAD).is(201).at("lead.id");
    JsonNode sale = sellers.history(sold).getFirst();
    String bought = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();
    String delivery = id(buyers.history(bought).getFirst());
    give(delivery, "{\"type\":\"return\"}").is(201);
    List<JsonNode> atTheSeller = sellers.history(sold);

    String received = id(find(buyers, bought, "feedback-received"));
    String sent = id(find(buyers, bought, "feedback-sent"));
    for (String table : List.of("event WHERE id", "event_body WHERE event_id")) {
      server.db().sql("DELETE FROM " + table + " IN (:received, :sent)")
          .param("received", received).param("sent", sent).update();
    }
    server.db().sql("DELETE FROM refund WHERE account_id = :acme").param("acme", acme.accountId()).update();
    server.db().sql("""
        INSERT INTO open_feedback
          (account_id, id, recipient_event_id, sent_id, onward_id, node_id, lives, hops, request)
        VALUES (:acme, :received, :delivery, :sent, :onward, :node, 1, 0, :request)""")
        .param("acme", acme.accountId()).param("received", received).param("delivery", delivery).param("sent", sent)
        .param("onward", id(find(sellers, sold, "feedback-received")))
        .param("node", server.bean(NodeLife.class).id().value())
        .param("request", new FeedbackRequest("GET", "event_id=" + delivery + "&type=return", Map.of(), new byte[0],
            Instant.now()).bytes()).update();

    awaitEvents(buyers, bought, 4);
    assertThat(buyers.story(bought)).containsExactly("recipient success", "source success",
        "feedback-received success", "feedback-sent success");
    assertThat(money(buyers, bought)).isEqualTo("0-20 +20");
    assertThat(sellers.history(sold)).isEqualTo(atTheSeller);
    assertThat(vendor.received()).hasSize(1);
  }

  @Test
  void a_seller_who_takes_no_feedback_forbids_it_and_so_does_the_buyers_step() {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed buyers = LeadFlow.of(acme).from(initech.accountId()).source(TO_SELLER).with(COSTS_20)
        .delivery(crm.url("/leads"), TAKES).deploy();
    LeadFlow.Deployed sellers = LeadFlow.of(initech).step(sale(buyers.id(), "\"enabled\":true")).deploy();
    JsonNode sale = sellers.history(sellers.submit(LEAD).is(201).at("lead.id")).getFirst();
    String bought = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();
    assertThat(give(id(buyers.history(bought).getFirst()), "{\"type\":\"return\"}").is(409).at("reason"))
        .isEqualTo("Feedback is forbidden");
    assertThat(buyers.story(bought)).containsExactly("recipient success", "source success", "feedback-received failure",
        "feedback-sent failure");
    assertThat(find(buyers, bought, "feedback-sent").has("cost")).isFalse();
  }

  @Test
  void a_step_that_takes_no_feedback_or_none_of_this_kind_forbids_it_and_records_nothing() {
    LeadFlow.Deployed none = LeadFlow.of(acme).delivery(crm.url("/a"), "").deploy();
    String lead = none.submit(LEAD).is(201).at("lead.id");
    Reply forbidden = give(id(none.history(lead).getFirst()), "{\"type\":\"return\"}").is(409);
    assertThat(forbidden.at("outcome")).isEqualTo("failure");
    assertThat(forbidden.at("reason")).isEqualTo("Feedback is forbidden");
    assertThat(none.story(lead)).containsExactly("recipient success", "source success");

    LeadFlow.Deployed returns = LeadFlow.of(acme).delivery(crm.url("/a"),
        takes("{\"property\":\"accept_conversions\",\"value\":\"no\"}")).deploy();
    lead = returns.submit(LEAD).is(201).at("lead.id");
    String delivery = id(returns.history(lead).getFirst());
    give(delivery, "{\"type\":\"conversion\"}").is(409);
    give(delivery, "{\"type\":\"return\"}").is(201);
    assertThat(returns.story(lead)).containsExactly("recipient success", "source success", "feedback-received success");
  }

  @Test
  void a_return_that_comes_too_late_is_a_failure_and_a_conversion_never_does() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"),
        takes("{\"property\":\"max_return_age_days\",\"value\":\"30\"}")).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String delivery = id(flow.history(lead).getFirst());
    give(delivery, "{\"type\":\"return\"}").is(201);
    server.db().sql("UPDATE lead SET received_at = received_at - interval '31 days' WHERE id = :lead")
        .param("lead", lead).update();
    Reply late = give(delivery, "{\"type\":\"return\"}").is(201);
    assertThat(late.at("outcome") + ": " + late.at("reason")).isEqualTo("failure: Lead is older than 30 days");
    give(delivery, "{\"type\":\"conversion\"}").is(201);
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success", "feedback-received success",
        "feedback-received failure", "feedback-received success");
  }

  @Test
  void a_steps_rules_refuse_feedback_by_what_was_known_of_the_delivery_and_what_is_said() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), """
        "feedback":{"integration":{"module_id":"leadconduit-standard.inbound.feedback"},"rule_set":{"op":"and","rules":[
          {"lhv":"feedback.reason","op":"is not blank"},{"lhv":"lead.phone_1.valid","op":"is true"}]}}""").deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String delivery = id(flow.history(lead).getFirst());
    Reply refused = give(delivery, "{\"type\":\"return\"}").is(201);
    assertThat(refused.at("outcome") + ": " + refused.at("reason"))
        .isEqualTo("failure: feedback.reason must not be blank");
    assertThat(give(delivery, "{\"type\":\"return\",\"reason\":\"dup\"}").is(201).at("outcome")).isEqualTo("success");
  }

  @Test
  void a_word_that_is_no_kind_of_feedback_is_a_failure() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), TAKES).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String delivery = id(flow.history(lead).getFirst());
    for (String said : List.of("{\"type\":\"whatever\"}", "{}")) {
      Reply refused = give(delivery, said).is(201);
      assertThat(refused.at("reason")).isEqualTo("Feedback type must be return or conversion");
    }
  }

  @Test
  void what_a_source_refuses_is_the_recipients_failure_and_nobody_is_paid_back() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).source(tellsVendor("")).with(COSTS_20)
        .delivery(crm.url("/a"), TAKES + ",\"pricing\":{\"prices\":[{\"amount\":35}]}").deploy();
    vendor.answers(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"Too late\"}"));
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    Reply told = give(id(flow.history(lead).getFirst()), "{\"type\":\"return\"}").is(201);
    assertThat(told.at("outcome") + ": " + told.at("reason")).isEqualTo("failure: Too late");
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success", "feedback-received failure",
        "feedback-sent failure");
    assertThat(money(flow, lead)).isEqualTo("35-20");
    JsonNode sent = find(flow, lead, "feedback-sent");
    assertThat(sent.path("reason").asString()).isEqualTo("Too late");
    assertThat(sent.at("/request/body").asString()).startsWith("type=return");
    assertThat(sent.at("/response/status").asInt()).isEqualTo(200);
  }

  @Test
  void a_source_that_is_too_slow_is_an_error_at_both_ends() {
    LeadFlow.Deployed flow = LeadFlow.of(acme)
        .source(tellsVendor("{\"property\":\"timeout_seconds\",\"value\":\"1\"},"))
        .delivery(crm.url("/a"), TAKES).deploy();
    vendor.answers(FakeRecipient.never());
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    Reply told = give(id(flow.history(lead).getFirst()), "{\"type\":\"return\"}").is(201);
    assertThat(told.at("outcome")).isEqualTo("error");
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success", "feedback-received error",
        "feedback-sent error");
    assertThat(server.db().sql("SELECT count(*) FROM open_feedback WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).single()).isZero();
  }

  @Test
  void a_source_is_not_told_where_its_rules_do_not_pass_and_the_recipient_has_its_way() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).source("""
        "feedback":{"integration":{"module_id":"leadconduit-standard.outbound.feedback","mappings":[
          {"property":"url","value":"%s"}]},"rule_set":{"op":"and","rules":[
          {"lhv":"feedback.type","op":"is equal to","rhv":"conversion"}]}}""".formatted(vendor.url("/f")))
        .with(COSTS_20).delivery(crm.url("/a"), TAKES).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(give(id(flow.history(lead).getFirst()), "{\"type\":\"return\"}").is(201).at("outcome"))
        .isEqualTo("success");
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success", "feedback-received success",
        "feedback-sent skip");
    assertThat(find(flow, lead, "feedback-sent").path("reason").asString())
        .isEqualTo("feedback.type must be equal to conversion");
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void a_lead_that_is_returned_over_and_over_at_once_is_recorded_as_often_and_paid_back_once() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme).source(tellsVendor("")).with(COSTS_20)
        .delivery(crm.url("/a"), TAKES + ",\"pricing\":{\"prices\":[{\"amount\":35}]}").deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String delivery = id(flow.history(lead).getFirst());
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> replies = IntStream.range(0, 10)
          .mapToObj(_ -> clients.submit(() -> give(delivery, "{\"type\":\"return\"}"))).toList();
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().is(201).at("outcome")).isEqualTo("success");
      }
    }
    assertThat(flow.history(lead)).hasSize(22);
    assertThat(flow.history(lead).stream().mapToDouble(event -> event.path("type").asString().equals("source")
        ? 0 : event.path("revenue").asDouble()).sum()).isZero();
    assertThat(flow.history(lead).stream().mapToDouble(event -> event.path("cost").asDouble()).sum()).isZero();
  }

  @Test
  void two_recipients_return_one_lead_and_its_source_is_charged_back_once() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).source(tellsVendor("")).with(COSTS_20)
        .delivery(crm.url("/a"), TAKES + ",\"pricing\":{\"prices\":[{\"amount\":35}]}")
        .delivery(crm.url("/b"), TAKES + ",\"pricing\":{\"prices\":[{\"amount\":15}]}").deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    give(id(flow.history(lead).get(0)), "{\"type\":\"return\"}").is(201);
    give(id(flow.history(lead).get(1)), "{\"type\":\"return\"}").is(201);
    assertThat(money(flow, lead)).isEqualTo("35 15-20 -35 +20 -15 +0");
  }

  @Test
  void a_delivery_that_succeeded_at_its_second_try_is_paid_back_in_full() throws Exception {
    LeadFlow.Deployed flow = LeadFlow.of(acme)
        .delivery(crm.url("/a"), TAKES + ",\"retry_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":35}]}")
        .deploy();
    crm.answersOnce(FakeRecipient.with(500, "text/html", ""));
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String delivery = id(flow.history(lead).getFirst());
    acme.post("/retries/" + delivery + "/run").is(200);
    crm.awaitRequest(LIMIT);
    crm.awaitRequest(LIMIT);
    awaitEvents(flow, lead, 3);
    give(delivery, "{\"type\":\"return\"}").is(201);
    assertThat(flow.history(lead).getLast().path("revenue").asDouble()).isEqualTo(-35);
  }

  @Test
  void a_delivery_that_its_account_keeps_no_longer_is_unknown_whether_it_was_deleted_yet_or_not() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), TAKES).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String event = id(flow.history(lead).getFirst());
    String old = ObjectIds.firstAt(Instant.now().minus(Duration.ofDays(91))).substring(0, 8) + event.substring(8);
    server.db().sql("UPDATE event SET id = :old WHERE id = :event").param("old", old).param("event", event).update();
    assertThat(give(old, "{\"type\":\"return\"}").is(404).text()).isEqualTo("{\"error\":\"event not found\"}");
    server.db().sql("UPDATE account SET data_retention_in_days = 92 WHERE id = :acme")
        .param("acme", acme.accountId()).update();
    give(old, "{\"type\":\"return\"}").is(201);
  }

  @Test
  void an_id_that_is_no_deliverys_looks_the_same_whatever_it_is() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), TAKES)
        .delivery(crm.url("/b"), TAKES + """
            ,"rule_set":{"op":"and","rules":[{"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}""")
        .deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    List<JsonNode> history = flow.history(lead);
    assertThat(history).extracting(event -> event.path("outcome").asString())
        .containsExactly("success", "skip", "success");
    for (String id : List.of("5fd000000000000000000000", "nonsense", "", lead, id(history.get(1)),
        id(history.get(2)))) {
      Reply unknown = give(id, "{\"type\":\"return\"}").is(404);
      assertThat(unknown.text()).isEqualTo("{\"error\":\"event not found\"}");
      assertThat(unknown.header("Content-Type")).contains("application/json");
    }
    server.send(HttpRequest.newBuilder(URI.create(server.url() + "/feedback")).GET()).is(404);
  }

  @Test
  void the_transport_is_checked_before_the_event_is_looked_for() {
    URI any = URI.create(server.url() + "/feedback?event_id=5fd000000000000000000000&type=return");
    Reply put = server.send(HttpRequest.newBuilder(any).PUT(HttpRequest.BodyPublishers.ofString("{}"))).is(415);
    assertThat(put.header("Allow")).contains("GET, POST");
    assertThat(put.text()).isEqualTo("The PUT method is not allowed");
    server.send(HttpRequest.newBuilder(any).DELETE()).is(415);
    server.send(HttpRequest.newBuilder(any).header("Accept", "image/png").GET()).is(406);
    server.send(HttpRequest.newBuilder(any).POST(HttpRequest.BodyPublishers.ofString("type=return"))).is(415);
    server.send(HttpRequest.newBuilder(any).header("Content-Type", "text/csv")
        .POST(HttpRequest.BodyPublishers.ofString("type"))).is(406);
    server.send(HttpRequest.newBuilder(any).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"type\":"))).is(400);
    server.send(HttpRequest.newBuilder(any).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("\"" + "x".repeat(70_000) + "\""))).is(413);
    server.send(HttpRequest.newBuilder(any).POST(HttpRequest.BodyPublishers.noBody())).is(404);
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), TAKES).deploy();
    String delivery = id(flow.history(flow.submit(LEAD).is(201).at("lead.id")).getFirst());
    Reply xml = server.send(HttpRequest.newBuilder(URI.create(server.url() + "/feedback?event_id=" + delivery))
        .header("Content-Type", "text/xml").header("Accept", "text/xml")
        .POST(HttpRequest.BodyPublishers.ofString("<feedback><type>return</type></feedback>"))).is(201);
    assertThat(xml.header("Content-Type").orElse("")).startsWith("text/xml");
    assertThat(xml.text()).startsWith("<?xml version=\"1.0\"?>\n<result>\n  <outcome>success</outcome>\n  <reason/>");
  }

  @Test
  void what_is_said_under_a_maskable_fields_name_is_masked_and_so_is_the_lead() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), TAKES).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    give(id(flow.history(lead).getFirst()),
        "{\"type\":\"return\",\"ssn\":\"219-09-9999\",\"reason\":\"219-09-9999 is dead\"}").is(201);
    assertThat(flow.history(lead).getLast().toString()).contains("is dead").doesNotContain("219-09-9999")
        .doesNotContain("078051120").doesNotContain("078-05-1120");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "\"ssn\":219099999", "\"ssn\":[\"219-09-9999\"]", "\"ssn\":{\"given\":\"219-09-9999\"}",
      "\"people\":[{\"ssn\":\"219-09-9999\"}]"})
  void what_must_not_be_kept_is_masked_in_whichever_form_it_is_said(String said) {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/a"), TAKES).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    give(id(flow.history(lead).getFirst()), "{\"type\":\"return\"," + said + "}").is(201);
    assertThat(flow.history(lead).getLast().toString()).contains("return").doesNotContain("9999");
  }

  @Test
  void a_lead_that_nobody_sold_has_no_seller_to_tell() {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed flow = LeadFlow.of(acme).from(initech.accountId()).source(TO_SELLER)
        .delivery(crm.url("/a"), TAKES).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(give(id(flow.history(lead).getFirst()), "{\"type\":\"return\"}").is(201).at("outcome"))
        .isEqualTo("success");
    assertThat(find(flow, lead, "feedback-sent").path("reason").asString())
        .isEqualTo("The lead was not sold here by an account");
  }

  @Test
  void a_flow_can_name_only_modules_that_pass_feedback_the_way_it_goes() {
    assertThat(errors("\"feedback\":{\"integration\":{\"module_id\":\"leadconduit-default.inbound\"}}", ""))
        .contains("steps[0].feedback.integration.module_id").contains("is not for feedback");
    assertThat(errors("\"feedback\":{\"integration\":{\"module_id\":\"no.inbound.feedback\"}}", ""))
        .contains("there is no module no.inbound.feedback");
    assertThat(errors("\"enabled\":true", TO_SELLER)).contains("is for sources that stand for an account");
    assertThat(errors("\"enabled\":true", TO_SELLER.replace("outbound.feedback", "outbound.to_buyer")))
        .contains("sells leads, and tells nobody of them");
    assertThat(acme.post("/flows", """
        {"name":"F","enabled":true,"fields":[],"sources":[],"steps":[{"type":"recipient","entity":{"id":"%s"},
         "integration":{"module_id":"leadconduit-standard.outbound.feedback"}}]}""".formatted(LeadFlow.CRM))
        .is(422).text())
        .contains("is for feedback");
  }

  private String errors(String step, String source) {
    return acme.post("/flows", """
        {"name":"F","enabled":true,"fields":[],"sources":[{"entity":{"id":"%s"},
         "integration":{"module_id":"leadconduit-default.inbound"}%s}],
         "steps":[{"type":"recipient","entity":{"id":"%s"},
         "integration":{"module_id":"leadconduit-default.outbound"},%s}]}"""
        .formatted(LeadFlow.WEB_FORM, source.isEmpty() ? "" : "," + source, LeadFlow.CRM, step)).is(422).text();
  }

  private static String takes(String mappings) {
    return "\"feedback\":{\"integration\":{\"module_id\":\"leadconduit-standard.inbound.feedback\",\"mappings\":[%s]}}"
        .formatted(mappings);
  }

  /** @param mappings further ones, each before a comma */
  private String tellsVendor(String mappings) {
    return """
        "feedback":{"integration":{"module_id":"leadconduit-standard.outbound.feedback","mappings":[%s
          {"property":"url","value":"%s"},{"property":"feedback.custom.lead_id","value":"{{lead.id}}"}]}}"""
        .formatted(mappings, vendor.url("/feedback"));
  }

  private String sale(String flow, String more) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"Buyer"},"pricing":{"override":true},"integration":{
         "module_id":"leadconduit-integration-leadconduit.outbound.to_buyer",
         "mappings":[{"property":"flow_id","value":"%s"}]},%s}""".formatted(acme.accountId(), flow, more);
  }

  private Reply give(String event, String json) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/feedback?event_id=" + event))
        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private static void awaitEvents(LeadFlow.Deployed flow, String lead, int count) throws InterruptedException {
    Instant limit = Instant.now().plus(LIMIT);
    while (flow.history(lead).size() < count) {
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(50);
    }
  }

  private static String id(JsonNode event) {
    return event.path("id").asString();
  }

  private static JsonNode find(LeadFlow.Deployed flow, String lead, String type) {
    return flow.history(lead).stream().filter(event -> event.path("type").asString().equals(type))
        .findFirst().orElseThrow();
  }

  /** What each event of a lead brings in or costs: revenue as it is, cost with its sign turned. */
  private static String money(LeadFlow.Deployed flow, String lead) {
    var money = new StringBuilder();
    for (JsonNode event : flow.history(lead)) {
      String type = event.path("type").asString();
      if (type.equals("source") || type.equals("feedback-sent") && event.has("cost")) {
        long cost = event.path("cost").asLong();
        money.append(cost > 0 ? "-" + cost : " +" + -cost);
      } else if (event.has("revenue")) {
        money.append(money.isEmpty() ? "" : " ").append(event.path("revenue").asLong());
      }
    }
    return money.toString();
  }

  private static String statistics(Party owner) {
    JsonNode stats = owner.get("/events/stats?column=cost&column=revenue&type=source&type=recipient"
        + "&type=feedback-received&type=feedback-sent").is(200).json();
    return StreamSupport.stream(stats.spliterator(), false).map(JsonNode::toString).findFirst()
        .orElse(stats.toString());
  }
}
