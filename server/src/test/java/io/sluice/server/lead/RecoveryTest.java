package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real server, killed in the middle of a delivery: no received lead is without an outcome (decision 0043). */
class RecoveryTest {

  private final FakeRecipient recipient = FakeRecipient.start();
  private KillableServer server;

  @BeforeEach
  void start() throws Exception {
    server = KillableServer.start();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    recipient.close();
  }

  @Test
  void leads_whose_server_was_killed_in_the_middle_are_ended_once_and_nothing_is_delivered_twice() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    Account initech = server.account("Initech", "ian@initech.example");
    server.connect(initech, acme);

    String slowly = step(recipient.url("/slow"));
    String direct = server.flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/quick")) + "," + slowly, """
        ,"caps":[{"type":"volume","maximum":5,"duration":1,"duration_units":"month"}]""");
    String bought = server.flow(acme, initech.id(), slowly, "");
    String sold = server.flow(initech, LeadFlow.WEB_FORM, """
        {"type":"recipient","entity":{"id":"%s","name":"Acme"},"integration":{"module_id":
         "leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[{"property":"flow_id","value":"%s"}]}}"""
        .formatted(acme.id(), bought), "");
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\"}")).answers(FakeRecipient.never());

    CompletableFuture<?> one = submit(direct);
    KillableServer.await("the slow delivery", () -> recipient.received().size() == 2);
    CompletableFuture<?> other = submit(sold);
    KillableServer.await("the sale's slow delivery", () -> recipient.received().size() == 3);
    server.kill();
    assertThat(one.handle((reply, cut) -> cut != null).join()).as("nobody was told anything").isTrue();
    assertThat(other.handle((reply, cut) -> cut != null).join()).isTrue();
    assertThat(server.count("receipt")).isEqualTo(3);
    assertThat(server.count("event")).isZero();

    server.startAgain();
    KillableServer.await("the end of all three leads", () -> server.count("receipt") == 0);

    assertThat(server.story(acme, direct)).containsExactly(
        "recipient success", "recipient error: interrupted", "source success");
    assertThat(server.story(acme, bought)).containsExactly("recipient error: interrupted", "source success");
    assertThat(server.story(initech, sold)).containsExactly("recipient success", "source success");
    assertThat(server.db().sql("SELECT lead_id FROM event WHERE type = 'source'").query(String.class).list())
        .as("one source event a lead").doesNotHaveDuplicates().hasSize(3);
    assertThat(recipient.received().stream().collect(
        Collectors.groupingBy((Received received) -> received.headers().get("Idempotency-Key"), Collectors.counting())))
        .as("deliveries by key").hasSize(3).containsValues(1L);
    assertThat(server.count("attempt")).isZero();
    KillableServer.await("the slots to be settled", () -> server.count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT taken FROM cap_counter").query(Long.class).list()).containsExactly(1L);
    assertThat(server.db().sql("SELECT count(*) FROM lead").query(Long.class).single()).isEqualTo(3);
  }

  @Test
  void a_destination_that_a_killed_server_delivered_to_is_not_delivered_to_again() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    String destinations = IntStream.rangeClosed(1, 3).mapToObj(i -> destination(acme, recipient.url("/end" + i)))
        .collect(Collectors.joining(","));
    String flow = server.flow(acme, LeadFlow.WEB_FORM, "", ",\"destinations\":[" + destinations + "]");
    recipient.answersOnce(FakeRecipient.json("{}")).answersOnce(FakeRecipient.never());
    CompletableFuture<?> sender = submit(flow);
    KillableServer.await("the slow delivery", () -> recipient.received().size() == 2);
    server.kill();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();

    server.startAgain();
    KillableServer.await("the end of the lead", () -> server.count("receipt") == 0);
    assertThat(server.story(acme, flow)).containsExactly(
        "recipient success", "recipient error: interrupted", "recipient success", "source success");
    assertThat(recipient.received().stream().map(Received::uri)).containsExactly("/end1", "/end2", "/end3");
  }

  @Test
  void another_node_ends_what_a_killed_one_began() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    String flow = server.flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/slow")), "");
    server.startAnother();
    recipient.answers(FakeRecipient.never());
    CompletableFuture<?> sender = submit(flow);
    KillableServer.await("the slow delivery", () -> recipient.received().size() == 1);
    server.kill();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();
    KillableServer.await("the end of the lead", () -> server.count("receipt") == 0);
    assertThat(server.story(acme, flow)).containsExactly("recipient error: interrupted", "source success");
    assertThat(recipient.received()).hasSize(1);
  }

  @Test
  void a_lead_whose_server_was_killed_keeps_its_key_and_answers_whoever_sends_it_again() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    String flow = server.flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/slow")), "");
    recipient.answers(FakeRecipient.never());
    CompletableFuture<HttpResponse<String>> sender = submit(flow, "the key");
    KillableServer.await("the slow delivery", () -> recipient.received().size() == 1);
    server.kill();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).as("nobody was told anything").isTrue();
    assertThat(server.count("lead_key")).isEqualTo(1);

    server.startAgain();
    HttpResponse<String> again = submit(flow, "the key").join();
    while (again.statusCode() == 409) {
      again = submit(flow, "the key").join();
    }
    assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
    assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    JsonNode told = JsonMapper.shared().readTree(again.body());
    assertThat(told.path("outcome").asString()).isEqualTo("success");
    assertThat(server.db().sql("SELECT lead_id FROM event WHERE type = 'source'").query(String.class).list())
        .containsExactly(told.path("lead").path("id").asString());
    assertThat(submit(flow, "the key").join().body()).isEqualTo(again.body());
    assertThat(server.story(acme, flow)).containsExactly("recipient error: interrupted", "source success");
    assertThat(recipient.received()).as("delivered once").hasSize(1);
    assertThat(server.count("lead")).isEqualTo(1);
  }

  @Test
  void a_resumed_lead_costs_what_it_did_and_is_no_duplicate_of_itself() throws Exception {
    Account acme = server.account("Acme", "anna@acme.example");
    server.call(acme, "/lists", "{\"name\":\"Seen\"}", 201);
    String service = JsonMapper.shared().readTree(server.call(acme, "/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"%s"}]}}""".formatted(recipient.url("/quote")), 201)).path("id").asString();
    String add = ListStepTest.step("add_item", Map.of("list_name", "Seen", "values", "{{lead.email}}"));
    String flow = server.flow(acme, LeadFlow.WEB_FORM, add + "," + step(recipient.url("/slow")), """
        ,"list_checks":{"duplicate":{"value":"{{lead.email}}","list_name":"Seen"}},
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"suppressionlist.is_duplicate","op":"is false"}]}},
        "pricing_service":{"service_id":"%s","fallback_price":1}""".formatted(service));
    recipient.answersOnce(FakeRecipient.json("{\"price\":7.25}")).answers(FakeRecipient.never());

    CompletableFuture<?> sender = submit(flow);
    KillableServer.await("the slow delivery", () -> recipient.received().size() == 2);
    server.kill();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();
    recipient.answers(FakeRecipient.json("{\"price\":9}"));
    server.startAgain();
    KillableServer.await("the end of the lead", () -> server.count("receipt") == 0);

    assertThat(server.story(acme, flow)).containsExactly(
        "recipient success", "recipient error: interrupted", "source success");
    assertThat(server.db().sql("SELECT cost FROM event WHERE type = 'source'").query(BigDecimal.class).single())
        .isEqualByComparingTo("7.25");
    assertThat(recipient.received()).as("asked and delivered to once").hasSize(2);
  }

  /** As a flow names it. */
  private String destination(Account owner, String url) {
    try {
      return server.call(owner, "/destinations",
          "{\"name\":\"End\",\"actions\":[{\"name\":\"Add\",\"webhook_url\":\"%s\"}]}".formatted(url), 201);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String step(String url) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"}]}}""".formatted(LeadFlow.CRM, url);
  }

  private CompletableFuture<?> submit(String flow) {
    return server.post("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit",
        "{\"email\":\"a@hooli.example\"}");
  }

  private CompletableFuture<HttpResponse<String>> submit(String flow, String key) {
    return server.post("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit",
        "{\"email\":\"a@hooli.example\"}", "Idempotency-Key", key);
  }
}
