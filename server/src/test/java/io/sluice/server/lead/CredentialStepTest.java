package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Steps that prove themselves by a credential (exchange 12.3, 14.5). */
class CredentialStepTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_user_credential_is_sent_as_basic_and_its_event_names_it_without_the_secret() {
    String credential = user();
    var flow = LeadFlow.of(acme).step(delivery(recipient.url("/leads"), credential)).deploy();
    Reply reply = flow.submit("{\"first_name\":\"Milton\"}").is(201);
    assertThat(recipient.received().getFirst().headers().get("Authorization")).isEqualTo("Basic "
        + Base64.getEncoder().encodeToString("acme:hunter22".getBytes(StandardCharsets.UTF_8)));
    JsonNode event = flow.history(reply.at("lead.id")).getFirst();
    assertThat(event.path("credential").propertyNames()).containsExactlyInAnyOrder("id", "name", "type", "package");
    assertThat(event.at("/credential/id").asString()).isEqualTo(credential);
    assertThat(event.path("credential_updated").asBoolean(true)).isFalse();
    assertThat(event.at("/transactions/0/request/headers/Authorization").asString()).isEqualTo("Basic *****");
    assertThat(event.toString()).doesNotContain("hunter22", "YWNtZTpodW50ZXIyMg");
  }

  @Test
  void a_token_is_sent_as_bearer() {
    String credential = acme.post("/credentials",
        "{\"name\":\"CRM\",\"type\":\"token\",\"package\":\"crm\",\"token\":\"t0k3n\"}").is(201).at("id");
    LeadFlow.of(acme).step(delivery(recipient.url("/leads"), credential)).deploy().submit("{}").is(201);
    assertThat(recipient.received().getFirst().headers().get("Authorization")).isEqualTo("Bearer t0k3n");
  }

  @Test
  void a_credential_deleted_while_a_flow_uses_it_makes_its_step_an_error_that_says_so_and_nothing_is_sent() {
    String credential = user();
    var flow = LeadFlow.of(acme).step(delivery(recipient.url("/leads"), credential)).deploy();
    acme.delete("/credentials/" + credential).is(200);
    Reply reply = flow.submit("{}").is(201);
    assertThat(flow.story(reply.at("lead.id"))).containsExactly("recipient error", "source success");
    assertThat(flow.history(reply.at("lead.id")).getFirst().path("reason").asString())
        .isEqualTo("The credential of this step does not exist any more");
    assertThat(recipient.received()).isEmpty();
    assertThat(acme.post("/flows/" + flow.id() + "/deploy").is(422).json().path("errors").toString())
        .isEqualTo("{\"steps[0].integration.mappings[1].value\":[\"there is no credential " + credential + "\"]}");
  }

  @Test
  void a_flow_that_names_a_strangers_credential_cannot_be_saved() {
    String credential = user();
    Reply reply = server.open("Globex").post("/flows", """
        {"name":"x","enabled":true,"fields":[],"steps":[%s],"sources":[{"credential_id":"%s","entity":{"id":"%s",
         "name":"y"},"integration":{"module_id":"leadconduit-default.inbound"}}]}""".formatted(
            delivery("https://crm.example.com", credential), credential, LeadFlow.WEB_FORM)).is(422);
    assertThat(reply.json().path("errors").propertyNames())
        .contains("steps[0].integration.mappings[1].value", "sources[0].credential_id");
  }

  private String user() {
    return acme.post("/credentials", """
        {"name":"Lead system","type":"user","package":"leadconduit-default","username":"acme","password":"hunter22"}""")
        .is(201).at("id");
  }

  private static String delivery(String url, String credential) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{
         "module_id":"leadconduit-default.outbound","mappings":[{"property":"url","value":"%s"},
         {"property":"credential_id","value":"%s"}]}}""".formatted(LeadFlow.CRM, url, credential);
  }
}
