package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Recipient steps over HTTP (exchange 3.5), and what their events tell (exchange 12.3). */
class RecipientStepTest {

  private static final String LEAD = "{\"first_name\":\"Milton\",\"email\":\"milton@initech.example\"}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_delivery_is_an_event_with_what_was_sent_what_was_answered_and_what_later_steps_see() {
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"price\":7,\"crm_id\":\"c-1\"}"));
    var flow = LeadFlow.of(acme)
        .delivery(recipient.url("/leads"), "\"pricing\":{\"prices\":[{\"amount\":12.5}]}")
        .step(SubmissionTest.filter("generic_crm.crm_id", "is blank"))
        .deploy();
    Reply reply = flow.submit(LEAD).is(201);
    assertThat(reply.at("outcome")).isEqualTo("success");
    List<JsonNode> history = flow.history(reply.at("lead.id"));
    assertThat(flow.story(reply.at("lead.id")))
        .containsExactly("recipient success", "filter continue", "source success");
    JsonNode event = history.getFirst();
    String key = event.path("key").asString();
    assertThat(event.at("/" + key + "/crm_id").asString()).isEqualTo("c-1");
    assertThat(event.path("vars").has(key)).isFalse();
    assertThat(event.at("/vars/recipient/id").asString()).isEqualTo(LeadFlow.CRM);
    assertThat(event.path("sale_price").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(event.path("revenue").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(event.path("step_id").asString()).matches("[0-9a-zA-Z]{6}");
    assertThat(event.at("/mappings/0/property").asString()).isEqualTo("url");
    JsonNode transaction = event.path("transactions").get(0);
    assertThat(transaction.at("/request/method").asString()).isEqualTo("POST");
    assertThat(transaction.at("/request/body").asString()).contains("first_name=Milton");
    assertThat(transaction.at("/response/status").asInt()).isEqualTo(200);
    assertThat(transaction.at("/response/body").asString()).contains("c-1");
    assertThat(event.path("wait_ms").asLong()).isEqualTo(transaction.path("ms").asLong());
    JsonNode source = history.getLast();
    assertThat(source.at("/vars/" + key + "/crm_id").asString()).isEqualTo("c-1");
    assertThat(source.at("/appended/" + key + "/outcome").asString()).isEqualTo("success");
    assertThat(source.path("recipient_revenue").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(history.get(1).at("/vars/" + key + "/crm_id").asString()).isEqualTo("c-1");
  }

  @Test
  void the_key_under_which_a_delivery_is_sent_is_made_of_lead_and_step() {
    var flow = LeadFlow.of(acme).delivery(recipient.url("/leads"), "").deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    String step = flow.history(lead).getFirst().path("step_id").asString();
    assertThat(recipient.received().getFirst().headers().get("Idempotency-Key")).isEqualTo(lead + "-" + step);
  }

  @Test
  void a_recipient_that_says_no_or_nothing_does_not_stop_the_flow() {
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"known\"}"))
        .answersOnce(FakeRecipient.hangUp());
    var flow = LeadFlow.of(acme)
        .delivery(recipient.url("/a"), "").delivery(recipient.url("/b"), "").delivery(recipient.url("/c"), "").deploy();
    Reply reply = flow.submit(LEAD).is(201);
    assertThat(reply.at("outcome")).isEqualTo("success");
    assertThat(flow.story(reply.at("lead.id")))
        .containsExactly("recipient failure", "recipient error", "recipient success", "source success");
    JsonNode unanswered = flow.history(reply.at("lead.id")).get(1);
    assertThat(unanswered.path("reason").asString()).contains("was closed");
    assertThat(unanswered.at("/transactions/0/response/status").asInt()).isZero();
  }

  @Test
  void a_step_whose_rules_fail_or_whose_settings_are_wrong_is_skipped_and_sends_nothing() {
    var flow = LeadFlow.of(acme)
        .delivery(recipient.url("/a"),
            "\"rule_set\":{\"op\":\"and\",\"rules\":[{\"lhv\":\"lead.state\",\"op\":\"is not blank\"}]}")
        .delivery("ftp://acme.example/", "")
        .deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(flow.story(lead)).containsExactly("recipient skip", "recipient skip", "source success");
    assertThat(flow.history(lead).get(0).path("reason").asString()).isEqualTo("lead.state must not be blank");
    assertThat(flow.history(lead).get(1).path("reason").asString()).isEqualTo("URL must be valid");
    assertThat(recipient.received()).isEmpty();
  }

  @Test
  void a_full_step_cap_skips_the_step_and_a_failed_delivery_gives_its_slot_back() {
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"failure\"}"));
    var flow = LeadFlow.of(acme).delivery(recipient.url("/a"),
        "\"caps\":[{\"type\":\"volume\",\"maximum\":1,\"duration\":1,\"duration_units\":\"day\"}]").deploy();
    assertThat(List.of(flow.submit(LEAD), flow.submit(LEAD), flow.submit(LEAD)).stream()
        .map(reply -> flow.story(reply.is(201).at("lead.id")).getFirst()).toList())
        .containsExactly("recipient failure", "recipient success", "recipient skip");
  }

  @Test
  void a_recipient_slower_than_its_step_allows_is_an_error() {
    recipient.answers(FakeRecipient.slow(Duration.ofSeconds(10), FakeRecipient.json("{\"outcome\":\"success\"}")));
    var flow = LeadFlow.of(acme).step("""
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"},{"property":"timeout_seconds","value":1}]}}"""
        .formatted(LeadFlow.CRM, recipient.url("/"))).deploy();
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(flow.history(lead).getFirst().path("reason").asString()).startsWith("Timeout");
  }

  @Test
  void a_lead_on_its_way_is_in_the_journal_and_nothing_of_it_is_left_afterwards() {
    var flow = LeadFlow.of(acme).delivery(recipient.url("/a"), "").deploy();
    recipient.answers(out -> {
      assertThat(receipts()).isEqualTo(1);
      return FakeRecipient.json("{\"outcome\":\"success\"}").write(out);
    });
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success");
    assertThat(receipts()).isZero();
  }

  @Test
  void a_number_that_must_not_be_kept_reaches_the_recipient_but_no_event() {
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"seen\":\"123456789\"}"));
    var flow = LeadFlow.of(acme).fields("ssn").delivery(recipient.url("/a"), "").deploy();
    String lead = flow.submit("{\"ssn\":\"123-45-6789\"}").is(201).at("lead.id");
    assertThat(recipient.received().getFirst().body()).contains("ssn=123456789");
    assertThat(flow.history(lead).toString()).doesNotContain("6789");
  }

  private long receipts() {
    return server.db().sql("SELECT count(*) FROM receipt WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).single();
  }
}
