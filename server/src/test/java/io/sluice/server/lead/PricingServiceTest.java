package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prices that a service names (exchange 8): made by their owner, asked on ping and post, and what counts without them. */
class PricingServiceTest {

  private static final String LEAD = "{\"first_name\":\"Ann\",\"email\":\"ann@hooli.example\",\"state\":\"TX\"}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient quoter = FakeRecipient.start();

  @AfterEach
  void close() {
    quoter.close();
  }

  @Test
  void a_service_is_made_listed_changed_and_deleted() {
    assertThat(acme.get("/services").is(200).text()).isEqualTo("[]");
    String id = service("{\"property\":\"price_path\",\"value\":\"quote.amount\"}");
    JsonNode listed = acme.get("/services").is(200).json().get(0);
    assertThat(listed.path("name").asString()).isEqualTo("Quoter");
    assertThat(listed.at("/integration/module_id").asString()).isEqualTo("sluice-pricing.outbound.json");
    assertThat(listed.at("/integration/mappings/1/property").asString()).isEqualTo("price_path");
    assertThat(listed.propertyNames()).containsExactlyInAnyOrder("id", "name", "integration", "created_at", "updated_at");
    assertThat(acme.put("/services/" + id, """
        {"name":"Other","integration":{"module_id":"sluice-pricing.outbound.json"}}""").is(200).at("name"))
        .isEqualTo("Other");
    assertThat(acme.get("/services/" + id).is(200).json().at("/integration/mappings")).isEmpty();
    acme.delete("/services/" + id).is(200);
    acme.get("/services/" + id).is(404);
  }

  @Test
  void a_service_that_cannot_be_asked_is_refused_with_everything_that_is_wrong() {
    Reply refused = acme.post("/services", """
        {"name":"Quoter","integration":{"module_id":"nope.outbound","mappings":[
          {"property":"url","value":"{{#if}}"},{"property":"a..b","value":"x"}]}}""").is(400);
    assertThat(refused.json().path("errors").propertyNames())
        .containsExactlyInAnyOrder("integration.mappings.0.value", "integration.mappings.1.property");
    assertThat(acme.post("/services", "{\"name\":\"Quoter\",\"integration\":{\"module_id\":\"nope.outbound\"}}").is(400)
        .json().at("/errors/integration.module_id/0").asString()).isEqualTo("there is no outbound module nope.outbound");
    assertThat(acme.post("/flows", flowWith("5fd000000000000000000000", 1)).is(422).text())
        .contains("there is no pricing service 5fd000000000000000000000");
  }

  @Test
  void of_many_who_make_the_last_service_there_is_room_for_one_does() throws Exception {
    server.db().sql("INSERT INTO pricing_service (account_id, id, name, integration, created_at, updated_at)"
        + " SELECT :account, substr(md5(random()::text), 1, 24), 'One of many', '{}', now(), now()"
        + " FROM generate_series(1, 99)").param("account", acme.accountId()).update();
    Callable<Integer> make = () -> acme.post("/services", """
        {"name":"Last","integration":{"module_id":"sluice-pricing.outbound.json"}}""").status();
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> status : hands.invokeAll(Collections.nCopies(8, make))) {
        statuses.add(status.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(201);
  }

  @Test
  void the_service_is_asked_on_ping_and_post_and_its_price_counts() {
    quoter.answers(FakeRecipient.json("{\"quote\":{\"amount\":\"7.25\"}}"));
    String id = service("{\"property\":\"price_path\",\"value\":\"quote.amount\"}");
    var flow = LeadFlow.of(acme).with("\"ping_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":1}]}," + at(id, 2)).deploy();
    assertThat(flow.ping(LEAD).at("price")).isEqualTo("7.25");
    Reply reply = flow.submit(LEAD).is(201);
    assertThat(reply.at("price")).isEqualTo("7.25");
    assertThat(quoter.received()).hasSize(2);
    JsonNode asked = JsonMapper.shared().readTree(quoter.received().getLast().body());
    assertThat(asked.at("/lead/email").asString()).isEqualTo("ann@hooli.example");
    assertThat(asked.at("/lead/id").asString()).isEqualTo(reply.at("lead.id"));
    assertThat(asked.at("/source/id").asString()).isEqualTo(LeadFlow.WEB_FORM);
    assertThat(quoter.received().getLast().headers().get("Idempotency-Key"))
        .isEqualTo(reply.at("lead.id") + "-quote-" + id);
    JsonNode event = flow.history(reply.at("lead.id")).getLast();
    assertThat(event.path("purchase_price").decimalValue()).isEqualByComparingTo("7.25");
    assertThat(event.path("cost").decimalValue()).isEqualByComparingTo("7.25");
    assertThat(event.at("/flow_pricing_service/service_id").asString()).isEqualTo(id);
  }

  @Test
  void a_service_that_fails_is_slow_or_names_no_price_leaves_the_fallback_price() {
    String id = service("{\"property\":\"timeout_seconds\",\"value\":1}");
    var flow = LeadFlow.of(acme).with(at(id, 2.5)).deploy();
    quoter.answersOnce(FakeRecipient.with(500, "application/json", "{\"price\":9}"))
        .answersOnce(FakeRecipient.json("{\"prices\":9}"))
        .answersOnce(FakeRecipient.json("not JSON"))
        .answersOnce(FakeRecipient.json("{\"price\":1000000.01}"))
        .answersOnce(FakeRecipient.json("{\"price\":-1}"))
        .answersOnce(FakeRecipient.hangUp())
        .answersOnce(FakeRecipient.slow(Duration.ofSeconds(20), FakeRecipient.json("{\"price\":9}")));
    for (String what : new String[] {"500", "no price", "no JSON", "too much", "less than nothing", "gone", "slow"}) {
      assertThat(flow.submit(LEAD).is(201).at("price")).as(what).isEqualTo("2.5");
    }
    quoter.answersOnce(FakeRecipient.json("{\"price\":1000000}"));
    assertThat(flow.submit(LEAD).at("price")).as("the limit itself").isEqualTo("1000000");
    acme.delete("/services/" + id).is(200);
    var other = LeadFlow.of(acme).deploy();
    assertThat(other.submit(LEAD).at("price")).isEqualTo("0");
  }

  @Test
  void the_sources_service_comes_before_its_rules_and_these_before_the_flows_service_and_rules() {
    quoter.answers(FakeRecipient.json("{\"price\":4}"));
    String id = service("");
    String rules = "\"pricing\":{\"prices\":[{\"amount\":9,\"rule_set\":{\"op\":\"and\",\"rules\":["
        + "{\"lhv\":\"lead.state\",\"op\":\"is equal to\",\"rhv\":\"TX\"}]}}]}";
    String all = "\"pricing\":{\"prices\":[{\"amount\":1}]}";
    assertThat(LeadFlow.of(acme).source(at(id, 2) + "," + rules).with(all).deploy().submit(LEAD).at("price")).isEqualTo("4");
    var ruled = LeadFlow.of(acme).source(rules).with(at(id, 2) + "," + all).deploy();
    assertThat(ruled.submit(LEAD).at("price")).isEqualTo("9");
    assertThat(ruled.submit("{\"state\":\"FL\"}").at("price")).as("no rule of the source's passes").isEqualTo("4");
    assertThat(LeadFlow.of(acme).source(rules).with(all).deploy().submit("{\"state\":\"FL\"}").at("price")).isEqualTo("1");
  }

  @Test
  void what_is_posted_can_be_mapped_and_carries_the_services_credential() {
    quoter.answers(FakeRecipient.json("{\"price\":3}"));
    String key = acme.post("/credentials",
        "{\"name\":\"Quoter\",\"type\":\"token\",\"package\":\"sluice-pricing\",\"token\":\"secret\"}").is(201).at("id");
    String id = service("{\"property\":\"body.region\",\"value\":\"{{lead.state}}\"},"
        + "{\"property\":\"credential_id\",\"value\":\"" + key + "\"}");
    var flow = LeadFlow.of(acme).with(at(id, 2)).deploy();
    assertThat(flow.submit(LEAD).at("price")).isEqualTo("3");
    assertThat(quoter.received().getFirst().body()).isEqualTo("{\"region\":\"TX\"}");
    assertThat(quoter.received().getFirst().headers().get("Authorization")).isEqualTo("Bearer secret");
  }

  @Test
  void any_outbound_module_can_be_asked_if_it_answers_with_a_price() {
    quoter.answers(FakeRecipient.json("{\"outcome\":\"success\",\"price\":6}"));
    String id = acme.post("/services", """
        {"name":"Standard","integration":{"module_id":"leadconduit-default.outbound","mappings":[
          {"property":"url","value":"%s"}]}}""".formatted(quoter.url("/"))).is(201).at("id");
    var flow = LeadFlow.of(acme).with(at(id, 2)).deploy();
    assertThat(flow.submit(LEAD).at("price")).isEqualTo("6");
    assertThat(quoter.received().getFirst().body()).contains("state=TX");
  }

  @Test
  void prices_that_others_say_count_only_where_they_may_and_revenue_only_on_success() {
    quoter.answersOnce(FakeRecipient.json("{\"outcome\":\"failure\",\"price\":8}"))
        .answersOnce(FakeRecipient.json("{\"outcome\":\"success\",\"price\":\"8.75\"}"));
    var flow = LeadFlow.of(acme).source("\"pricing\":{\"override\":true}").with("\"pricing\":{\"prices\":[{\"amount\":1}]}")
        .delivery(quoter.url("/a"), "\"pricing\":{\"override\":true}")
        .delivery(quoter.url("/b"), "\"pricing\":{\"override\":true}")
        .deploy();
    Reply reply = flow.submit("{\"state\":\"TX\",\"price\":\"$1,234.50\"}");
    assertThat(reply.at("price")).isEqualTo("1234.5");
    var history = flow.history(reply.at("lead.id"));
    assertThat(history.get(0).path("sale_price").decimalValue()).isEqualByComparingTo("8");
    assertThat(history.get(0).path("revenue").decimalValue()).isEqualByComparingTo("0");
    assertThat(history.get(1).path("revenue").decimalValue()).isEqualByComparingTo("8.75");
    assertThat(history.getLast().path("recipient_revenue").decimalValue()).isEqualByComparingTo("8.75");
    assertThat(flow.submit("{\"state\":\"TX\",\"price\":\"free\"}").at("price")).as("the flow's own").isEqualTo("1");
  }

  private String service(String mappings) {
    return acme.post("/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"%s"}%s]}}""".formatted(quoter.url("/price"), mappings.isEmpty() ? "" : "," + mappings))
        .is(201).at("id");
  }

  private static String at(String service, double fallback) {
    return "\"pricing_service\":{\"service_id\":\"%s\",\"fallback_price\":%s}".formatted(service, fallback);
  }

  private static String flowWith(String service, double fallback) {
    return "{\"name\":\"Auto\",\"enabled\":true,\"fields\":[],\"sources\":[],\"steps\":[]," + at(service, fallback) + "}";
  }
}
