package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.door.OutboundDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Leads by mail, from the submission to the mailbox (decision 0078). */
class MailDeliveryTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String LEAD = """
      {"first_name":"Milton","last_name":"Waddams","email":"milton@initech.example","phone_1":"5127891111",
       "state":"TX","ssn":"123-45-6789"}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final String reader = "sales" + COUNTER.incrementAndGet() + "@mail-delivery.example";
  private final String copied = "copy" + COUNTER.get() + "@mail-delivery.example";

  @Test
  void a_lead_arrives_as_a_mail_with_what_was_written_and_what_is_known_of_it() {
    try (var recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"score\":9,\"deep\":{\"v\":2}}"));
      var flow = LeadFlow.of(acme).delivery(recipient.url("/score"), "")
          .step(step("to", reader.toUpperCase(Locale.ROOT), "cc", copied,
              "subject", "{{lead.first_name}} from {{lead.state.name}}\nBcc: globex@globex.example",
              "body", "Call {{lead.first_name}}.\nSocial security: {{lead.ssn}} <b>"))
          .deploy();

      String lead = flow.submit(LEAD).is(201).at("lead.id");

      assertThat(flow.story(lead)).containsExactly("recipient success", "recipient success", "source success");
      JsonNode event = flow.history(lead).get(1);
      assertThat(event.at("/" + event.path("key").asString() + "/recipients/0").asString()).isEqualTo(reader);
      JsonNode mail = server.awaitMail(reader, 1);
      assertThat(mail.path("subject").asString()).isEqualTo("Milton from Texas Bcc: globex@globex.example");
      String text = mail.path("text").asString();
      assertThat(text).contains("Call Milton.\r\nSocial security: ********* <b>", "first_name: Milton\r\n",
          "email: milton@initech.example\r\n", "ssn: *********\r\n", "generic_crm.score: 9\r\n",
          "generic_crm.deep.v: 2\r\n", "Sent to: " + reader + ", " + copied)
          .doesNotContain("6789", lead, "outcome", "submission", "subject:", "price");
      assertThat(mail.path("html").asString()).contains("&lt;b&gt;").doesNotContain("6789");
      assertThat(server.awaitMail(copied, 1).path("text").asString()).isEqualTo(text);
      assertThat(server.mailsTo("globex@globex.example")).isEmpty();
    }
  }

  @Test
  void the_list_of_data_can_be_left_out() {
    LeadFlow.of(acme).step(step("to", reader, "list_lead", "false", "body", "A lead.")).deploy().submit(LEAD).is(201);
    JsonNode mail = server.awaitMail(reader, 1);
    assertThat(mail.path("subject").asString()).isEqualTo("New lead: Auto leads");
    assertThat(mail.path("text").asString()).contains("A lead.").doesNotContain("Milton");
  }

  @Test
  void an_address_that_is_none_is_a_failure_and_nobody_gets_a_mail() {
    JsonNode event = delivered("to", reader + ", {{lead.first_name}}");
    assertThat(event.path("outcome").asString()).isEqualTo("failure");
    assertThat(event.path("reason").asString()).isEqualTo("Not an e-mail address: Milton");
    delivered("to", copied);
    server.awaitMail(copied, 1);
    assertThat(server.mailsTo(reader)).isEmpty();
  }

  @Test
  void without_an_address_or_with_too_many_the_step_is_skipped() {
    assertThat(delivered("to", "{{lead.last}}").path("reason").asString()).isEqualTo("To is required");
    JsonNode event = delivered("to", reader, "cc", "a@b.example,".repeat(3) + "1@b.example;2@b.example 3@b.example,"
        + "4@b.example,5@b.example,6@b.example,7@b.example,8@b.example,9@b.example");
    assertThat(event.path("outcome").asString()).isEqualTo("skip");
    assertThat(event.path("reason").asString()).isEqualTo("A lead is sent to at most 10 addresses");
  }

  @Test
  void a_delivery_that_is_repeated_after_a_crash_sends_no_second_mail() {
    var module = server.bean(Integrations.class).named("leadconduit-email.outbound").orElseThrow();
    var delivery = new Delivery(Map.of("to", reader, "subject", "once"), "key-" + reader);
    assertThat(module.isRepeatable(Map.of())).isTrue();
    module.deliver(delivery, server.bean(OutboundDoor.class));
    server.awaitMail(reader, 1);
    assertThat(module.deliver(delivery, server.bean(OutboundDoor.class)).event()).containsEntry("outcome", "success");
    module.deliver(new Delivery(Map.of("to", reader, "subject", "other"), "other-" + reader),
        server.bean(OutboundDoor.class));

    assertThat(server.awaitMail(reader, 2).path("subject").asString()).isEqualTo("other");
    assertThat(server.mailsTo(reader)).hasSize(2);
  }

  private JsonNode delivered(String... mappings) {
    var flow = LeadFlow.of(acme).step(step(mappings)).deploy();
    return flow.history(flow.submit(LEAD).is(201).at("lead.id")).getFirst();
  }

  private static String step(String... mappings) {
    List<Map<String, String>> list = new ArrayList<>();
    for (int i = 0; i < mappings.length; i += 2) {
      list.add(Map.of("property", mappings[i], "value", mappings[i + 1]));
    }
    return """
        {"type":"recipient","entity":{"id":"%s","name":"Sales"},"integration":{
         "module_id":"leadconduit-email.outbound","mappings":%s}}""".formatted(
            LeadFlow.CRM, JsonMapper.shared().writeValueAsString(list));
  }
}
