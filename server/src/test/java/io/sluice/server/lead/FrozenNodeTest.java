package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A node that stands still for longer than its lease, and then goes on where it was (decision 0043). */
class FrozenNodeTest {

  private final FakeRecipient recipient = FakeRecipient.start();
  private KillableServer server;
  private int other;

  @BeforeEach
  void start() throws Exception {
    server = KillableServer.start();
    other = server.startAnother();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    recipient.close();
  }

  @Test
  void a_lead_that_another_node_is_on_is_not_delivered_by_the_one_that_had_it_before() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    String flow = server.flow(acme, LeadFlow.WEB_FORM,
        step(recipient.url("/one")) + "," + step(recipient.url("/two")), "");
    recipient.answersOnce(FakeRecipient.slow(Duration.ofSeconds(5), FakeRecipient.json("{\"outcome\":\"success\"}")))
        .answers(FakeRecipient.slow(Duration.ofSeconds(15), FakeRecipient.json("{\"outcome\":\"success\"}")));
    CompletableFuture<HttpResponse<String>> sender = submit(server.port(), flow);
    KillableServer.await("the first delivery", () -> recipient.received().size() == 1);
    server.freeze();
    KillableServer.await("the other node's delivery", () -> recipient.received().size() == 2);
    server.thaw();
    KillableServer.await("the end of the lead", () -> server.count("lead") == 1);
    HttpResponse<String> told = sender.join();
    assertThat(recipient.received().stream().map(Received::uri)).containsExactly("/one", "/two");
    assertThat(server.story(acme, flow)).containsExactly(
        "recipient error: interrupted", "recipient success", "source success");
    assertThat(told.statusCode()).as("whose lead it is no more").isEqualTo(503);
  }

  @Test
  void a_place_below_a_cap_that_was_given_to_another_lead_is_not_used_by_the_one_that_had_it_before() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    String service = JsonMapper.shared().readTree(server.call(acme, "/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"%s"}]}}""".formatted(recipient.url("/quote")), 201)).path("id").asString();
    String flow = server.flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/one")), """
        ,"pricing_service":{"service_id":"%s","fallback_price":1},
        "caps":[{"type":"volume","maximum":1,"duration":1,"duration_units":"month"}]""".formatted(service));
    recipient.answersOnce(FakeRecipient.slow(Duration.ofSeconds(3), FakeRecipient.json("{\"price\":2}")))
        .answersOnce(FakeRecipient.json("{\"price\":2}"));
    CompletableFuture<HttpResponse<String>> first = submit(server.port(), flow);
    KillableServer.await("the question for a price", () -> recipient.received().size() == 1);
    assertThat(server.count("cap_slot")).isEqualTo(1);
    server.freeze();
    KillableServer.await("the place to be free again", () -> server.count("cap_slot") == 0);
    assertThat(submit(other, flow).join().body()).contains("success");
    server.thaw();
    assertThat(first.join().body()).doesNotContain("success");
    assertThat(server.db().sql("SELECT count(*) FROM event WHERE type = 'source' AND outcome = 'success'")
        .query(Long.class).single()).as("sold below a cap of one").isEqualTo(1);
    assertThat(recipient.received().stream().map(Received::uri).filter("/one"::equals)).hasSize(1);
  }

  private static String step(String url) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"}]}}""".formatted(LeadFlow.CRM, url);
  }

  private CompletableFuture<HttpResponse<String>> submit(int port, String flow) {
    return server.post(port, "/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit",
        "{\"email\":\"a@hooli.example\"}");
  }
}
