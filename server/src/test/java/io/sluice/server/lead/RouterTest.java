package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.account.Plan;
import io.sluice.server.kernel.ObjectIds;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Routers from outside: {@code /routers}, and submitting to one (exchange 15). */
class RouterTest {

  private static final SluiceServer SERVER = SluiceServer.shared();

  private final Party acme = SERVER.open("Acme");
  private final Party globex = SERVER.open("Globex");

  @Test
  void the_first_route_whose_rules_the_lead_passes_takes_it() {
    LeadFlow.Deployed texas = flow();
    LeadFlow.Deployed south = flow();
    LeadFlow.Deployed rest = flow();
    String router = router(
        route(texas, rule("lead.state", "is equal to", "\"TX\"")),
        route(south, rule("lead.state", "is included in", "[\"TX\",\"FL\"]")),
        route(rest, ""));
    assertThat(taker(router, "{\"state\": \"texas\"}")).isEqualTo(texas.id());
    assertThat(taker(router, "{\"state\": \"FL\"}")).isEqualTo(south.id());
    assertThat(taker(router, "{\"state\": \"OH\"}")).isEqualTo(rest.id());
    assertThat(taker(router, "{}")).isEqualTo(rest.id());
  }

  @Test
  void rules_see_the_parameters_with_the_types_of_the_accounts_fields() {
    String area = acme.post("/fields", "{\"name\": \"Area\", \"type\": \"number\"}").is(201).at("id");
    LeadFlow.Deployed large = flow();
    LeadFlow.Deployed austin = flow();
    LeadFlow.Deployed own = flow();
    String router = router(
        route(large, rule("lead." + area, "is greater than", "1000")),
        route(austin, rule("lead.phone_1.area", "is equal to", "\"512\"")),
        route(own, rule("lead.loan.kind", "is equal to", "\"fixed\"")));
    assertThat(taker(router, "{\"%s\": \"1,250.50 sqft\"}".formatted(area))).isEqualTo(large.id());
    assertThat(taker(router, "{\"phone_1\": \"(512) 789-1111\"}")).isEqualTo(austin.id());
    assertThat(taker(router, "{\"loan\": {\"kind\": \"fixed\"}}")).isEqualTo(own.id());
    unmatched(router, "{\"%s\": \"250\"}".formatted(area));
  }

  @Test
  void the_lead_is_handled_as_if_it_had_been_submitted_to_the_source() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").with("""
        "pricing":{"prices":[{"amount":4.5}]}""").deploy();
    Reply reply = submit(router(route(flow, "")), "application/x-www-form-urlencoded", "email=a%40example.com&other=x")
        .is(201);
    assertThat(reply.text()).isEqualTo(
        "{\"outcome\":\"success\",\"lead\":{\"id\":\"%s\"},\"price\":4.5}".formatted(reply.at("lead.id")));
    JsonNode event = flow.history(reply.at("lead.id")).getLast();
    assertThat(event.at("/vars/flow/id").asString()).isEqualTo(flow.id());
    assertThat(event.at("/vars/source/id").asString()).isEqualTo(flow.source());
    assertThat(event.at("/vars/lead").propertyNames()).containsExactlyInAnyOrder("id", "email");
  }

  @Test
  void without_a_matching_route_the_lead_is_refused_and_nothing_is_recorded() {
    LeadFlow.Deployed flow = flow();
    String router = router(route(flow, rule("lead.state", "is equal to", "\"TX\"")));
    assertThat(submit(router, "application/json", "{\"state\": \"OH\"}").is(201).text())
        .isEqualTo("{\"outcome\":\"failure\",\"reason\":\"no matching route\",\"price\":0}");
    assertThat(taker(router, "{\"state\": \"TX\"}")).isEqualTo(flow.id());
    assertThat(acme.get("/events").json().size()).isEqualTo(1);
  }

  @Test
  void a_router_answers_by_its_module_when_no_flow_does() {
    String router = acme.post("/routers", """
        {"module_id": "leadconduit-standard.inbound.classic", "routes": []}""").is(201).json().get(0).path("id").asString();
    assertThat(submit(router, "application/json", "{}").is(201).text()).contains("<reason>no matching route</reason>");
  }

  @Test
  void transport_is_that_of_a_submission() {
    String router = router();
    assertThat(SERVER.send(request(router, "").PUT(HttpRequest.BodyPublishers.ofString("{}"))).status()).isEqualTo(405);
    assertThat(SERVER.send(request(router, "").header("Accept", "image/png").GET()).status()).isEqualTo(406);
    assertThat(SERVER.send(request(router, "").POST(HttpRequest.BodyPublishers.ofString("{}"))).status()).isEqualTo(415);
    assertThat(submit(router, "text/csv", "a,b").status()).isEqualTo(406);
    assertThat(submit(router, "application/json", "{\"a\":").status()).isEqualTo(400);
    assertThat(SERVER.send(request(router, "?redir_url=nonsense").GET()).text()).isEqualTo("Invalid redir_url");
    Reply redirected = SERVER.send(request(router, "?redir_url=https%3A%2F%2Fexample.org%2Ft").GET()).is(303);
    assertThat(redirected.header("Location")).contains("https://example.org/t");
    assertThat(redirected.text()).contains("no matching route");
    assertThat(SERVER.send(request(router, "").header("Accept", "text/xml").GET()).text())
        .contains("<reason>no matching route</reason>");
    assertThat(SERVER.send(HttpRequest.newBuilder(URI.create(
        SERVER.url() + "/routers/" + ObjectIds.next(Instant.now()) + "/submit")).GET()).is(404).text())
        .isEqualTo("{\"error\":\"not found\"}");
  }

  @Test
  void a_lead_can_be_submitted_to_a_router_by_query() {
    LeadFlow.Deployed flow = flow();
    String router = router(route(flow, rule("lead.state", "is equal to", "\"TX\"")));
    String lead = SERVER.send(request(router, "?state=TX&email=a%40example.com").GET()).is(201).at("lead.id");
    assertThat(flow.history(lead).getLast().at("/vars/lead/email/normal").asString()).isEqualTo("a@example.com");
  }

  @Test
  void a_submission_that_comes_again_under_its_key_is_not_taken_again() {
    String router = router(route(flow(), ""));
    HttpRequest.Builder request = request(router, "?email=a%40example.com").header("Idempotency-Key", "again").GET();
    String first = SERVER.send(request).is(201).at("lead.id");
    assertThat(SERVER.send(request).is(201).at("lead.id")).isEqualTo(first);
  }

  @Test
  void a_submission_under_its_key_is_not_taken_again_by_the_source_that_its_router_leads_to_now() {
    LeadFlow.Deployed before = flow();
    LeadFlow.Deployed now = LeadFlow.of(acme).fields("state").from(acme.accountId()).deploy();
    String router = router(route(before, ""));
    HttpRequest.Builder request = request(router, "?state=TX").header("Idempotency-Key", "again").GET();
    String first = SERVER.send(request).is(201).at("lead.id");
    acme.put("/routers/" + router, "{\"routes\": [" + route(now, "") + "]}").is(200);
    assertThat(SERVER.send(request).is(201).at("lead.id")).isEqualTo(first);
  }

  @Test
  void a_source_that_asks_for_a_key_asks_for_it_here_too() {
    LeadFlow.Deployed flow =
        LeadFlow.of(acme).from(acme.accountId()).source("\"authentication_required\":true").deploy();
    String router = router(route(flow, ""));
    assertThat(submit(router, "application/json", "{}").is(401).at("error")).isEqualTo("Unauthorized source");
    assertThat(acme.post("/routers/" + router + "/submit", "{}").is(201).at("outcome")).isEqualTo("success");
    globex.post("/routers/" + router + "/submit", "{}").is(401);
  }

  @Test
  void a_flow_that_takes_no_leads_takes_none_from_a_router() {
    LeadFlow.Deployed disabled = flow();
    acme.put("/flows/" + disabled.id(),
        acme.get("/flows/" + disabled.id()).text().replace("\"Auto leads\",\"enabled\":true", "\"Auto leads\",\"enabled\":false"))
        .is(200);
    acme.post("/flows/" + disabled.id() + "/deploy").is(200);
    String router = router(route(disabled, ""));
    assertThat(submit(router, "application/json", "{}").is(201).at("reason")).isEqualTo("Flow is disabled");
    acme.delete("/flows/" + disabled.id()).is(200);
    submit(router, "application/json", "{}").is(404);
  }

  @Test
  void a_router_is_made_read_listed_and_replaced() {
    LeadFlow.Deployed flow = flow();
    JsonNode made = acme.post("/routers",
        "{\"routes\": [%s]}".formatted(route(flow, rule("lead.state", "is equal to", "\"TX\"")))).is(201).json().get(0);
    String id = made.path("id").asString();
    assertThat(made.path("module_id").asString()).isEqualTo("leadconduit-default.inbound");
    JsonNode route = made.path("routes").get(0);
    assertThat(route.path("id").asString()).matches("[0-9a-zA-Z]{6}");
    assertThat(route.at("/rule_set/id").asString()).matches("[0-9a-zA-Z]{6}");
    assertThat(route.at("/rule_set/rules/0/id").asString()).matches("[0-9a-zA-Z]{6}");
    assertThat(acme.get("/routers/" + id).is(200).json()).isEqualTo(made);
    assertThat(acme.get("/routers").is(200).json().get(0)).isEqualTo(made);
    assertThat(acme.put("/routers/" + id, made.toString()).is(200).json().get(0).path("routes"))
        .isEqualTo(made.path("routes"));
    unmatched(id, "{\"state\": \"OH\"}");
    acme.put("/routers/" + id, "{\"routes\": [%s]}".formatted(route(flow, ""))).is(200);
    assertThat(taker(id, "{\"state\": \"OH\"}")).isEqualTo(flow.id());
  }

  @Test
  void an_account_has_one_router_a_module() {
    String id = router();
    assertThat(acme.post("/routers", "{\"routes\": []}").is(409).at("error"))
        .isEqualTo("there is a router for leadconduit-default.inbound already");
    globex.post("/routers", "{\"routes\": []}").is(201);
    assertThat(acme.put("/routers/" + id, """
        {"module_id": "leadconduit-standard.inbound.verbose", "routes": []}""").is(400).at("error"))
        .contains("module_id cannot be changed");
  }

  @Test
  void everything_that_is_wrong_with_a_router_is_said_at_once() {
    LeadFlow.Deployed foreign = LeadFlow.of(globex).deploy();
    LeadFlow.Deployed flow = flow();
    String error = acme.post("/routers", """
        {"module_id": "leadconduit-default.outbound", "routes": [
          {"flow_id": "%s", "source_id": "%s"},
          {"flow_id": "%s", "source_id": "%s", "rule_set": {"op": "and", "rules": [
            {"lhv": "lead.state", "op": "matches pattern", "rhv": "("}]}}]}"""
        .formatted(foreign.id(), foreign.source(), flow.id(), globex.accountId())).is(400).at("error");
    assertThat(error).contains("module_id leadconduit-default.outbound is not inbound",
        "routes[0].flow_id there is no flow " + foreign.id(),
        "routes[1].source_id the flow " + flow.id() + " has no source",
        "routes[1].rule_set.rules[0].rhv");
    assertThat(acme.post("/routers", "{\"routs\": []}").is(400).at("error")).contains("routs", "routes is required");
    assertThat(acme.get("/routers").text()).isEqualTo("[]");
  }

  @Test
  void anothers_router_and_an_unknown_one_look_the_same() {
    String id = router();
    for (String unknown : List.of(id, ObjectIds.next(Instant.now()), "nonsense")) {
      assertThat(globex.get("/routers/" + unknown).is(404).text()).isEqualTo("{\"error\":\"not found\"}");
      globex.put("/routers/" + unknown, "{\"routes\": []}").is(404);
    }
    assertThat(globex.get("/routers").text()).isEqualTo("[]");
    assertThat(SERVER.open("Initech", Plan.PARTNER).get("/routers").is(401).at("error")).isEqualTo("not authorized");
  }

  @Test
  void what_another_node_changes_of_a_router_or_of_a_field_is_seen_when_it_tells() {
    LeadFlow.Deployed flow = flow();
    String router = router(route(flow, rule("lead.state", "is equal to", "\"TX\"")));
    unmatched(router, "{\"state\": \"OH\"}");
    SERVER.db().sql("UPDATE router SET routes = replace(routes, 'TX', 'OH'), version = version + 1 WHERE id = :id")
        .param("id", router).update();
    SERVER.db().sql("SELECT pg_notify('sluice_flow', 'routers')").query((row, index) -> 1).single();
    awaitTaker(router, "{\"state\": \"OH\"}", flow.id());
  }

  @Test
  void a_changed_type_of_a_field_holds_for_the_next_lead() {
    String area = acme.post("/fields", "{\"name\": \"Area\", \"type\": \"string\"}").is(201).at("id");
    LeadFlow.Deployed flow = flow();
    String router = router(route(flow, rule("lead." + area + ".max", "is equal to", "20")));
    unmatched(router, "{\"%s\": \"12-20\"}".formatted(area));
    acme.put("/fields/" + area, "{\"name\": \"Area\", \"type\": \"range\"}").is(200);
    assertThat(taker(router, "{\"%s\": \"12-20\"}".formatted(area))).isEqualTo(flow.id());
  }

  private LeadFlow.Deployed flow() {
    return LeadFlow.of(acme).fields("state", "email", "phone_1").deploy();
  }

  private String router(String... routes) {
    return acme.post("/routers", "{\"routes\": [%s]}".formatted(List.of(routes).stream().collect(Collectors.joining(","))))
        .is(201).json().get(0).path("id").asString();
  }

  private static String route(LeadFlow.Deployed to, String rule) {
    return "{\"flow_id\": \"%s\", \"source_id\": \"%s\"%s}".formatted(to.id(), to.source(),
        rule.isEmpty() ? "" : ", \"rule_set\": {\"op\": \"and\", \"rules\": [" + rule + "]}");
  }

  private static String rule(String lhv, String op, String rhv) {
    return "{\"lhv\": \"%s\", \"op\": \"%s\", \"rhv\": %s}".formatted(lhv, op, rhv);
  }

  private String taker(String router, String json) {
    String lead = submit(router, "application/json", json).is(201).at("lead.id");
    return LeadFlow.Deployed.history(acme, lead).getLast().at("/vars/flow/id").asString();
  }

  private static void unmatched(String router, String json) {
    assertThat(submit(router, "application/json", json).is(201).at("reason")).isEqualTo("no matching route");
  }

  private void awaitTaker(String router, String json, String flow) {
    Instant limit = Instant.now().plusSeconds(20);
    while (!submit(router, "application/json", json).is(201).json().has("lead")) {
      assertThat(Instant.now()).as("the other node's change is seen").isBefore(limit);
    }
    assertThat(taker(router, json)).isEqualTo(flow);
  }

  private static Reply submit(String router, String contentType, String body) {
    return SERVER.send(request(router, "").header("Content-Type", contentType)
        .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String router, String query) {
    return HttpRequest.newBuilder(URI.create(SERVER.url() + "/routers/" + router + "/submit" + query));
  }
}
