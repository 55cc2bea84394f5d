package io.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is told when it does not go the usual way, which {@link WebhookMessageTest} holds. */
class WebhookTypesTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party initech = server.open("Initech");
  private final FakeRecipient recipient = FakeRecipient.start().answers(FakeRecipient.with(204, Map.of(), ""));

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_lead_that_ends_in_an_error_is_told_with_its_reason() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).deploy();
    acme.put("/flows/" + flow.id(), acme.get("/flows/" + flow.id()).text()
        .replaceFirst("\"enabled\":true", "\"enabled\":false")).is(200);
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
    Hook hook = Hook.of(acme, recipient, "lead.error");
    Reply reply = flow.submit("{}").is(201);
    assertThat(reply.at("outcome")).isEqualTo("error");

    JsonNode data = told(hook, "lead.error");
    assertThat(data.at("/lead/id").asString()).isEqualTo(reply.at("lead.id"));
    assertThat(data.path("outcome").asString()).isEqualTo("error");
    assertThat(data.path("reason").asString()).isEqualTo("Flow is disabled");
  }

  @Test
  void an_invitation_that_has_expired_and_is_sent_again_is_told_to_the_inviter() {
    Hook hook = Hook.of(initech, recipient, "invitation.*");
    String entity = initech.post("/invitations/recipient", "{\"email\":\"%s\"}".formatted(acme.email())).is(201)
        .at("entity.id");
    told(hook, "invitation.sent");
    server.db().sql("UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE entity_id = :entity")
        .param("entity", entity).update();
    server.anybody().post("/invitations/" + server.awaitToken(acme.email(), 1) + "/fresh_link").is(202);
    JsonNode asked = told(hook, "invitation.fresh_link_asked_for");
    assertThat(asked.at("/invitation/entity_id").asString()).isEqualTo(entity);
    assertThat(asked.at("/invitation/state").asString()).isEqualTo("expired");

    initech.put("/invitations/" + entity + "/resend").is(200);
    JsonNode resent = told(hook, "invitation.resent");
    assertThat(resent.at("/invitation/id").asString()).isEqualTo(asked.at("/invitation/id").asString());
    assertThat(resent.at("/invitation/state").asString()).isEqualTo("sent");
  }

  @Test
  void the_buyer_is_told_where_an_onboard_stands_and_why_it_failed() {
    Hook hook = Hook.of(acme, recipient, "onboard.*");
    initech.post("/invitations/recipient", "{\"email\":\"%s\"}".formatted(acme.email())).is(201);
    Reply accepted = acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/accept").is(200);
    String onboard = accepted.at("onboard.id");
    told(hook, "onboard.created");

    moved(accepted, "in_progress");
    JsonNode moving = told(hook, "onboard.in_progress");
    assertThat(moving.at("/onboard/id").asString()).isEqualTo(onboard);
    assertThat(moving.at("/onboard/status").asString()).isEqualTo("in_progress");
    moved(accepted, "asking_legal");
    assertThat(told(hook, "onboard.in_progress").at("/onboard/status").asString()).isEqualTo("asking_legal");

    server.db().sql("ALTER TABLE connection ADD CONSTRAINT spoilt CHECK (id <> '%s' OR delivery_set_up_at IS NULL)"
        .formatted(accepted.at("connection.id"))).update();
    try {
      moved(accepted, "completed");
    } finally {
      server.db().sql("ALTER TABLE connection DROP CONSTRAINT spoilt").update();
    }
    JsonNode failed = told(hook, "onboard.failed");
    assertThat(failed.at("/onboard/status").asString()).isEqualTo("failed");
    assertThat(failed.at("/onboard/error").asString()).contains("could not be finished");
    moved(accepted, "completed");
    assertThat(told(hook, "onboard.completed").at("/onboard/error").isNull()).isTrue();
  }

  private void moved(Reply accepted, String status) {
    acme.put("/onboards/" + accepted.at("onboard.id"), "{\"invitation_id\":\"%s\",\"status\":\"%s\"}"
        .formatted(accepted.at("onboard.invitation_id"), status)).is(200);
  }

  private static JsonNode told(Hook hook, String type) {
    JsonNode message = hook.awaitMessage();
    assertThat(message.path("type").asString()).isEqualTo(type);
    return message.path("data");
  }
}
