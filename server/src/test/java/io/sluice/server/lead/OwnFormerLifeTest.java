package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The real server with its embedded database, killed and started again: its data directory was free (decision 0136). */
class OwnFormerLifeTest {

  @Test
  void what_a_server_had_in_hand_is_ended_without_waiting_for_the_lease_of_its_former_life() throws Exception {
    try (var recipient = FakeRecipient.start(); var server = KillableServer.startWithItsOwnDatabase()) {
      Account acme = server.account("Acme", "anna@acme.example");
      String flow = server.flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/one")) + "," + step(recipient.url("/two")),
          ",\"caps\":[{\"type\":\"volume\",\"maximum\":1,\"duration\":1,\"duration_units\":\"month\"}]");
      recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\"}")).answers(FakeRecipient.never());
      CompletableFuture<HttpResponse<String>> sender = submit(server, flow);
      KillableServer.await("the slow delivery", () -> recipient.received().size() == 2);
      server.kill();
      assertThat(sender.handle((reply, cut) -> cut != null).join()).as("nobody was told anything").isTrue();
      // No lease runs out within this test: whatever is taken over is not taken over because of one.
      server.whileItIsDown("UPDATE node SET heartbeat_at = now() + interval '1 hour'");

      server.startAgain();
      KillableServer.await("the end of the lead", () -> server.count("receipt") == 0);
      assertThat(server.story(acme, flow)).containsExactly(
          "recipient success", "recipient error: interrupted", "source success");
      HttpResponse<String> again = submit(server, flow).join();
      assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
      assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
      assertThat(recipient.received().stream().map(Received::uri)).as("delivered once").containsExactly("/one", "/two");
      KillableServer.await("the place below the cap to be settled", () -> server.count("cap_slot") == 0);
      assertThat(server.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isEqualTo(1);
      KillableServer.await("the former life to be forgotten", () -> server.count("node") == 1);
    }
  }

  @Test
  void a_job_that_a_server_had_in_hand_is_taken_up_without_waiting_for_its_lease() throws Exception {
    try (var recipient = FakeRecipient.start(); var server = KillableServer.startWithItsOwnDatabase()) {
      Account acme = server.account("Acme", "anna@acme.example");
      recipient.answersOnce(FakeRecipient.never()).answers(FakeRecipient.json("{}"));
      String endpoint = JsonMapper.shared().readTree(server.call(acme, "/webhook_endpoints",
          "{\"url\":\"%s\"}".formatted(recipient.url("/hook")), 201)).path("id").asString();
      server.call(acme, "/webhook_endpoints/" + endpoint + "/test", "", 202);
      KillableServer.await("the message", () -> recipient.received().size() == 1);
      server.kill();
      server.whileItIsDown("UPDATE job SET leased_until = now() + interval '1 hour' WHERE lease IS NOT NULL");

      server.startAgain();
      KillableServer.await("the message to be sent again", () -> recipient.received().size() == 2);
      assertThat(recipient.received().stream().map(sent -> sent.headers().get("webhook-id")).distinct()).hasSize(1);
    }
  }

  private static String step(String url) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"}]}}""".formatted(LeadFlow.CRM, url);
  }

  private static CompletableFuture<HttpResponse<String>> submit(KillableServer server, String flow) {
    return server.post("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit",
        "{\"email\":\"a@hooli.example\"}", "Idempotency-Key", "the key");
  }
}
