package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.kernel.ObjectIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /vars} and {@code /flows/{id}/fields/usage}: what leads bring (exchange 5.1, 10). */
class DataPointsTest {

  private static final SluiceServer SERVER = SluiceServer.shared();
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  private final Party acme = SERVER.open("Acme");
  private final Party globex = SERVER.open("Globex");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void usage_counts_the_leads_of_today_whose_value_is_not_blank() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("first_name", "email", "state", "comments").deploy();
    flow.submit("{\"first_name\": \"Ann\", \"email\": \"a@example.com\", \"state\": \"  \"}").is(201);
    flow.submit("{\"email\": \"nonsense\", \"unknown\": \"x\"}").is(201);
    assertThat(usage(flow, "")).isEqualTo("{\"first_name\":1,\"email\":2,\"state\":0,\"comments\":0}");
    flow.submit("{\"first_name\": \"Bo\"}").is(201);
    assertThat(usage(flow, "?timeframe=today")).isEqualTo("{\"first_name\":2,\"email\":2,\"state\":0,\"comments\":0}");
  }

  @Test
  void usage_counts_rejected_leads_too() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").with("""
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
         {"lhv":"lead.email","op":"is blank"}]}}""").deploy();
    assertThat(flow.submit("{\"email\": \"a@example.com\"}").is(201).at("outcome")).isEqualTo("failure");
    assertThat(usage(flow, "")).isEqualTo("{\"email\":1}");
  }

  @Test
  void a_ping_is_not_counted() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").with("\"ping_enabled\":true").deploy();
    flow.ping("{\"email\": \"a@example.com\"}").is(200);
    assertThat(usage(flow, "")).isEqualTo("{\"email\":0}");
  }

  @Test
  void a_timeframe_adds_up_its_days_whoever_counted_them() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", "state").deploy();
    flow.submit("{\"email\": \"a@example.com\"}").is(201);
    LocalDate today = LocalDate.now(ZONE);
    countedElsewhere(flow, today, "{\"email\": 4}");
    countedElsewhere(flow, today.minusDays(1), "{\"email\": 10, \"state\": 1}");
    countedElsewhere(flow, today.minusDays(1), "{\"email\": 20}");
    countedElsewhere(flow, today.minusDays(30), "{\"email\": 100, \"city\": 7}");
    countedElsewhere(flow, today.minusDays(31), "{\"email\": 1000}");
    assertThat(usage(flow, "")).isEqualTo("{\"email\":5,\"state\":0}");
    assertThat(usage(flow, "?timeframe=yesterday")).isEqualTo("{\"email\":30,\"state\":1}");
    assertThat(usage(flow, "?timeframe=this_2_days")).isEqualTo("{\"email\":35,\"state\":1}");
    assertThat(usage(flow, "?timeframe=previous_30_days")).isEqualTo("{\"email\":130,\"state\":1,\"city\":7}");
  }

  @Test
  void a_timeframe_that_is_none_or_reaches_too_far_is_refused() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").deploy();
    assertThat(acme.get("/flows/" + flow.id() + "/fields/usage?timeframe=last_week").is(400).at("error"))
        .contains("previous_30_days");
    assertThat(acme.get("/flows/" + flow.id() + "/fields/usage?timeframe=previous_5_years").is(400).at("error"))
        .contains("400 days");
    globex.get("/flows/" + flow.id() + "/fields/usage").is(404);
    acme.get("/flows/" + ObjectIds.next(Instant.now()) + "/fields/usage").is(404);
  }

  @Test
  void a_data_point_is_told_once_whatever_flow_collected_it() {
    LeadFlow.Deployed one = LeadFlow.of(acme).fields("email", "state").deploy();
    LeadFlow.Deployed two = LeadFlow.of(acme).fields("email", "city").deploy();
    one.submit("{\"email\": \"a@example.com\"}").is(201);
    two.submit("{\"email\": \"b@example.com\", \"city\": \"Waco\"}").is(201);
    assertThat(names("")).containsExactly("lead.city", "lead.email");
    JsonNode email = named("lead.email").orElseThrow();
    assertThat(email.path("label").asString()).isEqualTo("Email");
    assertThat(email.path("type").asString()).isEqualTo("email");
    assertThat(Instant.parse(email.path("first_used_at").asString()))
        .isBeforeOrEqualTo(Instant.parse(email.path("last_used_at").asString()));
    assertThat(named("lead.city").orElseThrow().path("examples").toString()).isEqualTo("[\"Waco\"]");
    assertThat(globex.get("/vars").is(200).text()).isEqualTo("[]");
  }

  @Test
  void what_a_recipient_answers_is_a_data_point_of_that_module_and_entity() {
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"score\":7,\"lead\":{\"id\":\"x1\"}}"));
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").delivery(recipient.url("/leads"), "").deploy();
    flow.submit("{\"email\": \"a@example.com\"}").is(201);
    String key = flow.history(acme.get("/events?type=recipient").json().get(0).at("/vars/lead/id").asString())
        .getFirst().path("key").asString();
    JsonNode outcome = named(key + ".outcome").orElseThrow();
    assertThat(outcome.path("module_id").asString()).isEqualTo("leadconduit-default.outbound");
    assertThat(outcome.path("entity_id").asString()).isEqualTo(LeadFlow.CRM);
    assertThat(outcome.path("examples").toString()).isEqualTo("[\"success\"]");
    assertThat(outcome.path("label").asString()).endsWith(" Outcome");
    assertThat(named(key + ".score").orElseThrow().path("examples").toString()).isEqualTo("[\"7\"]");
    assertThat(named(key + ".lead.id").orElseThrow().path("examples").toString()).isEqualTo("[\"x1\"]");
  }

  @Test
  void examples_of_maskable_types_are_masked_also_where_a_recipient_repeats_them() {
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"reason\":\"078051120 is known\"}"));
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("ssn").delivery(recipient.url("/leads"), "").deploy();
    flow.submit("{\"ssn\": \"078051120\"}").is(201);
    String vars = acme.get("/vars").is(200).text();
    assertThat(vars).contains("lead.ssn", "*********").doesNotContain("078051120");
  }

  @Test
  void vars_can_be_asked_for_by_flow_by_time_and_without_some() {
    LeadFlow.Deployed one = LeadFlow.of(acme).fields("email", "state").deploy();
    LeadFlow.Deployed two = LeadFlow.of(acme).fields("city").deploy();
    LeadFlow.Deployed three = LeadFlow.of(acme).fields("comments").deploy();
    one.submit("{\"email\": \"a@example.com\", \"state\": \"TX\"}").is(201);
    two.submit("{\"city\": \"Waco\"}").is(201);
    three.submit("{\"comments\": \"none\"}").is(201);
    assertThat(names("?flow_id=" + one.id())).containsExactly("lead.email", "lead.state");
    assertThat(names("?flow_id=" + one.id() + "&flow_id=" + two.id()))
        .containsExactly("lead.city", "lead.email", "lead.state");
    assertThat(names("?exclude=lead.email&exclude=lead.city")).containsExactly("lead.comments", "lead.state");
    assertThat(names("?exclude%5B%5D=lead")).isEmpty();
    assertThat(names("?exclude[]=lead.email&exclude[]=lead.city")).containsExactly("lead.comments", "lead.state");
    String past = time(Instant.now().minusSeconds(3600));
    String future = time(Instant.now().plusSeconds(3600));
    assertThat(names("?start=" + past + "&end=" + future)).hasSize(4);
    assertThat(names("?start=" + future)).isEmpty();
    assertThat(names("?end=" + past)).isEmpty();
    acme.get("/vars?flow_id=nonsense").is(400);
    acme.get("/vars?start=yesterday").is(400);
  }

  @Test
  void what_was_collected_stays_known_when_its_flow_and_its_field_are_deleted() {
    String field = acme.post("/fields", "{\"name\": \"Roof\", \"type\": \"string\"}").is(201).at("id");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields(field).deploy();
    flow.submit("{\"%s\": \"slate\"}".formatted(field)).is(201);
    acme.delete("/flows/" + flow.id()).is(200);
    acme.delete("/fields/" + field).is(202);
    assertThat(named("lead." + field).orElseThrow().path("label").asString()).isEqualTo("Roof");
  }

  @Test
  void a_recipient_that_answers_with_ever_new_names_does_not_fill_the_list() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").delivery(recipient.url("/leads"), "").deploy();
    for (int lead = 0; lead < 3; lead++) {
      StringBuilder answer = new StringBuilder("{\"outcome\":\"success\"");
      for (int name = 0; name < 1_000; name++) {
        answer.append(",\"n").append(lead).append('_').append(name).append("\":1");
      }
      recipient.answersOnce(FakeRecipient.json(answer.append('}').toString()));
      flow.submit("{\"email\": \"a@example.com\"}").is(201);
    }
    assertThat(names("")).hasSizeBetween(1_500, 2_000);
  }

  private String usage(LeadFlow.Deployed flow, String query) {
    return acme.get("/flows/" + flow.id() + "/fields/usage" + query).is(200).text();
  }

  private List<String> names(String query) {
    return acme.get("/vars" + query).is(200).json().valueStream().map(one -> one.path("name").asString()).toList();
  }

  private Optional<JsonNode> named(String name) {
    return acme.get("/vars").is(200).json().valueStream()
        .filter(one -> one.path("name").asString().equals(name)).findFirst();
  }

  private void countedElsewhere(LeadFlow.Deployed flow, LocalDate day, String counts) {
    SERVER.db().sql("""
        INSERT INTO field_usage (account_id, flow_id, day, tally_id, counts)
        VALUES (:account, :flow, :day, :tally, :counts::jsonb)
        """)
        .param("account", acme.accountId()).param("flow", flow.id()).param("day", day)
        .param("tally", ObjectIds.next(Instant.now())).param("counts", counts).update();
  }

  private static String time(Instant time) {
    return URLEncoder.encode(time.toString(), StandardCharsets.UTF_8);
  }
}
