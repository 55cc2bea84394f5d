package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** The public API, as far as flows have to be made. */
record Exchange(URI server, String apiKey) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** A standard entity: the account's own web form. */
  private static final String WEB_FORM = "5fd00e2fd418e0a908f4ea64";
  /** A standard entity: the account's own CRM. */
  private static final String CRM = "5fd0e97a9f80974c1c9c6ac0";

  /** Typed fields, four rules that all hold for the driver's leads, a price. */
  private static final String FLOW = """
      {"name": "%s", "enabled": true,
       "fields": ["first_name", "last_name", "email", "phone_1", "address_1", "city", "state", "postal_code", "comments",
         "ip_address", "landing_page"],
       "sources": [{"entity": {"id": "%s", "name": "Web form"}, "enabled": true,
         "integration": {"module_id": "leadconduit-default.inbound"}}],
       "acceptance_criteria": {"outcome": "failure", "rule_set": {"op": "and", "rules": [
         {"lhv": "lead.email", "op": "is not blank"},
         {"lhv": "lead.state", "op": "is equal to", "rhv": "TX"},
         {"lhv": "lead.postal_code", "op": "is not blank"},
         {"lhv": "lead.first_name", "op": "is not equal to", "rhv": "Test"}]}},
       "pricing": {"prices": [{"amount": 2}]},
       "steps": [%s]%s}""";

  private static final String CAPS = """
      , "caps": [{"type": "volume", "maximum": %d, "duration": 1, "duration_units": "month"}]""";

  private static final String STANDARD_DELIVERY = """
      {"type": "recipient", "entity": {"id": "%s", "name": "CRM"}, "integration":
        {"module_id": "leadconduit-default.outbound", "mappings": [{"property": "url", "value": "%s"}]}}""";

  static String standardDelivery(URI recipient) {
    return STANDARD_DELIVERY.formatted(CRM, recipient);
  }

  /** Saves and deploys a flow. @param steps JSON, with commas between them @return its id */
  String deploy(String name, String steps) throws IOException, InterruptedException {
    return deploy(name, steps, "");
  }

  /** The same, for so many successes a month. */
  String deployCapped(String name, String steps, int maximum) throws IOException, InterruptedException {
    return deploy(name, steps, CAPS.formatted(maximum));
  }

  private String deploy(String name, String steps, String more) throws IOException, InterruptedException {
    String flow = post("/flows", FLOW.formatted(name, WEB_FORM, steps, more), 201);
    String id = JSON.readTree(flow).path("id").asString();
    post("/flows/" + id + "/deploy", "", 200);
    return id;
  }

  URI submitUrl(String flowId) {
    return server.resolve("/flows/" + flowId + "/sources/" + WEB_FORM + "/submit");
  }

  private String post(String path, String json, int expected) throws IOException, InterruptedException {
    String password = Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(HttpRequest.newBuilder(server.resolve(path))
          .header("Authorization", "Basic " + password)
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new IOException("POST " + path + " was answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    }
  }
}
