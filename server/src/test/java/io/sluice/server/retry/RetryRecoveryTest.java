package io.sluice.server.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import io.sluice.server.lead.LeadFlow;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real server, killed while deliveries wait to be tried again: none is lost, none is made twice unasked. */
class RetryRecoveryTest {

  private static final FakeRecipient.Answer BROKEN = FakeRecipient.with(500, "text/html", "<h1>Sorry</h1>");

  private final FakeRecipient crm = FakeRecipient.start();
  private KillableServer server;
  private Account acme;

  @BeforeEach
  void start() throws Exception {
    server = KillableServer.start();
    acme = server.account("Acme", "anna@acme.example");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    crm.close();
  }

  @Test
  void what_waited_when_the_server_was_killed_is_delivered_by_the_next_life() throws Exception {
    crm.answersOnce(BROKEN);
    String flow = server.flow(acme, LeadFlow.WEB_FORM, step("\"retry_enabled\":true"), "");
    submit(flow);
    server.kill();
    assertThat(server.count("retry")).as("durable with the lead's end").isEqualTo(1);
    server.startAgain();
    KillableServer.await("the second try", () -> server.count("retry") == 0);
    assertThat(server.story(acme, flow)).containsExactly(
        "recipient error: Unsupported Content-Type specified in server response", "source success", "retry success");
    assertThat(crm.received()).extracting((Received sent) -> sent.headers().get("Idempotency-Key")).hasSize(2)
        .containsOnly(crm.received().getFirst().headers().get("Idempotency-Key"));
  }

  @Test
  void a_try_that_died_with_its_node_is_not_made_again_where_the_recipient_might_take_it_twice() throws Exception {
    crm.answersOnce(BROKEN).answers(FakeRecipient.never());
    String flow = server.flow(acme, LeadFlow.WEB_FORM, step("\"retry_enabled\":true"), "");
    submit(flow);
    server.startAnother();
    hasten();
    KillableServer.await("the second try", () -> crm.received().size() == 2);
    boolean first = server.db().sql("""
        SELECT name LIKE '%:' || :port FROM retry JOIN node ON node.id = retry.node_id""")
        .param("port", Integer.toString(server.port())).query(Boolean.class).single();
    if (first) {
      server.kill();
    } else {
      server.killOthers();
    }
    KillableServer.await("the other node", () -> server.count("retry") == 0);
    assertThat(server.story(acme, flow)).containsExactly(
        "recipient error: Unsupported Content-Type specified in server response", "source success",
        "retry error: interrupted");
    assertThat(crm.received()).hasSize(2);
  }

  @Test
  void a_sale_that_died_with_its_node_is_looked_up_and_not_made_again() throws Exception {
    Account initech = server.account("Initech", "ian@initech.example");
    server.connect(initech, acme);
    String bought = server.flow(acme, initech.id(), step("\"enabled\":true"), "");
    String sold = server.flow(initech, LeadFlow.WEB_FORM, """
        {"type":"recipient","retry_enabled":true,"entity":{"id":"%s","name":"Acme"},"integration":{"module_id":
         "leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[{"property":"flow_id","value":"%s"},
         {"property":"timeout_seconds","value":"1"}]}}""".formatted(acme.id(), bought), "");
    crm.answers(FakeRecipient.never());
    submit(sold);
    KillableServer.await("the sale that nobody waits for", () -> crm.received().size() == 1);
    KillableServer.await("its second try", () -> server.db().sql(
        "SELECT count(*) FROM retry WHERE node_id IS NOT NULL AND began_at IS NOT NULL").query(Long.class).single() == 1);
    server.kill();
    crm.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    server.startAgain();
    KillableServer.await("the sale", () -> server.count("retry") == 0);
    List<String> story = server.story(initech, sold);
    assertThat(story.getLast()).isEqualTo("retry success");
    assertThat(server.story(acme, bought)).containsExactly("recipient error: interrupted", "source success");
    assertThat(crm.received()).as("Acme's own delivery").hasSize(1);
  }

  private void hasten() {
    server.db().sql("UPDATE retry SET next_at = now()").update();
  }

  private void submit(String flow) {
    server.post("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit", "{\"email\":\"a@hooli.example\"}")
        .thenAccept(reply -> assertThat(reply.statusCode()).isEqualTo(201)).join();
  }

  private String step(String more) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"}]},%s}""".formatted(LeadFlow.CRM, crm.url("/leads"), more);
  }
}
