package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Submissions from outside, as far as nobody else is called (exchange 3). */
class SubmissionTest {

  private static final String LEAD =
      "{\"first_name\":\"Milton\",\"email\":\"milton@initech.example\",\"state\":\"TX\"}";
  private static final String EMAIL_NEEDED = """
      "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
        {"lhv":"lead.email","op":"is not blank"}]}}""";
  private static final String DAILY_CAP = """
      {"type":"volume","maximum":%d,"duration":1,"duration_units":"day"}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  @Test
  void an_accepted_lead_is_201_with_outcome_lead_and_price_in_this_order() {
    Reply reply = LeadFlow.of(acme).deploy().submit(LEAD).is(201);
    assertThat(reply.text()).matches("\\{\"outcome\":\"success\",\"lead\":\\{\"id\":\"[0-9a-f]{24}\"},\"price\":0}");
    assertThat(reply.header("Content-Type")).contains("application/json");
  }

  @Test
  void a_rejected_lead_is_201_with_the_reason() {
    Reply reply = LeadFlow.of(acme).with(EMAIL_NEEDED).deploy().submit("{}").is(201);
    assertThat(reply.text()).matches("\\{\"outcome\":\"failure\",\"reason\":\"lead.email must not be blank\","
        + "\"lead\":\\{\"id\":\"[0-9a-f]{24}\"},\"price\":0}");
  }

  @Test
  void any_handled_lead_is_redirected_when_the_sender_asks_for_it() {
    var flow = LeadFlow.of(acme).with(EMAIL_NEEDED).deploy();
    Reply reply = flow.send("submit?redir_url=https://example.org/t", "application/json", "{}").is(303);
    assertThat(reply.header("Location")).contains("https://example.org/t");
    assertThat(reply.at("outcome")).isEqualTo("failure");
    assertThat(flow.send("submit?redir_url=javascript:x", "application/json", "{}").is(400).text())
        .isEqualTo("Invalid redir_url");
  }

  @Test
  void forms_json_xml_and_queries_say_the_same() {
    var flow = LeadFlow.of(acme).deploy();
    for (Reply reply : List.of(
        flow.submit("{\"email\":\"a@initech.example\"}"),
        flow.send("submit", "application/x-www-form-urlencoded", "email=a%40initech.example"),
        flow.send("submit", "text/xml", "<lead><email>a@initech.example</email></lead>"),
        server.send(flow.request("submit?email=a%40initech.example").GET()))) {
      JsonNode event = flow.history(reply.is(201).at("lead.id")).getLast();
      assertThat(event.at("/vars/lead/email/normal").asString()).isEqualTo("a@initech.example");
    }
  }

  @Test
  void the_answer_is_xml_for_those_who_ask_for_it() {
    var flow = LeadFlow.of(acme).deploy();
    Reply reply = server.send(flow.request("submit").header("Accept", "text/xml").GET()).is(201);
    assertThat(reply.text()).startsWith("<?xml version=\"1.0\"").contains("<outcome>success</outcome>");
  }

  @Test
  void the_checks_of_the_inbound_module_answer_in_plain_text_and_leave_no_lead() {
    var flow = LeadFlow.of(acme).deploy();
    Reply put = server.send(flow.request("submit").PUT(BodyPublishers.ofString("{}"))).is(405);
    assertThat(put.header("Allow")).contains("GET, POST");
    server.send(flow.request("submit").method("HEAD", BodyPublishers.noBody())).is(405);
    server.send(flow.request("submit").header("Accept", "image/png").GET()).is(406);
    server.send(flow.request("submit").POST(BodyPublishers.ofString("{}"))).is(415);
    flow.send("submit", "text/csv", "a,b").is(406);
    Reply half = flow.submit(LEAD.substring(0, 20)).is(400);
    assertThat(half.header("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(acme.get("/events").is(200).json()).isEmpty();
  }

  @Test
  void a_raw_line_break_inside_a_json_text_is_removed() {
    var flow = LeadFlow.of(acme).deploy();
    String lead = flow.submit("{\"first_name\":\"Mil\nton\"}").is(201).at("lead.id");
    assertThat(flow.history(lead).getLast().at("/vars/lead/first_name").asString()).isEqualTo("Milton");
  }

  @Test
  void a_body_in_latin_1_that_says_so_keeps_its_letters_in_the_lead_and_in_the_event() {
    var flow = LeadFlow.of(acme).deploy();
    for (String[] sent : List.of(
        new String[] {"application/json; charset=ISO-8859-1", "{\"first_name\":\"José\"}"},
        new String[] {"application/x-www-form-urlencoded; charset=windows-1252", "first_name=José"},
        new String[] {"text/xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><l><first_name>José</first_name></l>"})) {
      JsonNode event = sent(flow, sent[0], sent[1].getBytes(StandardCharsets.ISO_8859_1));
      assertThat(event.at("/vars/lead/first_name").asString()).as(sent[0]).isEqualTo("José");
      assertThat(event.at("/request/body").asString()).isEqualTo(sent[1]);
    }
  }

  @Test
  void the_escapes_of_a_form_are_what_it_says_they_are_unless_they_are_utf_8() {
    var flow = LeadFlow.of(acme).deploy();
    for (String charset : List.of("ISO-8859-1", "windows-1252", "ISO-8859-15")) {
      for (String sent : List.of("first_name=Jos%E9%26Co+%2B&state=TX", "first_name=Jos%c3%a9%26Co+%2B&state=TX")) {
        JsonNode event = sent(flow, "application/x-www-form-urlencoded; charset=" + charset,
            sent.getBytes(StandardCharsets.US_ASCII));
        assertThat(event.at("/vars/lead/first_name").asString()).as(charset + " " + sent).isEqualTo("José&Co +");
      }
    }
  }

  @Test
  void a_body_in_utf_8_is_read_so_whatever_it_is_said_to_be() {
    var flow = LeadFlow.of(acme).deploy();
    JsonNode event = sent(flow, "application/json; charset=ISO-8859-1",
        "{\"first_name\":\"José\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(event.at("/vars/lead/first_name").asString()).isEqualTo("José");
  }

  @Test
  void a_compressed_body_is_refused_instead_of_read_as_a_form_without_fields() {
    var flow = LeadFlow.of(acme).deploy();
    Reply reply = server.send(flow.request("submit").header("Content-Type", "application/x-www-form-urlencoded")
        .header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b, 8, 0}))).is(415);
    assertThat(reply.text()).isEqualTo("Content-Encoding is not supported. Send the body as it is.");
    assertThat(reply.header("Accept-Encoding")).contains("identity");
    assertThat(acme.get("/events").is(200).json()).isEmpty();
  }

  private JsonNode sent(LeadFlow.Deployed flow, String contentType, byte[] body) {
    Reply reply = server.send(
        flow.request("submit").header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    return flow.history(reply.is(201).at("lead.id")).getLast();
  }

  @Test
  void the_query_wins_over_the_body_and_what_the_flow_does_not_collect_is_dropped() {
    var flow = LeadFlow.of(acme).deploy();
    String lead = flow.send("submit?first_name=Query", "application/x-www-form-urlencoded",
        "first_name=Body&shoe_size=43").is(201).at("lead.id");
    JsonNode vars = flow.history(lead).getLast().path("vars").path("lead");
    assertThat(vars.path("first_name").asString()).isEqualTo("Query");
    assertThat(vars.has("shoe_size")).isFalse();
  }

  @Test
  void an_unknown_flow_and_an_entity_that_is_no_source_are_not_found() {
    var flow = LeadFlow.of(acme).deploy();
    Reply reply = globex.post("/flows/65f1a2b3c4d5e6f708192b99/sources/" + flow.source() + "/submit", "{}").is(404);
    assertThat(reply.text()).isEqualTo("{\"error\":\"not found\"}");
    acme.post("/flows/" + flow.id() + "/sources/" + globex.accountId() + "/submit", "{}").is(404);
    server.anybody().post(flow.path() + "/submit/", "{}").is(404);
  }

  @Test
  void a_disabled_flow_answers_an_error_and_records_it() {
    var flow = LeadFlow.of(acme).deploy();
    acme.put("/flows/" + flow.id(), acme.get("/flows/" + flow.id()).text().replace(
        "\"name\":\"Auto leads\",\"enabled\":true", "\"name\":\"Auto leads\",\"enabled\":false")).is(200);
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
    Reply reply = flow.submit(LEAD).is(201);
    assertThat(reply.at("outcome") + ": " + reply.at("reason")).isEqualTo("error: Flow is disabled");
    assertThat(flow.story(reply.at("lead.id"))).containsExactly("source error");
  }

  @Test
  void a_disabled_source_answers_an_error_and_records_nothing() {
    var flow = LeadFlow.of(acme).deploy();
    String text = acme.get("/flows/" + flow.id()).text();
    int source = text.indexOf("\"sources\"");
    acme.put("/flows/" + flow.id(), text.substring(0, source)
        + text.substring(source).replaceFirst("\"enabled\":true", "\"enabled\":false")).is(200);
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
    Reply reply = flow.submit(LEAD).is(201);
    assertThat(reply.at("outcome") + ": " + reply.at("reason")).isEqualTo("error: Source is disabled");
    assertThat(flow.story(reply.at("lead.id"))).isEmpty();
    Reply picture = server.send(flow.request("submit").header("Accept", "image/png").GET()).is(201);
    assertThat(picture.header("Content-Type")).as("what an Accept nobody can meet gets").contains("application/json");
  }

  @Test
  void a_source_that_must_prove_itself_needs_its_own_accounts_key() {
    LeadFlow.connect(globex, acme);
    var flow = LeadFlow.of(acme).from(globex.accountId()).source("\"authentication_required\":true").deploy();
    assertThat(flow.submit(LEAD).is(401).text()).isEqualTo("{\"error\":\"Unauthorized source\"}");
    acme.post(flow.path() + "/submit", LEAD).is(401);
    globex.post(flow.path() + "/submit", LEAD).is(201);
    assertThat(acme.get("/events").json()).hasSize(1);
  }

  @Test
  void a_lead_on_its_way_is_kept_without_what_its_sender_proved_itself_with() throws Exception {
    LeadFlow.connect(globex, acme);
    try (FakeRecipient recipient = FakeRecipient.start()) {
      List<String> kept = new CopyOnWriteArrayList<>();
      recipient.answers(out -> {
        kept.add(server.db().sql("SELECT convert_from(submission, 'UTF8') FROM receipt WHERE account_id = :acme")
            .param("acme", acme.accountId()).query(String.class).single());
        return FakeRecipient.json("{\"outcome\":\"success\"}").write(out);
      });
      var flow = LeadFlow.of(acme).from(globex.accountId()).source("\"authentication_required\":true")
          .delivery(recipient.url("/leads"), "").deploy();
      String pair = Base64.getEncoder().encodeToString(("X:" + globex.apiKey()).getBytes(StandardCharsets.UTF_8));
      server.send(flow.request("submit").header("Content-Type", "application/json")
          .header("Authorization", "Basic " + pair).header("Cookie", "session=of-globex")
          .header("X-Api-Key", globex.apiKey()).POST(BodyPublishers.ofString(LEAD))).is(201);
      assertThat(kept).singleElement().asString().contains("\"content-type\":\"application/json\"")
          .doesNotContain(pair, globex.apiKey(), "of-globex");
    }
  }

  @Test
  void the_flows_criteria_come_before_the_sources_and_no_step_runs_after_them() {
    var flow = LeadFlow.of(acme)
        .with(EMAIL_NEEDED)
        .source(EMAIL_NEEDED.replace("lead.email", "lead.state"))
        .step(filter("lead.first_name", "is not blank"))
        .deploy();
    Reply reply = flow.submit("{\"first_name\":\"Milton\"}").is(201);
    assertThat(reply.at("reason")).isEqualTo("lead.email must not be blank");
    assertThat(flow.story(reply.at("lead.id"))).containsExactly("source failure");
  }

  @Test
  void a_filter_that_matches_stops_the_flow() {
    var flow = LeadFlow.of(acme).step(filter("lead.email", "is blank")).step(filter("lead.state", "is blank")).deploy();
    Reply reply = flow.submit("{\"email\":\"a@initech.example\"}").is(201);
    assertThat(reply.at("outcome")).isEqualTo("failure");
    assertThat(flow.story(reply.at("lead.id"))).containsExactly("filter continue", "filter stop", "source failure");
  }

  @Test
  void a_cap_of_two_takes_two_good_leads() {
    var flow = LeadFlow.of(acme).with(EMAIL_NEEDED).with("\"caps\":[" + DAILY_CAP.formatted(2) + "]").deploy();
    assertThat(List.of(flow.submit(LEAD), flow.submit("{}"), flow.submit(LEAD), flow.submit(LEAD)).stream()
        .map(reply -> reply.is(201).at("outcome") + " " + reply.at("reason")).toList())
        .containsExactly("success ", "failure lead.email must not be blank", "success ", "failure Cap reached");
    assertThat(server.db().sql("SELECT taken, failed_count FROM cap_counter WHERE account_id = :acme")
        .param("acme", acme.accountId()).query().singleRow()).isEqualTo(Map.of("taken", 2L, "failed_count", 1L));
    assertThat(slots()).isZero();
  }

  @Test
  void of_two_caps_that_match_the_full_one_leaves_the_other_as_it_was() {
    var flow = LeadFlow.of(acme)
        .with("\"caps\":[" + DAILY_CAP.formatted(5) + "]")
        .source("\"caps\":[" + DAILY_CAP.formatted(1) + "]").deploy();
    flow.submit(LEAD);
    assertThat(flow.submit(LEAD).at("reason")).isEqualTo("Cap reached");
    assertThat(server.db().sql("SELECT taken FROM cap_counter WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).list()).containsExactly(1L, 1L);
  }

  @Test
  void a_maximum_is_never_passed_however_many_come_at_once() throws Exception {
    var flow = LeadFlow.of(acme)
        .with("\"caps\":[" + DAILY_CAP.formatted(30) + "," + DAILY_CAP.formatted(25) + "]").deploy();
    List<Future<String>> outcomes = new ArrayList<>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 80; i++) {
        outcomes.add(senders.submit(() -> flow.submit(LEAD).is(201).at("outcome")));
      }
    }
    int successes = 0;
    for (Future<String> outcome : outcomes) {
      successes += outcome.get().equals("success") ? 1 : 0;
    }
    assertThat(successes).isEqualTo(25);
    assertThat(server.db().sql("SELECT max(taken) FROM cap_counter WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).single()).isEqualTo(25);
    assertThat(slots()).isZero();
  }

  @Test
  void the_last_price_that_passes_is_the_leads() {
    var flow = LeadFlow.of(acme).with("""
        "pricing":{"prices":[{"amount":10},{"amount":15,"rule_set":{"op":"and","rules":[
          {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}},{"amount":12}]}""").deploy();
    assertThat(flow.submit(LEAD).is(201).json().path("price").asInt()).isEqualTo(12);
  }

  @Test
  void what_must_not_be_kept_is_masked_wherever_it_stands() {
    var flow = LeadFlow.of(acme).fields("ssn", "email").deploy();
    String lead = flow.send("submit?drivers_license_number=D1234567", "application/json",
        "{\"ssn\":\"123-45-6789\",\"email\":\"a@initech.example\"}").is(201).at("lead.id");
    String event = flow.history(lead).getLast().toString();
    assertThat(event).doesNotContain("6789").doesNotContain("D1234567").contains("a@initech.example");
    assertThat(server.db().sql("SELECT vars FROM lead WHERE id = :lead").param("lead", lead)
        .query(String.class).single()).doesNotContain("6789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"517-45-6789\",\"078-05-1120\"]", "517456789", "{\"given\":[\"517-45-6789\"]}"})
  void what_must_not_be_kept_is_masked_in_whichever_form_it_comes_to_a_flow_that_does_not_collect_it(String number) {
    var flow = LeadFlow.of(acme).fields("email").deploy();
    String lead = flow.submit("{\"ssn\":" + number + ",\"email\":\"a@initech.example\"}").is(201).at("lead.id");
    assertThat(flow.history(lead).getLast().at("/request/body").asString())
        .doesNotContain("6789").doesNotContain("1120").contains("a@initech.example");
  }

  @Test
  void what_must_not_be_kept_is_masked_where_a_recipient_says_it_as_a_number_or_in_its_first_line() {
    String body = "{\"outcome\":\"success\",\"applicant\":{\"ssn\":517456789,\"score\":7}}";
    try (FakeRecipient recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.raw("HTTP/1.1 200 Took 517-45-6789\r\nContent-Type: application/json\r\n"
          + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body));
      var flow = LeadFlow.of(acme).fields("ssn").delivery(recipient.url("/"), "").deploy();
      String lead = flow.submit("{\"ssn\":\"517-45-6789\"}").is(201).at("lead.id");
      assertThat(flow.history(lead).toString()).contains("\"score\":7").contains("Took ")
          .doesNotContain("517456789").doesNotContain("6789");
      assertThat(server.db().sql("SELECT vars FROM lead WHERE id = :lead").param("lead", lead)
          .query(String.class).single()).doesNotContain("517456789");
    }
  }

  @Test
  void a_header_is_kept_without_its_value_where_its_name_says_that_it_is_secret() {
    var flow = LeadFlow.of(acme).deploy();
    Reply reply = server.send(flow.request("submit").header("Content-Type", "application/json")
        .header("X-Auth-Token", "c2VjcmV0").header("Api-Key", "c2VjcmV0").header("X-Source", "one")
        .header("Referer", "https://anna:c2VjcmV0@example.com/form?a=1&api_key=c2VjcmV0")
        .POST(HttpRequest.BodyPublishers.ofString(LEAD))).is(201);
    JsonNode event = flow.history(reply.at("lead.id")).getLast();
    assertThat(event.at("/request/headers/x-source").asString()).isEqualTo("one");
    assertThat(event.at("/request/headers/x-auth-token").asString()).isEqualTo("*****");
    assertThat(event.at("/request/headers/referer").asString()).isEqualTo("https://*****@example.com/form?a=1&api_key=*****");
    assertThat(event.toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void a_source_event_shows_the_request_its_answer_and_what_was_decided() {
    var flow = LeadFlow.of(acme).with(EMAIL_NEEDED).step(filter("lead.email", "is blank")).deploy();
    Reply reply = server.send(flow.request("submit?a=1").header("Content-Type", "application/json")
        .header("Authorization", "Basic c2VjcmV0").POST(HttpRequest.BodyPublishers.ofString(LEAD))).is(201);
    JsonNode event = flow.history(reply.at("lead.id")).getLast();
    assertThat(event.path("type").asString()).isEqualTo("source");
    assertThat(event.path("reason").isNull()).isTrue();
    assertThat(event.path("step_count").asInt()).isEqualTo(1);
    assertThat(event.path("module_id").asString()).isEqualTo("leadconduit-default.inbound");
    assertThat(event.at("/acceptance_criteria").isMissingNode()).isTrue();
    assertThat(event.at("/flow_acceptance_criteria/rule_set/rules/0/lhv").asString()).isEqualTo("lead.email");
    assertThat(event.at("/request/method").asString()).isEqualTo("POST");
    assertThat(event.at("/request/uri").asString()).isEqualTo(flow.path() + "/submit?a=1");
    assertThat(event.at("/request/body").asString()).isEqualTo(LEAD);
    assertThat(event.at("/request/headers/authorization").asString()).isEqualTo("*****");
    assertThat(event.at("/response/status").asInt()).isEqualTo(201);
    assertThat(event.at("/response/body").asString()).isEqualTo(reply.text());
    assertThat(event.path("end_timestamp").asLong()).isGreaterThanOrEqualTo(event.path("start_timestamp").asLong());
    assertThat(event.path("expires_at").asString()).matches("20.*Z");
    assertThat(event.at("/vars/account/name").asString()).isEqualTo("Acme");
    assertThat(event.at("/vars/submission/ip").asString()).isEqualTo("127.0.0.1");
  }

  private long slots() {
    return server.db().sql("SELECT count(*) FROM cap_slot WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).single();
  }

  static String filter(String lhv, String op) {
    return """
        {"type":"filter","outcome":"failure","reason":"filtered",
         "rule_set":{"op":"and","rules":[{"lhv":"%s","op":"%s"}]}}"""
        .formatted(lhv, op);
  }
}
