package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Sources that answer otherwise than the standard (exchange 3.3, variants chosen by module). */
class InboundVariantsTest {

  private static final String CLASSIC = "leadconduit-standard.inbound.classic";
  private static final String VERBOSE = "leadconduit-standard.inbound.verbose";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_verbose_source_is_told_what_the_steps_returned() {
    try (var recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"score\":7,\"tags\":[\"a\",\"b\"]}"));
      var flow = LeadFlow.of(acme).module(VERBOSE).delivery(recipient.url("/"), "").deploy();
      Reply reply = flow.submit("{\"first_name\":\"Milton\"}").is(201);
      assertThat(reply.at("outcome")).isEqualTo("success");
      assertThat(reply.json().at("/appended/generic_crm/score").asInt()).isEqualTo(7);
      assertThat(reply.json().at("/appended/generic_crm/tags").toString()).isEqualTo("[\"a\",\"b\"]");
      assertThat(reply.json().at("/appended/generic_crm/outcome").asString()).isEqualTo("success");
      assertThat(flow.history(reply.at("lead.id")).getLast().path("module_id").asString()).isEqualTo(VERBOSE);
    }
  }

  @Test
  void a_classic_source_is_answered_in_xml_whose_document_type_this_server_has() {
    var flow = LeadFlow.of(acme).module(CLASSIC).with("""
        "acceptance_criteria":{"outcome":"failure","reason":"no <mail>","rule_set":{"op":"and","rules":[
          {"lhv":"lead.email","op":"is not blank"}]}}""").deploy();
    Reply reply = flow.submit("{}").is(201);
    assertThat(reply.header("Content-Type")).contains("application/xml");
    assertThat(reply.text()).contains("<result>failure</result>", "<reason>no &lt;mail&gt;</reason>",
        "<![CDATA[" + server.url() + "/leads?id=");
    String documentType = reply.text().replaceAll("(?s).*SYSTEM \"([^\"]+)\".*", "$1");
    assertThat(server.send(HttpRequest.newBuilder(URI.create(documentType)).GET()).is(200).text())
        .contains("<!ELEMENT response (result, reason?, leadId, url, price)>");
  }

  @Test
  void a_classic_source_cannot_ping() {
    var flow = LeadFlow.of(acme).module(CLASSIC)
        .with("\"ping_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":5}]}").deploy();
    assertThat(flow.ping("{}").is(200).text())
        .isEqualTo("{\"outcome\":\"failure\",\"reason\":\"ping is not enabled\",\"price\":0}");
  }
}
