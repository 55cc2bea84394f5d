package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.cap.CapCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Counters of caps and ping limits as their owner reads them, and what changing a cap does to them (exchange 11). */
class CapCounterTest {

  private static final String TEXAN = "{\"email\":\"ann@hooli.example\",\"state\":\"TX\"}";
  private static final String FLORIDIAN = "{\"email\":\"bo@hooli.example\",\"state\":\"FL\"}";
  private static final String IN_TEXAS =
      "\"rule_set\":{\"op\":\"and\",\"rules\":[{\"lhv\":\"lead.state\",\"op\":\"is equal to\",\"rhv\":\"TX\"}]}";
  private static final String OUTER = "65f1a2b3c4d5e6f708192c51";
  private static final String INNER = "65f1a2b3c4d5e6f708192c52";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_counter_has_its_caps_id_and_counts_successes_apart_from_those_it_refused() {
    var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 2, "day", "\"name\":\"Daily\"") + "]").deploy();
    assertThat(acme.get("/caps?flow_id=" + flow.id()).is(200).text()).as("without traffic").isEqualTo("[]");
    acme.get("/caps/" + OUTER).is(404);
    flow.submit(TEXAN).is(201);
    flow.submit(TEXAN).is(201);
    assertThat(flow.submit(TEXAN).at("reason")).isEqualTo("Cap reached");

    JsonNode counter = acme.get("/caps/" + OUTER).is(200).json();
    assertThat(counter.path("count").asInt()).isEqualTo(2);
    assertThat(counter.path("failed_count").asInt()).isEqualTo(1);
    assertThat(counter.path("id").asString()).isEqualTo(OUTER);
    assertThat(counter.path("name").asString()).isEqualTo("Daily");
    assertThat(counter.path("type").asString()).isEqualTo("volume");
    assertThat(counter.path("maximum").asInt()).isEqualTo(2);
    assertThat(counter.path("duration_units").asString()).isEqualTo("day");
    assertThat(counter.path("time_zone").asString()).as("the account's").isEqualTo("America/New_York");
    assertThat(counter.path("flow_id").asString()).isEqualTo(flow.id());
    assertThat(counter.has("source_id") || counter.has("step_id")).isFalse();
    assertThat(counter.path("cap_ids").toString()).isEqualTo("[]");
    Duration day = Duration.between(Instant.parse(counter.path("started_at").asString()),
        Instant.parse(counter.path("expires_at").asString()));
    assertThat(day).isBetween(Duration.ofHours(23), Duration.ofHours(25));
    assertThat(acme.get("/caps?flow_id=" + flow.id()).json()).containsExactly(counter);
    assertThat(acme.get("/caps").json()).containsExactly(counter);
    assertThat(acme.get("/caps?flow_id=nonsense").status()).isEqualTo(400);
  }

  @Test
  void nested_caps_sources_caps_and_steps_caps_have_counters_of_their_own() {
    try (FakeRecipient recipient = FakeRecipient.start()) {
      var flow = LeadFlow.of(acme)
          .with("\"caps\":[" + cap(OUTER, 9, "day", "\"caps\":[" + cap(INNER, 1, "month", IN_TEXAS) + "]") + "]")
          .source("\"caps\":[" + cap("65f1a2b3c4d5e6f708192c53", 9, "week", "\"time_zone\":\"Asia/Tokyo\"") + "]")
          .delivery(recipient.url("/"), "\"caps\":[" + cap("65f1a2b3c4d5e6f708192c54", 9, "hour", "") + "]")
          .deploy();
      flow.submit(FLORIDIAN).is(201);
      assertThat(acme.get("/caps?flow_id=" + flow.id()).json()).as("those with traffic").hasSize(3);
      flow.submit(TEXAN).is(201);
      assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("failure");

      JsonNode outer = acme.get("/caps/" + OUTER).json();
      assertThat(outer.path("count").asInt()).as("the third found the nested cap full").isEqualTo(2);
      assertThat(outer.path("failed_count").asInt()).isZero();
      assertThat(outer.path("cap_ids").toString()).isEqualTo("[\"" + INNER + "\"]");
      assertThat(outer.at("/caps/0/maximum").asInt()).isEqualTo(1);
      assertThat(outer.at("/caps/0/rule_set/rules/0/lhv").asString()).isEqualTo("lead.state");
      JsonNode inner = acme.get("/caps/" + INNER).json();
      assertThat(inner.path("count").asInt()).isEqualTo(1);
      assertThat(inner.path("failed_count").asInt()).isEqualTo(1);
      JsonNode source = acme.get("/caps/65f1a2b3c4d5e6f708192c53").json();
      assertThat(source.path("source_id").asString()).isEqualTo(LeadFlow.WEB_FORM);
      assertThat(source.path("time_zone").asString()).isEqualTo("Asia/Tokyo");
      JsonNode step = acme.get("/caps/65f1a2b3c4d5e6f708192c54").json();
      assertThat(step.path("step_id").asString()).matches("[0-9a-zA-Z]{6}");
      assertThat(step.path("count").asInt()).isEqualTo(2);
    }
  }

  @Test
  void ping_limits_count_pings_that_were_let_through_and_those_that_were_not() {
    var flow = LeadFlow.of(acme).with("\"ping_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":1}]},\"ping_limits\":["
            + "{\"id\":\"65f1a2b3c4d5e6f708192c61\",\"name\":\"Hourly\",\"maximum\":2,\"duration\":1,\"duration_units\":\"hour\"}]")
        .source("\"ping_limits\":[{\"id\":\"65f1a2b3c4d5e6f708192c62\",\"maximum\":9,\"duration\":1,\"duration_units\":\"day\"}]")
        .deploy();
    assertThat(acme.get("/ping_limits").is(200).text()).isEqualTo("[]");
    flow.ping(TEXAN);
    flow.ping(TEXAN);
    assertThat(flow.ping(TEXAN).at("reason")).isEqualTo("Ping limit reached");
    JsonNode limit = acme.get("/ping_limits/65f1a2b3c4d5e6f708192c61").is(200).json();
    assertThat(limit.path("count").asInt()).isEqualTo(2);
    assertThat(limit.path("failed_count").asInt()).isEqualTo(1);
    assertThat(limit.path("name").asString()).isEqualTo("Hourly");
    assertThat(limit.path("flow_id").asString()).isEqualTo(flow.id());
    assertThat(acme.get("/ping_limits?flow_id=" + flow.id()).json()).hasSize(2);
    assertThat(acme.get("/ping_limits/65f1a2b3c4d5e6f708192c62").json().path("source_id").asString())
        .isEqualTo(LeadFlow.WEB_FORM);
    acme.get("/caps/65f1a2b3c4d5e6f708192c61").is(404);
    assertThat(acme.get("/caps").text()).as("pings move no cap").isEqualTo("[]");
  }

  @Test
  void another_maximum_keeps_the_count() {
    var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 1, "day", "") + "]").deploy();
    flow.submit(TEXAN).is(201);
    assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("failure");
    change(flow, json -> json.replace("\"maximum\":1", "\"maximum\":2"));
    assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("success");
    assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("failure");
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).isEqualTo(2);
  }

  @Test
  void other_rules_begin_the_count_again_and_the_same_rules_written_anew_do_not() {
    var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 2, "day", IN_TEXAS) + "]").deploy();
    flow.submit(TEXAN).is(201);
    change(flow, json -> json.replaceAll("\"rule_set\":\\{\"id\":\"\\w{6}\",", "\"rule_set\":{")
        .replaceAll("\\{\"id\":\"\\w{6}\",\"lhv\"", "{\"lhv\""));
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).isEqualTo(1);
    change(flow, json -> json.replace("\"rhv\":\"TX\"", "\"rhv\":\"FL\""));
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).isZero();
    flow.submit(FLORIDIAN).is(201);
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).isEqualTo(1);
  }

  @Test
  void other_rules_around_a_nested_cap_begin_its_count_again_too() {
    var flow = LeadFlow.of(acme).with("\"caps\":["
        + cap(OUTER, 9, "day", IN_TEXAS + ",\"caps\":[" + cap(INNER, 9, "day", "") + "]") + "]").deploy();
    flow.submit(TEXAN).is(201);
    change(flow, json -> json.replace("\"rhv\":\"TX\"", "\"rhv\":\"FL\""));
    assertThat(acme.get("/caps/" + INNER).json().path("count").asInt()).isZero();
  }

  @Test
  void a_shorter_interval_begins_again_and_a_longer_one_goes_on_until_it_ends() {
    var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 5, "week", "") + "]").deploy();
    flow.submit(TEXAN).is(201);
    Instant weekEnd = expiry();
    change(flow, json -> json.replace("\"duration_units\":\"week\"", "\"duration_units\":\"hour\""));
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).as("shorter").isZero();
    assertThat(expiry()).isBeforeOrEqualTo(Instant.now().plus(Duration.ofHours(1)));
    flow.submit(TEXAN).is(201);
    flow.submit(TEXAN).is(201);
    change(flow, json -> json.replace("\"duration_units\":\"hour\"", "\"duration_units\":\"week\""));
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).as("longer").isEqualTo(2);
    assertThat(expiry()).isEqualTo(weekEnd);
    flow.submit(TEXAN).is(201);
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).isEqualTo(3);
  }

  @Test
  void a_longer_interval_that_begins_where_a_shorter_one_did_goes_on_with_its_count_where_all_can_see() {
    var clock = new MovableClock(Instant.parse("2026-06-10T04:30:00Z")); // half past midnight in New York
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party party = timed.open("Acme");
      var flow = LeadFlow.of(party).with("\"caps\":[" + cap(OUTER, 3, "hour", "\"name\":\"Some\"") + "]").deploy();
      flow.submit(TEXAN).is(201);
      clock.move(Duration.ofHours(2));
      change(flow, json -> json.replace("\"duration_units\":\"hour\"", "\"duration_units\":\"day\""));
      flow.submit(TEXAN).is(201);
      JsonNode counter = party.get("/caps/" + OUTER).is(200).json();
      assertThat(counter.path("count").asInt()).isEqualTo(2);
      assertThat(Instant.parse(counter.path("expires_at").asString())).isEqualTo("2026-06-11T04:00:00Z");
      party.get("/caps/" + OUTER + "/ledger").is(200);
    }
  }

  @Test
  void a_cap_that_comes_back_begins_at_nothing() {
    var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 5, "day", "") + "]").deploy();
    flow.submit(TEXAN).is(201);
    String with = acme.get("/flows/" + flow.id()).text();
    change(flow, json -> json.replaceAll("\"caps\":\\[.*?\\]", "\"caps\":null"));
    acme.get("/caps/" + OUTER).is(404);
    change(flow, _ -> with);
    assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).isZero();
  }

  @Test
  void copies_of_a_flow_count_apart_although_their_caps_have_one_id() {
    var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 1, "day", "") + "]").deploy();
    var copy = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 1, "day", "") + "]").deploy();
    assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("success");
    assertThat(copy.submit(TEXAN).at("outcome")).isEqualTo("success");
    assertThat(copy.submit(TEXAN).at("outcome")).isEqualTo("failure");
    assertThat(acme.get("/caps").json()).hasSize(2);
    assertThat(acme.get("/caps?flow_id=" + flow.id()).json().get(0).path("failed_count").asInt()).isZero();
  }

  @Test
  void the_ledger_tells_what_is_held_settled_and_released() throws Exception {
    try (FakeRecipient recipient = FakeRecipient.start()) {
      var arrived = new CountDownLatch(1);
      var answer = new CountDownLatch(1);
      recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\"}"))
          .answersOnce(FakeRecipient.json("{\"outcome\":\"failure\"}"))
          .answersOnce(out -> {
            arrived.countDown();
            answer.await();
            return FakeRecipient.json("{\"outcome\":\"success\"}").write(out);
          });
      var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 2, "day", "") + "]")
          .delivery(recipient.url("/"), "")
          .step(SubmissionTest.filter("generic_crm.outcome", "is not equal to\",\"rhv\":\"success"))
          .deploy();
      assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("success");
      assertThat(flow.submit(TEXAN).at("outcome")).isEqualTo("failure");
      CompletableFuture<Reply> onItsWay = CompletableFuture.supplyAsync(() -> flow.submit(TEXAN));
      arrived.await();
      assertThat(flow.submit(TEXAN).at("reason")).isEqualTo("Cap reached");

      JsonNode ledger = acme.get("/caps/" + OUTER + "/ledger").is(200).json();
      assertThat(numbers(ledger)).isEqualTo("maximum 2, held 1, settled 1, available 0, released 1, refused 1");
      assertThat(acme.get("/caps/" + OUTER).json().path("count").asInt()).as("successes only").isEqualTo(1);
      String lead = ledger.at("/holds/0/lead_id").asString();
      assertThat(Instant.parse(ledger.at("/holds/0/held_at").asString())).isBefore(Instant.now());
      assertThat(acme.get("/caps/" + OUTER + "/ledger?after_lead_id=" + lead).json().path("holds")).isEmpty();

      answer.countDown();
      assertThat(onItsWay.join().at("lead.id")).isEqualTo(lead);
      JsonNode settled = acme.get("/caps/" + OUTER + "/ledger").json();
      assertThat(numbers(settled)).isEqualTo("maximum 2, held 0, settled 2, available 0, released 1, refused 1");
      assertThat(settled.path("holds")).isEmpty();
    }
  }

  @Test
  void places_that_a_dead_node_held_are_settled_by_what_came_of_what_they_were_for() {
    try (FakeRecipient recipient = FakeRecipient.start()) {
      recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\"}"))
          .answers(FakeRecipient.json("{\"outcome\":\"failure\"}"));
      var flow = LeadFlow.of(acme).with("\"caps\":[" + cap(OUTER, 5, "month", "") + "]")
          .delivery(recipient.url("/"), "\"caps\":[" + cap(INNER, 5, "month", "") + "]")
          .step(SubmissionTest.filter("generic_crm.outcome", "is equal to\",\"rhv\":\"success"))
          .deploy();
      assertThat(leftBehind(flow)).as("delivered, and refused behind it").isEqualTo("0 of the flow, 1 of the step");
      assertThat(leftBehind(flow)).as("not delivered, and taken all the same").isEqualTo("1 of the flow, 1 of the step");
    }
  }

  /** As if the node had died before it settled what a lead held. @return what is counted when others have settled it */
  private String leftBehind(LeadFlow.Deployed flow) {
    String lead = flow.submit(TEXAN).is(201).at("lead.id");
    server.db().sql("""
        WITH held AS (
          INSERT INTO cap_slot (account_id, flow_id, cap_id, started_at, lead_id, node_id, held_at)
          SELECT account_id, flow_id, cap_id, started_at, :lead, :lead, now() FROM cap_counter WHERE flow_id = :flow
          RETURNING account_id, flow_id, cap_id, started_at)
        UPDATE cap_counter SET taken = taken + 1 FROM held
         WHERE cap_counter.flow_id = held.flow_id AND cap_counter.cap_id = held.cap_id
           AND NOT EXISTS (SELECT FROM event WHERE lead_id = :lead AND outcome = 'success'
             AND type = CASE held.cap_id WHEN :outer THEN 'source' ELSE 'recipient' END)""")
        .param("lead", lead).param("flow", flow.id()).param("outer", OUTER).update();
    server.bean(CapCounters.class).settleLeftBehind(List.of(lead));
    return "%d of the flow, %d of the step".formatted(taken(flow, OUTER), taken(flow, INNER));
  }

  private int taken(LeadFlow.Deployed flow, String cap) {
    return server.db().sql("SELECT taken FROM cap_counter WHERE flow_id = :flow AND cap_id = :cap")
        .param("flow", flow.id()).param("cap", cap).query(Integer.class).single();
  }

  private static String numbers(JsonNode ledger) {
    return "maximum %d, held %d, settled %d, available %d, released %d, refused %d".formatted(
        ledger.path("maximum").asInt(), ledger.path("held").asInt(), ledger.path("settled").asInt(),
        ledger.path("available").asInt(), ledger.path("released").asInt(), ledger.path("refused").asInt());
  }

  private Instant expiry() {
    return Instant.parse(acme.get("/caps/" + OUTER).is(200).at("expires_at"));
  }

  private static void change(LeadFlow.Deployed flow, UnaryOperator<String> edit) {
    String before = flow.owner().get("/flows/" + flow.id()).is(200).text();
    String after = edit.apply(before);
    flow.owner().put("/flows/" + flow.id(), after).is(200);
    flow.owner().post("/flows/" + flow.id() + "/deploy").is(200);
  }

  private static String cap(String id, int maximum, String units, String more) {
    return "{\"id\":\"%s\",\"type\":\"volume\",\"maximum\":%d,\"duration\":1,\"duration_units\":\"%s\"%s}"
        .formatted(id, maximum, units, more.isEmpty() ? "" : "," + more);
  }
}
