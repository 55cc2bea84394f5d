package io.sluice.server.crm.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import io.sluice.server.lead.LeadFlow;
import org.junit.jupiter.api.Test;

/** The real server, killed with a lead in the CRM whose delivery it had no time to note. */
class CrmDeliveryRecoveryTest {

  @Test
  void a_lead_that_is_resumed_finds_the_one_it_became_in_the_crm() throws Exception {
    try (KillableServer server = KillableServer.start(); FakeRecipient recipient = FakeRecipient.start()) {
      Account acme = server.account("Acme", "anna@acme.example");
      String company = server.db().sql("SELECT id FROM company WHERE account_id = ?").param(acme.id())
          .query(String.class).single();
      String slowly = """
          {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
           "mappings":[{"property":"url","value":"%s"}]}}""".formatted(LeadFlow.CRM, recipient.url("/slow"));
      String flow = server.flow(acme, LeadFlow.WEB_FORM,
          Loop.step(company, ",{\"property\":\"on_duplicate\",\"value\":\"fail\"}") + "," + slowly, "");
      recipient.answers(FakeRecipient.never());
      var sender = server.post("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit",
          "{\"email\":\"a@hooli.example\"}");
      KillableServer.await("the slow delivery", () -> recipient.received().size() == 1);
      server.kill();
      assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();
      assertThat(server.count("crm_lead")).isEqualTo(1);
      server.db().sql("UPDATE attempt SET ended_at = NULL, answer = NULL").update();

      server.startAgain();
      KillableServer.await("the end of the lead", () -> server.count("receipt") == 0);
      assertThat(server.story(acme, flow)).containsExactly(
          "recipient success", "recipient error: interrupted", "source success");
      assertThat(server.count("crm_lead")).isEqualTo(1);
      assertThat(server.db().sql("""
          SELECT count(*) FROM crm_lead l JOIN event e ON e.account_id = l.account_id AND e.id = l.exchange_event_id
           WHERE e.outcome = 'success'""").query(Long.class).single()).as("the delivery it came by").isEqualTo(1);
    }
  }
}
