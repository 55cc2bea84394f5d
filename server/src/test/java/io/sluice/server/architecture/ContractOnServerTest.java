package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.ContractRoutes;
import io.sluice.server.http.contract.Operation;
import io.sluice.server.http.contract.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The running server against the contract files: the same routes, and for every operation what a stranger gets. */
class ContractOnServerTest {

  private static final String UNKNOWN = "5fd000000000000000000000";

  private final SluiceServer server = SluiceServer.shared();
  private final Contract contract = server.bean(Contract.class);
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  @Test
  void every_route_is_an_operation_of_the_contract_and_the_other_way_round() {
    Set<Route> served = ContractRoutes.served(server.bean(RequestMappingHandlerMapping.class));
    for (String path : List.of(
        "/flows/{f}/sources/{s}/submit", "/flows/{f}/sources/{s}/ping", "/routers/{r}/submit", "/feedback")) {
      served.add(new Route("GET", path)); // plain servlets, outside the mapping
      served.add(new Route("POST", path));
    }
    assertThat(ContractRoutes.compare(served, contract)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> without_credentials_every_operation_that_needs_some_answers_401() {
    return contract.operations().stream().filter(operation -> !operation.stranger().equals("anyone"))
        .map(operation -> DynamicTest.dynamicTest(name(operation), () ->
            assertThat(call(server.anybody(), operation, path(operation, Map.of())).status()).isEqualTo(401)));
  }

  @TestFactory
  Stream<DynamicTest> a_strangers_valid_key_finds_nothing_of_anothers() {
    Map<String, String> ids = acmesThings();
    return contract.operations().stream().filter(operation -> operation.stranger().equals("404"))
        .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
          String path = path(operation, ids);
          Reply reply = call(globex, operation, path);
          assertThat(reply.status()).as(reply.text()).isEqualTo(404);
          if (operation.route().method().equals("GET")) {
            assertThat(call(acme, operation, path).status()).as("what its owner gets").isEqualTo(200);
          }
        }));
  }

  @TestFactory
  Stream<DynamicTest> an_admin_of_another_company_is_kept_out_of_this_one() {
    Map<String, String> ids = acmesThings();
    return contract.operations().stream().filter(operation -> operation.stranger().equals("403"))
        .map(operation -> DynamicTest.dynamicTest(name(operation), () ->
            assertThat(call(globex, operation, path(operation, ids)).status()).isEqualTo(403)));
  }

  @TestFactory
  Stream<DynamicTest> a_strangers_lists_hold_nothing_of_anothers() {
    Map<String, String> ids = acmesThings();
    return contract.operations().stream()
        .filter(operation -> operation.stranger().equals("own") && operation.route().method().equals("GET"))
        .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
          Reply reply = call(globex, operation, operation.path()).is(200);
          // The CRM's ids are short numbers, which any text may hold: its own tests look closer.
          assertThat(ids.values()).filteredOn(id -> id.length() > 12).noneMatch(id -> reply.text().contains(id));
        }));
  }

  /** One of each kind, by the start of the path that leads to it. */
  private Map<String, String> acmesThings() {
    String pending = acme.post("/invitations/source", "{\"email\": \"p%d@example.org\"}".formatted(System.nanoTime()))
        .is(201).at("entity.id");
    String entity = acme.post("/entities", """
        {"name": "Own", "source": "seller", "recipient": null, "module_ids": []}""").is(201).at("id");
    String flow = acme.post("/flows", """
        {"name": "Own", "enabled": true, "fields": ["email"], "sources": [], "steps": [], "ping_enabled": true,
         "caps": [{"type": "volume", "maximum": 9, "duration": 1, "duration_units": "month"}],
         "ping_limits": [{"maximum": 9, "duration": 1, "duration_units": "month"}]}""").is(201).at("id");
    acme.post("/flows/" + flow + "/deploy").is(200);
    acme.post("/flows/" + flow + "/sources/" + acme.accountId() + "/submit", "{\"email\": \"a@example.com\"}").is(201);
    acme.post("/flows/" + flow + "/sources/" + acme.accountId() + "/ping", "{\"email\": \"a@example.com\"}").is(200);
    Party seller = server.open("Initech");
    seller.post("/invitations/recipient", "{\"email\": \"%s\"}".formatted(acme.email())).is(201);
    Reply accepted = acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/accept").is(200);
    Map<String, String> ids = new HashMap<>();
    ids.put("/entities/", entity);
    ids.put("/flows/", flow);
    ids.put("/invitations/", pending);
    ids.put("/onboards/", accepted.at("onboard.id"));
    ids.put("/user/", acme.userId());
    ids.put("/user_settings/", acme.userId());
    ids.put("/api_keys/", acme.get("/api_keys").is(200).json().get(0).get("id").asString());
    ids.put("/changelogs/", acme.get("/changelogs").is(200).json().get(0).get("id").asString());
    ids.put("/leads/", acme.get("/events").is(200).json().get(0).at("/vars/lead/id").asString());
    ids.put("/events/", acme.get("/events").is(200).json().get(0).get("id").asString());
    ids.put("/credentials/", acme.post("/credentials",
        "{\"name\": \"Own\", \"type\": \"token\", \"package\": \"own\", \"token\": \"t\"}").is(201).at("id"));
    ids.put("/fields/", acme.post("/fields", "{\"name\": \"Own\", \"type\": \"string\"}").is(201).at("id"));
    ids.put("/routers/", acme.post("/routers", "{\"routes\": []}").is(201).json().get(0).get("id").asString());
    ids.put("/destinations/", acme.post("/destinations", """
        {"name": "Own", "actions": [{"name": "Add", "webhook_url": "https://hooks.example.com/leads"}]}""")
        .is(201).at("instance_id"));
    ids.put("source_id", acme.accountId());
    String endpoint = acme.post("/webhook_endpoints", "{\"url\": \"http://127.0.0.1:9/\"}").is(201).at("id");
    ids.put("/webhook_endpoints/", endpoint);
    ids.put("message_id", acme.post("/webhook_endpoints/" + endpoint + "/test").is(202).at("message_id"));
    String list = acme.post("/lists", "{\"name\": \"Own %d\"}".formatted(System.nanoTime())).is(201).at("id");
    acme.post("/lists/" + list + "/items", "{\"values\": [\"" + list + "\"]}").is(200);
    ids.put("/lists/", list);
    ids.put("/exists/", list);
    ids.put("/caps/", acme.get("/caps?flow_id=" + flow).is(200).json().get(0).get("id").asString());
    ids.put("/ping_limits/", acme.get("/ping_limits?flow_id=" + flow).is(200).json().get(0).get("id").asString());
    ids.put("/services/", acme.post("/services", """
        {"name": "Own", "integration": {"module_id": "sluice-pricing.outbound.json"}}""").is(201).at("id"));
    ids.put("/retries/", failedDelivery());
    ids.put("connection_id", accepted.at("connection.id"));
    ids.putAll(CrmThings.of(acme));
    Reply optOut = acme.post("/opt_outs", "{\"email\": \"own@example.com\"}").is(201);
    ids.put("/opt_outs/", optOut.at("id"));
    ids.put("/opt_out_requests/", optOut.json().at("/holders/0/request_id").asString());
    return ids;
  }

  /** Nobody listens on port 1. */
  private String failedDelivery() {
    String flow = acme.post("/flows", """
        {"name": "Failing", "enabled": true, "fields": ["email"], "sources": [], "steps": [{"type": "recipient",
         "retry_enabled": true, "entity": {"id": "5fd0e97a9f80974c1c9c6ac0"}, "integration": {
         "module_id": "leadconduit-default.outbound",
         "mappings": [{"property": "url", "value": "http://127.0.0.1:1/"}]}}]}""").is(201).at("id");
    acme.post("/flows/" + flow + "/deploy").is(200);
    acme.post("/flows/" + flow + "/sources/" + acme.accountId() + "/submit", "{\"email\": \"a@example.com\"}").is(201);
    return acme.get("/retries?flow_id=" + flow).is(200).json().get(0).get("id").asString();
  }

  private static String path(Operation operation, Map<String, String> ids) {
    String id = ids.entrySet().stream().filter(kind -> operation.path().startsWith(kind.getKey()))
        .map(Map.Entry::getValue).findFirst().orElse(UNKNOWN);
    return operation.path()
        .replace("{source_id}", ids.getOrDefault("source_id", UNKNOWN))
        .replace("{message_id}", ids.getOrDefault("message_id", UNKNOWN))
        .replaceAll("\\{[^}]*}", id);
  }

  private Reply call(Party party, Operation operation, String path) {
    String body = body(operation);
    return switch (operation.route().method()) {
      case "GET" -> party.get(path);
      case "DELETE" -> body.isEmpty() ? party.delete(path) : party.delete(path, body);
      case "PUT" -> body.isEmpty() ? party.put(path) : party.put(path, body);
      case "POST" -> body.isEmpty() ? party.post(path) : party.post(path, body);
      default -> throw new AssertionError("no test for " + operation.route());
    };
  }

  /** The contract's own example, so that nothing but the caller is wrong with the request. */
  private String body(Operation operation) {
    JsonNode document = contract.documents().get(operation.surface());
    JsonNode request = resolved(document, document.path("paths").path(operation.path())
        .path(operation.route().method().toLowerCase(Locale.ROOT)).path("requestBody"));
    JsonNode content = request.path("content").path("application/json");
    return content.path("examples").valueStream().findFirst()
        .map(example -> resolved(document, example).path("value").toString()).orElse("");
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  private static String name(Operation operation) {
    return operation.route().method() + " " + operation.path();
  }
}
