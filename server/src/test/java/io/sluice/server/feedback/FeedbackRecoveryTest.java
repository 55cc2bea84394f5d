package io.sluice.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import io.sluice.server.lead.LeadFlow;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real server, killed between feedback that was received and a source that was told (decision 0084). */
class FeedbackRecoveryTest {

  private static final String TAKES =
      "\"feedback\":{\"integration\":{\"module_id\":\"leadconduit-standard.inbound.feedback\"}}";
  private static final String PRICE = ",\"pricing\":{\"prices\":[{\"amount\":20}]}";

  private final FakeRecipient crm = FakeRecipient.start();
  private final FakeRecipient vendor = FakeRecipient.start();
  private KillableServer server;
  private Account acme;

  @BeforeEach
  void start() throws Exception {
    server = KillableServer.start();
    acme = server.account("Acme", "anna@acme.example");
  }

  @AfterEach
  void close() {
    server.close();
    crm.close();
    vendor.close();
  }

  @Test
  void a_source_that_might_have_been_told_is_not_told_again_and_nobody_is_paid_back() throws Exception {
    String flow = server.flow(acme, LeadFlow.WEB_FORM, tellsVendor(), step(), PRICE);
    submit(flow);
    vendor.answers(FakeRecipient.never());
    CompletableFuture<?> recipient = giveBack(acme);
    KillableServer.await("the vendor", () -> vendor.received().size() == 1);
    assertThat(server.count("event")).as("nothing is recorded before it is known").isEqualTo(2);
    server.kill();
    assertThat(recipient.handle((reply, cut) -> cut != null).join()).as("nobody was told anything").isTrue();
    assertThat(server.count("open_feedback")).isEqualTo(1);

    server.startAgain();
    KillableServer.await("the end of the feedback", () -> server.count("open_feedback") == 0);
    assertThat(server.story(acme, flow)).containsExactly("recipient success", "source success",
        "feedback-received error: interrupted", "feedback-sent error: interrupted");
    assertThat(vendor.received()).hasSize(1);
    assertThat(server.count("refund")).isZero();

    vendor.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    giveBack(acme).join();
    assertThat(server.story(acme, flow).subList(4, 6))
        .containsExactly("feedback-received success", "feedback-sent success");
    assertThat(server.count("refund")).as("what it cost").isEqualTo(1);
  }

  @Test
  void feedback_between_accounts_is_ended_at_every_one_by_another_node_the_furthest_back_first() throws Exception {
    Account initech = server.account("Initech", "ian@initech.example");
    server.connect(initech, acme);
    String bought = server.flow(acme, initech.id(), """
        ,"feedback":{"integration":{"module_id":"leadconduit-integration-leadconduit.outbound.feedback"}}""",
        step(), PRICE);
    String sold = server.flow(initech, LeadFlow.WEB_FORM, tellsVendor(), """
        {"type":"recipient","entity":{"id":"%s","name":"Acme"},"integration":{"module_id":
         "leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[{"property":"flow_id","value":"%s"}]},%s}"""
        .formatted(acme.id(), bought, TAKES), "");
    submit(sold);
    server.startAnother();
    vendor.answers(FakeRecipient.never());
    CompletableFuture<?> recipient = giveBack(acme);
    KillableServer.await("the vendor", () -> vendor.received().size() == 1);
    assertThat(server.count("open_feedback")).isEqualTo(2);
    server.kill();
    assertThat(recipient.handle((reply, cut) -> cut != null).join()).isTrue();

    KillableServer.await("the end of the feedback", () -> server.count("open_feedback") == 0);
    assertThat(server.story(initech, sold)).containsExactly("recipient success", "source success",
        "feedback-received error: interrupted", "feedback-sent error: interrupted");
    assertThat(server.story(acme, bought)).containsExactly("recipient success", "source success",
        "feedback-received error: interrupted", "feedback-sent error: interrupted");
    assertThat(vendor.received()).hasSize(1);
    KillableServer.await("the dead node to be forgotten", () -> server.count("node") == 1);
  }

  private CompletableFuture<?> giveBack(Account account) {
    String delivery = server.db().sql("""
        SELECT id FROM event WHERE account_id = :account AND type = 'recipient'""")
        .param("account", account.id()).query(String.class).single();
    return server.post("/feedback?event_id=" + delivery, "{\"type\":\"return\",\"reason\":\"Wrong number\"}")
        .thenAccept(reply -> assertThat(reply.statusCode()).isEqualTo(201));
  }

  private String step() {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"}]},%s}""".formatted(LeadFlow.CRM, crm.url("/leads"), TAKES);
  }

  private String tellsVendor() {
    return """
        ,"feedback":{"integration":{"module_id":"leadconduit-standard.outbound.feedback",
          "mappings":[{"property":"url","value":"%s"}]}}""".formatted(vendor.url("/feedback"));
  }

  private void submit(String flow) {
    server.post("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit", "{\"email\":\"a@hooli.example\"}")
        .thenAccept(reply -> assertThat(reply.statusCode()).isEqualTo(201)).join();
  }
}
