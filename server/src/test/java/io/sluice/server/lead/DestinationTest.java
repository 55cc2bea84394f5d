package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.account.Plan;
import io.sluice.server.kernel.ObjectIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Destinations: set up, listed, named by flows, delivered to at their end (exchange 5.7). */
class DestinationTest {

  private static final SluiceServer SERVER = SluiceServer.shared();
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Party acme = SERVER.open("Acme");
  private final Party globex = SERVER.open("Globex");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_lead_that_came_through_all_steps_is_posted_as_json_and_recorded() {
    JsonNode destination = destination("Salesforce", "/add");
    LeadFlow.Deployed flow = flow(listed());
    String lead = flow.submit("{\"email\": \"A@Example.com\", \"phone_1\": \"nonsense\"}").is(201).at("lead.id");

    FakeRecipient.Received request = recipient.awaitRequest(SOON);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/add");
    assertThat(request.headers().get("content-type")).isEqualTo("application/json");
    assertThat(request.headers().get("webhook-id"))
        .isEqualTo(request.headers().get("idempotency-key")).startsWith(lead + "-");
    JsonNode body = JsonMapper.shared().readTree(request.body());
    assertThat(body.at("/lead/id").asString()).isEqualTo(lead);
    assertThat(body.at("/lead/email").asString()).isEqualTo("a@example.com");
    assertThat(body.at("/lead/phone_1").asString()).isEqualTo("nonsense");
    assertThat(body.at("/flow/id").asString()).isEqualTo(flow.id());
    assertThat(body.has("url")).isFalse();

    JsonNode event = flow.history(lead).getFirst();
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success");
    assertThat(event.at("/vars/recipient/id")).isEqualTo(destination.path("instance_id"));
    assertThat(event.at("/vars/recipient/name").asString()).isEqualTo("Salesforce");
    assertThat(event.path("step_id")).isEqualTo(destination.at("/actions/0/action_id"));
    assertThat(event.path("key").asString()).isEqualTo("salesforce");
    assertThat(body.path("event_id")).isEqualTo(event.path("id"));
    assertThat(flow.history(lead).getLast().path("step_count").asInt()).isZero();
  }

  @Test
  void what_becomes_of_a_destination_changes_nothing_for_the_lead() {
    destination("Salesforce", "/add");
    LeadFlow.Deployed flow = flow(listed());
    recipient.answersOnce(FakeRecipient.with(404, "text/plain", "nobody"));
    Reply refused = flow.submit("{\"email\": \"a@example.com\"}").is(201);
    assertThat(refused.at("outcome")).isEqualTo("success");
    assertThat(flow.story(refused.at("lead.id"))).containsExactly("recipient failure", "source success");
    recipient.answersOnce(FakeRecipient.with(503, "text/plain", "later"));
    Reply failed = flow.submit("{\"email\": \"a@example.com\"}").is(201);
    assertThat(failed.at("outcome")).isEqualTo("success");
    JsonNode event = flow.history(failed.at("lead.id")).getFirst();
    assertThat(event.path("outcome").asString()).isEqualTo("error");
    assertThat(event.path("reason").asString()).isEqualTo("Status 503");
  }

  @Test
  void destinations_are_skipped_when_a_step_before_them_errored_and_only_then() {
    destination("Salesforce", "/add");
    LeadFlow.Deployed flow = flow(listed(), recipient.url("/crm"));
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"no\"}"));
    String failure = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    assertThat(flow.story(failure)).containsExactly("recipient failure", "recipient success", "source success");
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"error\"}"));
    String error = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    assertThat(flow.story(error)).containsExactly("recipient error", "recipient skip", "source success");
    assertThat(flow.history(error).get(1).path("reason").asString()).isEqualTo("a step before it ended in error");
    assertThat(recipient.received().stream().map(FakeRecipient.Received::uri))
        .containsExactly("/crm", "/add", "/crm");
  }

  @Test
  void a_lead_that_is_not_accepted_goes_to_no_destination() {
    destination("Salesforce", "/add");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", "state").step("""
        {"type":"filter","outcome":"failure","reason":"no","rule_set":{"op":"and","rules":[
         {"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}}""").step("""
        {"type":"filter","outcome":"success","rule_set":{"op":"and","rules":[
         {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""")
        .with("\"destinations\":" + listed()).deploy();
    String rejected = flow.submit("{\"state\": \"FL\"}").is(201).at("lead.id");
    assertThat(flow.story(rejected)).containsExactly("filter stop", "source failure");
    String accepted = flow.submit("{\"state\": \"TX\"}").is(201).at("lead.id");
    assertThat(flow.story(accepted))
        .containsExactly("filter continue", "filter stop", "recipient success", "source success");
    assertThat(recipient.received()).hasSize(1);
  }

  @Test
  void a_flow_may_name_some_of_a_destinations_actions() {
    acme.post("/destinations", """
        {"name": "Salesforce", "actions": [{"name": "Add", "webhook_url": "%s"}, {"name": "Tag", "webhook_url": "%s"}]}"""
        .formatted(recipient.url("/add"), recipient.url("/tag"))).is(201);
    JsonNode all = acme.get("/destinations").is(200).json();
    String tag = "[{\"instance_id\":%s,\"name\":\"Salesforce\",\"actions\":[%s]}]"
        .formatted(all.get(0).path("instance_id"), all.get(0).at("/actions/1"));
    flow(tag).submit("{\"email\": \"a@example.com\"}").is(201);
    flow(all.toString()).submit("{\"email\": \"a@example.com\"}").is(201);
    assertThat(recipient.received().stream().map(FakeRecipient.Received::uri)).containsExactly("/tag", "/add", "/tag");
  }

  @Test
  void the_address_is_the_destinations_whatever_the_flow_repeats() {
    JsonNode destination = destination("Salesforce", "/add");
    String id = destination.path("instance_id").asString();
    LeadFlow.Deployed flow = flow(listed().replace("/add", "/forged"));
    flow.submit("{\"email\": \"a@example.com\"}").is(201);
    acme.put("/destinations/" + id, destination.toString().replace("/add", "/moved")).is(200);
    flow.submit("{\"email\": \"a@example.com\"}").is(201);
    assertThat(recipient.received().stream().map(FakeRecipient.Received::uri)).containsExactly("/add", "/moved");
  }

  @Test
  void a_flow_names_destinations_of_its_account_only_and_each_action_once() {
    destination("Salesforce", "/add");
    JsonNode answer = acme.post("/flows", body("""
        [{"instance_id":"%s","actions":[]},%s,%s,{"instance_id":%s,"actions":[{"action_id":"%s"}]}]""".formatted(
            ObjectIds.next(Instant.now()), element(), element(), destinationId(), ObjectIds.next(Instant.now()))))
        .is(422).json();
    assertThat(answer.path("errors").propertyNames()).containsExactly(
        "destinations[0].instance_id", "destinations[2].actions[0].action_id", "destinations[3].actions[0].action_id");
    assertThat(globex.post("/flows", body(listed())).is(422).json().path("errors").propertyNames())
        .containsExactly("destinations[0].instance_id");
  }

  @Test
  void destinations_are_listed_with_the_flows_that_name_them_when_asked() {
    assertThat(acme.get("/destinations").is(200).text()).isEqualTo("[]");
    JsonNode made = destination("Salesforce", "/add");
    LeadFlow.Deployed flow = flow(listed());
    assertThat(acme.get("/destinations").is(200).json().get(0)).isEqualTo(made);
    assertThat(made.propertyNames()).containsExactly("name", "integration_name", "instance_id", "actions");
    assertThat(acme.get("/destinations?include=flow_usages").is(200).json().get(0).path("flow_usages").toString())
        .isEqualTo("{\"count\":1,\"flows\":[{\"id\":\"%s\",\"name\":\"Auto leads\"}]}".formatted(flow.id()));
    acme.get("/destinations?include=everything").is(400);
    assertThat(globex.get("/destinations").is(200).text()).isEqualTo("[]");
    SERVER.anybody().get("/destinations").is(401);
    SERVER.open("Initech", Plan.PARTNER).get("/destinations").is(401);
  }

  @Test
  void a_destination_is_changed_and_removed_unless_a_flow_names_it() {
    JsonNode made = destination("Salesforce", "/add");
    String path = "/destinations/" + made.path("instance_id").asString();
    JsonNode changed = acme.put(path, made.toString().replace("\"Salesforce\"", "\"CRM\"")).is(200).json();
    assertThat(changed.path("name").asString()).isEqualTo("CRM");
    assertThat(changed.path("actions")).isEqualTo(made.path("actions"));
    assertThat(acme.get(path).is(200).json()).isEqualTo(changed);
    LeadFlow.Deployed flow = flow(listed());
    assertThat(acme.delete(path).is(409).at("code")).isEqualTo("destination_in_use");
    acme.delete("/flows/" + flow.id()).is(200);
    acme.delete(path).is(200);
    acme.get(path).is(404);
  }

  @Test
  void a_deployed_flow_skips_a_destination_that_is_gone() {
    JsonNode made = destination("Salesforce", "/add");
    LeadFlow.Deployed flow = flow(listed());
    acme.put("/flows/" + flow.id(), acme.get("/flows/" + flow.id()).text().replaceFirst(
        "\"destinations\":\\[.*?\\],\"created_at\"", "\"destinations\":[],\"created_at\"")).is(200);
    acme.delete("/destinations/" + made.path("instance_id").asString()).is(200);
    String lead = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    assertThat(flow.story(lead)).containsExactly("recipient skip", "source success");
    assertThat(recipient.received()).isEmpty();
  }

  @Test
  void everything_that_is_wrong_with_a_destination_is_said_at_once() {
    JsonNode errors = acme.post("/destinations", """
        {"name": " ", "actions": [{"name": "Add", "webhook_url": "ftp://example.com"},
          {"name": "Tag", "webhook_url": "https://example.com/{{lead.id}}", "action_id": "%s"}]}"""
        .formatted(ObjectIds.next(Instant.now()))).is(400).json().path("errors");
    assertThat(errors.propertyNames()).containsExactlyInAnyOrder(
        "name", "actions[0].webhook_url", "actions[1].webhook_url", "actions[1].action_id");
    acme.post("/destinations", "{\"name\": \"Empty\", \"actions\": []}").is(400);
    assertThat(acme.get("/destinations").text()).isEqualTo("[]");
  }

  @Test
  void anothers_destination_and_an_unknown_one_look_the_same() {
    String path = "/destinations/" + destination("Salesforce", "/add").path("instance_id").asString();
    for (String unknown : List.of(path, "/destinations/" + ObjectIds.next(Instant.now()), "/destinations/nonsense")) {
      globex.get(unknown).is(404);
      globex.put(unknown, "{\"name\": \"X\", \"actions\": [{\"name\": \"A\", \"webhook_url\": \"https://a.example\"}]}")
          .is(404);
      globex.delete(unknown).is(404);
    }
  }

  @Test
  void a_private_address_is_not_dialled() {
    acme.post("/destinations", """
        {"name": "Metadata", "actions": [{"name": "Steal", "webhook_url": "http://169.254.169.254/latest"}]}""").is(201);
    LeadFlow.Deployed flow = flow(listed());
    String lead = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    assertThat(flow.history(lead).getFirst().path("reason").asString()).isEqualTo("URL must be public");
  }

  private JsonNode destination(String name, String path) {
    return acme.post("/destinations", """
        {"name": "%s", "actions": [{"name": "Add lead", "webhook_url": "%s"}]}"""
        .formatted(name, recipient.url(path))).is(201).json();
  }

  private String listed() {
    return acme.get("/destinations").is(200).text();
  }

  private String element() {
    return acme.get("/destinations").is(200).json().get(0).toString();
  }

  private String destinationId() {
    return acme.get("/destinations").is(200).json().get(0).path("instance_id").toString();
  }

  private LeadFlow.Deployed flow(String destinations) {
    return LeadFlow.of(acme).fields("email", "phone_1").with("\"destinations\":" + destinations).deploy();
  }

  private LeadFlow.Deployed flow(String destinations, String crm) {
    return LeadFlow.of(acme).fields("email").delivery(crm, "").with("\"destinations\":" + destinations).deploy();
  }

  private static String body(String destinations) {
    return """
        {"name": "Auto leads", "enabled": true, "fields": ["email"], "sources": [], "steps": [], "destinations": %s}"""
        .formatted(destinations);
  }
}
