package io.sluice.server.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The submission document as a page: exchange 3.1. */
class SubmissionPageTest {

  private static final String TERMS = """
      "pricing":{"prices":[{"amount":4.5},{"amount":6,"rule_set":{"op":"and","rules":[
        {"lhv":"lead.state","op":"is equal to","rhv":"CA"}]}}]},
      "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
        {"lhv":"lead.email","op":"format is valid"},
        {"lhv":"lead.state","op":"is included in","rhv":["CA","NY"]},
        {"lhv":"lead.credit_score","op":"is greater than","rhv":650}]}}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void the_page_names_the_address_every_field_and_what_is_required() {
    var flow = LeadFlow.of(acme).with(TERMS).fields("email", "state", "credit_score", "ssn").deploy();
    Document page = page(acme, flow);
    assertThat(page.select("h1").text()).isEqualTo("Send leads to Auto leads");
    assertThat(page.select("#endpoint").text()).isEqualTo(server.url() + flow.path() + "/submit");
    assertThat(page.select(".fields tbody tr td:first-child code").eachText())
        .containsExactly("email", "state", "credit_score", "ssn", "redir_url");
    assertThat(page.select(".fields tr:has(code:containsOwn(state))").text())
        .contains("required").contains("Only if it is one of CA, NY.");
    assertThat(page.select("#terms .rules").text()).contains("Email is well formed", "State is one of CA, NY");
    assertThat(page.select("#price li").eachText())
        .containsExactly("$6.00 when State is CA.", "$4.50 for every other lead.");
  }

  @Test
  void the_examples_are_answered_as_the_source_answers_them() {
    var flow = LeadFlow.of(acme).with(TERMS).fields("email", "state", "credit_score").deploy();
    Document page = page(acme, flow);
    assertThat(page.select("#requests .panel")).hasSize(5);
    assertThat(page.select("#requests .answer pre").eachText()).allSatisfy(answer ->
        assertThat(answer).contains("201 Created").contains("success"));
    String request = page.select("#requests .panel:nth-of-type(3) details pre").first().wholeText();
    String answer = page.select("#requests .panel:nth-of-type(3) .answer pre").first().wholeText();
    assertThat(request).startsWith("POST " + flow.path() + "/submit HTTP/1.1\n").contains("application/json");
    JsonNode shown = JsonMapper.shared().readTree(body(answer));
    JsonNode real = flow.submit(body(request)).is(201).json();
    assertThat(real.path("outcome")).isEqualTo(shown.path("outcome"));
    assertThat(real.path("price").decimalValue()).isEqualByComparingTo(shown.path("price").decimalValue());
    assertThat(real.propertyNames()).containsExactlyElementsOf(shown.propertyNames());
  }

  @Test
  void every_reason_of_the_criteria_stands_as_the_source_says_it() {
    var flow = LeadFlow.of(acme).with(TERMS).fields("email", "state", "credit_score")
        .step("""
            {"type":"filter","outcome":"failure","reason":"Too cheap","rule_set":{"op":"and","rules":[
             {"lhv":"lead.credit_score","op":"is less than","rhv":660}]}}""").deploy();
    Document page = page(acme, flow);
    var reasons = page.select(".reasons td:first-child").eachText();
    assertThat(reasons).contains("Too cheap");
    assertThat(reasons).contains(flow.submit("{\"email\":\"x\"}").at("reason"));
    assertThat(reasons).contains(flow.submit("{\"email\":\"a@example.com\"}").at("reason"));
    assertThat(reasons).contains(flow.submit("{\"email\":\"a@example.com\",\"state\":\"CA\"}").at("reason"));
    assertThat(page.select("#answers .answer").text()).contains("failure").contains("lead.email format must be valid");
  }

  @Test
  void reading_the_page_leaves_no_trace_at_recipients_in_events_or_below_caps() {
    try (var recipient = FakeRecipient.start()) {
      var flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").with("""
          "caps":[{"type":"volume","maximum":1,"duration":1,"duration_units":"day"}]""").deploy();
      page(acme, flow);
      assertThat(acme.get("/events").is(200).json()).isEmpty();
      assertThat(flow.submit("{}").is(201).at("outcome")).isEqualTo("success");
      assertThat(recipient.received()).hasSize(1);
    }
  }

  @Test
  void outside_the_hours_of_operation_the_examples_are_those_of_the_next_opening() {
    var flow = LeadFlow.of(acme).with("""
        "hours_of_operation":{"enabled":true,"days":{"monday":{"enabled":true,
          "periods":[{"start":"09:00","end":"09:30"}]}}}""").deploy();
    Document page = page(acme, flow);
    assertThat(page.select("#requests .answer pre").first().text()).contains("success");
    assertThat(page.select(".hours tr:first-child").text()).isEqualTo("Monday 09:00 to 09:30");
    assertThat(page.select(".hours tr:last-child").text()).isEqualTo("Sunday closed");
    assertThat(page.select(".reasons").text()).contains("Submission Timestamp must be within hours of operation");
  }

  @Test
  void pings_are_explained_where_they_are_answered() {
    var flow = LeadFlow.of(acme).with(TERMS).with("\"ping_enabled\":true")
        .fields("email", "state", "credit_score").deploy();
    Document page = page(acme, flow);
    assertThat(page.select("#ping .answer pre").first().wholeText())
        .startsWith("HTTP/1.1 200 OK").endsWith("{\"outcome\":\"success\",\"price\":6}");
    assertThat(page(acme, LeadFlow.of(acme).deploy()).select("#ping")).isEmpty();
  }

  @Test
  void mistakes_show_what_the_reading_itself_says_to_them() {
    var flow = LeadFlow.of(acme).deploy();
    Reply csv = flow.send("submit", "text/csv", "a,b").is(406);
    assertThat(page(acme, flow).select(".mistakes").text()).contains(csv.text()).contains("405").contains("415");
  }

  @Test
  void the_account_behind_the_source_may_read_it_and_is_told_to_send_its_key() {
    Party initech = server.open("Initech");
    LeadFlow.connect(initech, acme);
    var flow = LeadFlow.of(acme).from(initech.accountId()).source("\"authentication_required\":true").deploy();
    Document page = page(initech, flow);
    assertThat(page.select("#requests pre").first().text()).contains("-u X:YOUR_API_KEY");
    assertThat(page.select(".badges").text()).contains("needs your API key");
  }

  @Test
  void nobody_else_gets_it_and_a_browser_is_shown_where_to_sign_in() {
    var flow = LeadFlow.of(acme).deploy();
    assertThat(server.open("Globex").get(flow.path() + "/docs").is(404).at("error")).isEqualTo("not found");
    assertThat(server.anybody().get(flow.path() + "/docs").is(401).at("error")).isEqualTo("authentication failed");
    Reply browser = server.send(
        HttpRequest.newBuilder(URI.create(server.url() + flow.path() + "/docs")).header("Accept", "text/html").GET());
    assertThat(Jsoup.parse(browser.is(401).text()).select("form input[type=password]")).hasSize(1);
  }

  @Test
  void what_people_wrote_is_text_on_the_page() {
    String name = "<script>alert(1)</script>";
    String id = acme.post("/flows", """
        {"name":"%s","enabled":true,"fields":["email"],"steps":[],"sources":[],
         "acceptance_criteria":{"outcome":"failure","reason":"<img src=x>","rule_set":{"op":"and","rules":[
          {"lhv":"lead.email","op":"is equal to","rhv":"\\"><b>x"}]}}}""".formatted(name)).is(201).at("id");
    acme.post("/flows/" + id + "/deploy").is(200);
    Reply reply = acme.get("/flows/" + id + "/sources/" + acme.accountId() + "/docs").is(200);
    assertThat(reply.text()).doesNotContain("<script>alert", "<img src=x", "<b>x");
    assertThat(Jsoup.parse(reply.text()).select("h1").text()).isEqualTo("Send leads to " + name);
    assertThat(reply.header("Content-Security-Policy").orElse("")).contains("default-src 'self'");
    assertThat(Jsoup.parse(reply.text()).select("script:not([src])")).isEmpty();
  }

  private static Document page(Party reader, LeadFlow.Deployed flow) {
    Reply reply = reader.get(flow.path() + "/docs").is(200);
    assertThat(reply.header("Content-Type").orElse("")).startsWith("text/html");
    return Jsoup.parse(reply.text());
  }

  private static String body(String message) {
    return message.substring(message.indexOf("\n\n") + 2);
  }
}
