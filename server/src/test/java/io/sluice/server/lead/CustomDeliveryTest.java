package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow.Deployed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Custom deliveries from the submission to the event, to recipients of every kind (exchange 3.5, 14.3). */
class CustomDeliveryTest {

  private static final String LEAD = """
      {"first_name":"Milton","last_name":"Größe","email":"Milton@Initech.example","phone_1":"(512) 789-1111",
       "state":"texas"}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_form_is_posted_and_its_event_shows_what_was_mapped_sent_answered_and_appended() {
    recipient.answers(FakeRecipient.json("{\"result\":\"accepted\",\"bid\":\"12.50\",\"lead\":{\"id\":\"c-1\"}}"));
    var flow = LeadFlow.of(acme)
        .step(step("form", "\"pricing\":{\"override\":true}",
            "url", recipient.url("/leads"),
            "form_field.email", "{{lead.email}}",
            "form_field.phone.0", "{{lead.phone_1}}",
            "form_field.phone.1", "{{lead.ssn}}",
            "form_field.phone.2", "5127892222",
            "form_field.address.state", "{{lead.state}}",
            "form_field.name", "{{lead.first_name}} {{lead.last_name}}",
            "send_ascii", "true",
            "basic_username", "acme", "basic_password", "swordfish",
            "header.X-Api-Key", "k-17", "header.X-Source", "sluice",
            "outcome_search_term", "accepted", "outcome_search_path", "result",
            "price_path", "bid", "reference_path", "lead.id"))
        .step(SubmissionTest.filter("generic_crm.reference", "is blank"))
        .deploy();

    String lead = flow.submit(LEAD).is(201).at("lead.id");

    Received received = recipient.received().getFirst();
    assertThat(received.body()).isEqualTo("email=milton%40initech.example&phone=5127891111&phone=5127892222"
        + "&address.state=TX&name=Milton%20Grosse");
    assertThat(received.headers()).containsEntry("Authorization", "Basic YWNtZTpzd29yZGZpc2g=")
        .containsEntry("X-Api-Key", "k-17").containsEntry("Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8");
    assertThat(flow.story(lead)).containsExactly("recipient success", "filter continue", "source success");
    JsonNode event = flow.history(lead).getFirst();
    assertThat(event.path("key").asString()).isEqualTo("generic_crm");
    assertThat(event.at("/generic_crm/reference").asString()).isEqualTo("c-1");
    assertThat(event.at("/generic_crm/lead/id").asString()).isEqualTo("c-1");
    assertThat(event.path("sale_price").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(event.path("mappings").findValuesAsString("property"))
        .contains("url", "form_field.address.state").doesNotContain("form_field.phone.1");
    JsonNode transaction = event.path("transactions").get(0);
    assertThat(transaction.at("/request/body").asString()).isEqualTo(received.body());
    assertThat(transaction.at("/request/headers/Authorization").asString()).isEqualTo("Basic *****");
    assertThat(transaction.at("/request/headers/X-Api-Key").asString()).isEqualTo("*****");
    assertThat(transaction.at("/request/headers/X-Source").asString()).isEqualTo("sluice");
    assertThat(transaction.at("/response/body").asString()).contains("c-1");
    assertThat(flow.history(lead).getLast().at("/vars/generic_crm/reference").asString()).isEqualTo("c-1");
  }

  @Test
  void a_query_asks_in_the_url_and_is_answered_by_a_page() {
    recipient.answers(FakeRecipient.with(200, "text/html; charset=utf-8",
        "<html><body><p class=err>too old </p><p class=err>dup</p><b id=n>77</b></body></html>"));
    JsonNode event = delivered("query",
        "url", recipient.url("/ask?key=1"), "parameter.email", "{{lead.email}}", "parameter.a b", "x&y",
        "outcome_search_term", "^ok$", "outcome_search_path", "p.err", "reason_path", "p.err",
        "reference_path", "#n", "capture.number", "<b id=n>(\\\\d+)</b>");

    assertThat(recipient.received().getFirst().uri())
        .isEqualTo("/ask?key=1&email=milton%40initech.example&a%20b=x%26y");
    assertThat(event.path("outcome").asString()).isEqualTo("failure");
    assertThat(event.path("reason").asString()).isEqualTo("dup, too old");
    assertThat(event.at("/generic_crm/reference").asString()).isEqualTo("77");
    assertThat(event.at("/generic_crm/number").asString()).isEqualTo("77");
  }

  @Test
  void json_is_put_with_the_types_the_lead_has() {
    recipient.answers(FakeRecipient.json("{\"errors\":[{\"m\":\"b\"},{\"m\":\"a\"}]}"));
    JsonNode event = delivered("json",
        "url", recipient.url("/leads/1"), "method", "put",
        "json_property.lead.phones.0", "{{lead.phone_1}}", "json_property.lead.email", "{{lead.email}}",
        "json_property.test", "", "outcome_search_term", "ok", "reason_path", "errors.*.m",
        "default_reason", "unused");

    assertThat(recipient.received().getFirst().method()).isEqualTo("PUT");
    assertThat(recipient.received().getFirst().body())
        .isEqualTo("{\"lead\":{\"phones\":[\"5127891111\"],\"email\":\"milton@initech.example\"},\"test\":\"\"}");
    assertThat(event.path("outcome").asString() + ": " + event.path("reason").asString()).isEqualTo("failure: a, b");
    assertThat(event.at("/generic_crm/errors/1/m").asString()).isEqualTo("a");
  }

  @Test
  void xml_is_sent_with_attributes_and_repeated_elements_and_read_by_xpath() {
    recipient.answers(FakeRecipient.xml("<r xmlns:x='urn:x'><x:s code='1'>OK</x:s><id>9</id></r>"));
    JsonNode event = delivered("xml",
        "url", recipient.url("/leads"), "xml_path.lead@source", "sluice & co",
        "xml_path.lead.phone.0", "{{lead.phone_1}}", "xml_path.lead.phone.0@type", "home",
        "xml_path.lead.phone.1", "2", "xml_path.lead.note#cdata", "<b>",
        "outcome_search_term", "1", "outcome_search_path", "/r/x:s/@code", "reference_path", "string(/r/id)");

    assertThat(recipient.received().getFirst().body()).isEqualTo("""
        <?xml version="1.0"?>
        <lead source="sluice &amp; co">
          <phone type="home">5127891111</phone>
          <phone>2</phone>
          <note>
            <![CDATA[<b>]]>
          </note>
        </lead>""");
    assertThat(event.path("outcome").asString()).isEqualTo("success");
    assertThat(event.at("/generic_crm/reference").asString()).isEqualTo("9");
    assertThat(event.at("/generic_crm/r/x:s/code").asString()).isEqualTo("1");
  }

  @Test
  void a_soap_function_is_called_as_its_description_says_and_its_result_is_appended() {
    recipient.answersOnce(FakeRecipient.xml(Cases.file("outbound-soap.json").path("service_description").asString()
            .replace("http://service.example.com", recipient.url(""))))
        .answers(FakeRecipient.xml("<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
            + "<AddLeadResponse xmlns='urn:l'><Result>&lt;r&gt;&lt;id&gt;7&lt;/id&gt;&lt;/r&gt;</Result>"
            + "</AddLeadResponse></e:Body></e:Envelope>"));
    JsonNode event = delivered("soap", "url", recipient.url("/ws?wsdl"), "function", "AddLead",
        "arg.Key", "k", "arg.Lead.FirstName", "{{lead.first_name}}", "arg.Lead.Phone.0", "{{lead.phone_1}}",
        "soap_header.Auth@xmlns", "urn:a", "soap_header.Auth.User", "u", "reference_path", "Result.r.id",
        "basic_username", "acme", "basic_password", "swordfish");

    assertThat(recipient.received().getLast().body()).contains(
        "<soap:Header><Auth xmlns=\"urn:a\"><User>u</User></Auth>",
        "<t:Key>k</t:Key><t:Lead><t:FirstName>Milton</t:FirstName><t:Phone>5127891111</t:Phone></t:Lead>");
    assertThat(event.path("outcome").asString()).isEqualTo("success");
    assertThat(event.at("/generic_crm/reference").asString()).isEqualTo("7");
    assertThat(event.at("/generic_crm/Result/r/id").asString()).isEqualTo("7");
    assertThat(event.path("transactions")).hasSize(1);
    assertThat(event.at("/transactions/0/request/headers/Authorization").asString()).isEqualTo("Basic *****");
  }

  @Test
  void a_recipient_that_fails_or_falls_silent_is_an_error_and_one_that_talks_nonsense_is_read_as_text() {
    recipient.answersOnce(FakeRecipient.with(503, "text/html", "<h1>away</h1>"))
        .answersOnce(FakeRecipient.hangUp())
        .answersOnce(FakeRecipient.with(200, "application/json", "{\"result\":accepted"))
        .answersOnce(FakeRecipient.with(200, "text/xml", "<r>accepted"))
        .answersOnce(FakeRecipient.with(200, "image/png", "\u0000accepted"))
        .answersOnce(FakeRecipient.with(404, "application/json", "{\"result\":\"accepted\"}"))
        .answersOnce(FakeRecipient.huge(2L << 20))
        .answersOnce(FakeRecipient.slow(Duration.ofSeconds(20), FakeRecipient.json("{}")));
    var flow = LeadFlow.of(acme);
    for (int i = 0; i < 8; i++) {
      flow.step(step("form", "", "url", recipient.url("/" + i), "outcome_search_term", "accepted",
          "timeout_seconds", i == 7 ? "1" : "30"));
    }
    Deployed deployed = flow.deploy();

    String lead = deployed.submit(LEAD).is(201).at("lead.id");

    List<JsonNode> history = deployed.history(lead);
    assertThat(deployed.story(lead)).containsExactly("recipient error", "recipient error", "recipient success",
        "recipient success", "recipient success", "recipient success", "recipient error", "recipient error",
        "source success");
    assertThat(history.get(0).path("reason").asString()).isEqualTo("Server error");
    assertThat(history.get(1).path("reason").asString()).contains("was closed");
    assertThat(history.get(6).path("reason").asString()).contains("longer than");
    assertThat(history.get(7).path("reason").asString()).startsWith("Timeout");
  }

  @Test
  void a_redirect_is_an_answer_unless_the_step_asks_to_follow_it_and_then_the_lead_stays_where_it_was_posted() {
    try (FakeRecipient elsewhere = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.redirect(elsewhere.url("/thanks?x=1")));
      elsewhere.answers(FakeRecipient.json("{\"result\":\"accepted\"}"));
      var flow = LeadFlow.of(acme)
          .step(step("form", "", "url", recipient.url("/a"), "form_field.email", "{{lead.email}}",
              "outcome_search_term", "accepted"))
          .step(step("form", "", "url", recipient.url("/b"), "form_field.email", "{{lead.email}}",
              "basic_username", "acme", "basic_password", "swordfish", "header.X-Key", "k",
              "outcome_search_term", "accepted", "follow_redirects", "true"))
          .deploy();

      String lead = flow.submit(LEAD).is(201).at("lead.id");

      assertThat(flow.story(lead)).containsExactly("recipient failure", "recipient success", "source success");
      Received onward = elsewhere.received().getFirst();
      assertThat(elsewhere.received()).hasSize(1);
      assertThat(onward.method() + " " + onward.uri() + " " + onward.body()).isEqualTo("GET /thanks?x=1 ");
      assertThat(onward.headers()).doesNotContainKeys("Authorization", "X-Key", "Content-Type");
      assertThat(flow.history(lead).get(1).path("transactions")).hasSize(2);
    }
  }

  @Test
  void a_redirect_that_points_inward_is_refused_as_an_address_of_the_steps_own_would_be() {
    for (String inward : List.of("http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://2852039166/")) {
      recipient.answers(FakeRecipient.redirect(inward));
      JsonNode event = delivered("form", "url", recipient.url("/"), "follow_redirects", "true");
      assertThat(event.path("outcome").asString()).as(inward).isEqualTo("error");
      assertThat(event.path("reason").asString()).isEqualTo("URL must be public");
    }
  }

  @Test
  void a_cookie_that_is_searched_for_is_appended_and_no_other() {
    recipient.answers(FakeRecipient.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        + "Set-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\nSet-Cookie: SID=xyz; HttpOnly\r\n\r\n{}"));
    JsonNode event = delivered("form", "url", recipient.url("/"), "cookie_search_term", "sid=");

    assertThat(event.at("/generic_crm/cookie").asString()).isEqualTo("SID=xyz; HttpOnly");
    assertThat(event.at("/transactions/0/response/headers/Set-Cookie").asString()).isEqualTo("*****");
  }

  @Test
  void what_makes_no_document_is_an_error_that_says_why_and_is_not_sent() {
    JsonNode event = delivered("xml", "url", recipient.url("/"), "xml_path.a", "1", "xml_path.b", "2");
    assertThat(event.path("outcome").asString()).isEqualTo("error");
    assertThat(event.path("reason").asString()).isEqualTo("A document has one root element");
    assertThat(recipient.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "form|outcome_on_match|maybe|Outcome on match must be 'success', 'failure', or 'error'",
      "json|method|HEAD|Unsupported HTTP method - use POST, PUT, DELETE, PATCH",
      "query|header.accept|x|Accept header is not allowed"
  })
  void wrong_settings_skip_the_step_and_nothing_is_sent(String module, String property, String value, String why) {
    JsonNode event = delivered(module, "url", recipient.url("/"), property, value);
    assertThat(event.path("outcome").asString()).isEqualTo("skip");
    assertThat(event.path("reason").asString()).isEqualTo(why);
    assertThat(recipient.received()).isEmpty();
  }

  @Test
  void the_steps_credential_goes_before_the_password_in_its_mappings() {
    String credential = acme.post("/credentials",
        "{\"name\":\"CRM\",\"type\":\"token\",\"package\":\"leadconduit-custom\",\"token\":\"t0k3n\"}")
        .is(201).at("id");
    delivered("json", "url", recipient.url("/"), "credential_id", credential, "basic_username", "u",
        "basic_password", "p");
    assertThat(recipient.received().getFirst().headers()).containsEntry("Authorization", "Bearer t0k3n");
  }

  /** The event of a flow's only step. */
  private JsonNode delivered(String module, String... mappings) {
    var flow = LeadFlow.of(acme).step(step(module, "", mappings)).deploy();
    return flow.history(flow.submit(LEAD).is(201).at("lead.id")).getFirst();
  }

  /** @param mappings a property and its value in turns */
  private static String step(String module, String more, String... mappings) {
    List<Map<String, String>> list = new ArrayList<>();
    for (int i = 0; i < mappings.length; i += 2) {
      list.add(Map.of("property", mappings[i], "value", mappings[i + 1].replace("\\\\", "\\")));
    }
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{
         "module_id":"leadconduit-custom.outbound.%s","mappings":%s}%s}""".formatted(
            LeadFlow.CRM, module, JsonMapper.shared().writeValueAsString(list), more.isEmpty() ? "" : "," + more);
  }
}
