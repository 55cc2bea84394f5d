package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.ping.PingCount;
import io.sluice.server.event.ping.Pings;
import io.sluice.server.kernel.AccountId;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Asking for a bid: exchange 3.7. */
class PingTest {

  private static final String LEAD = "{\"first_name\":\"Milton\",\"state\":\"TX\"}";
  private static final String PAYS = "\"ping_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":4.5}]}";
  private static final String NOT_ENABLED = "{\"outcome\":\"failure\",\"reason\":\"ping is not enabled\",\"price\":0}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_ping_is_told_its_bid_and_leaves_no_event() {
    var flow = LeadFlow.of(acme).with("\"ping_enabled\":true").with("""
        "pricing":{"prices":[{"amount":4.5,"rule_set":{"op":"and","rules":[
          {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}]}""").deploy();
    assertThat(flow.ping(LEAD).is(200).text()).isEqualTo("{\"outcome\":\"success\",\"price\":4.5}");
    assertThat(flow.ping("{}").is(200).text())
        .isEqualTo("{\"outcome\":\"failure\",\"reason\":\"no bid\",\"price\":0}");
    assertThat(acme.get("/events").json()).isEmpty();
  }

  @Test
  void a_ping_limit_counts_pings_and_refuses_the_next() {
    var flow = LeadFlow.of(acme).with("\"ping_enabled\":true").with("""
        "pricing":{"prices":[{"amount":4.5}]},
        "ping_limits":[{"name":"few","maximum":2,"duration":1,"duration_units":"day"}]""").deploy();
    assertThat(List.of(flow.ping(LEAD), flow.ping(LEAD), flow.ping(LEAD)).stream().map(reply -> reply.at("outcome")))
        .containsExactly("success", "success", "failure");
  }

  @Test
  void a_flow_without_ping_says_so() {
    assertThat(LeadFlow.of(acme).deploy().ping(LEAD).is(200).text())
        .isEqualTo("{\"outcome\":\"failure\",\"reason\":\"ping is not enabled\",\"price\":0}");
  }

  @Test
  void an_account_without_real_time_bidding_answers_no_ping() {
    acme.put("/account", "{\"features\":{\"real_time_bidding\":false}}").is(200);
    assertThat(LeadFlow.of(acme).with(PAYS).deploy().ping(LEAD).is(200).text()).isEqualTo(NOT_ENABLED);
  }

  @Test
  void a_ping_runs_no_step() {
    try (var recipient = FakeRecipient.start()) {
      var flow = LeadFlow.of(acme).with(PAYS).delivery(recipient.url("/"), "").deploy();
      assertThat(flow.ping(LEAD).is(200).at("outcome")).isEqualTo("success");
      flow.submit(LEAD).is(201);
      assertThat(recipient.received()).hasSize(1);
    }
  }

  @Test
  void outside_the_hours_of_operation_a_ping_fails_with_the_contracts_reason() {
    var flow = LeadFlow.of(acme).with(PAYS).with("\"hours_of_operation\":{\"enabled\":true,\"days\":{}}").deploy();
    assertThat(flow.ping(LEAD).is(200).text()).isEqualTo("{\"outcome\":\"failure\","
        + "\"reason\":\"Submission Timestamp must be within hours of operation\",\"price\":0}");
  }

  @Test
  void criteria_fail_a_ping_with_their_reason() {
    var flow = LeadFlow.of(acme).with(PAYS).with("""
        "acceptance_criteria":{"outcome":"failure","reason":"Only Texas","rule_set":{"op":"and","rules":[
          {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""").deploy();
    assertThat(flow.ping("{\"state\":\"FL\"}").is(200).at("reason")).isEqualTo("Only Texas");
    assertThat(flow.ping(LEAD).is(200).at("outcome")).isEqualTo("success");
  }

  @Test
  void pings_look_whether_a_cap_has_room_and_take_none() {
    var flow = LeadFlow.of(acme).with(PAYS).with("""
        "caps":[{"type":"volume","maximum":1,"duration":1,"duration_units":"day","reason":"Enough today"}]""").deploy();
    assertThat(List.of(flow.ping(LEAD), flow.ping(LEAD), flow.ping(LEAD)))
        .allSatisfy(reply -> assertThat(reply.at("outcome")).isEqualTo("success"));
    assertThat(flow.submit(LEAD).is(201).at("outcome")).isEqualTo("success");
    assertThat(flow.ping(LEAD).is(200).at("reason")).isEqualTo("Enough today");
  }

  @Test
  void the_flows_ping_limit_is_looked_at_before_the_sources_and_a_full_one_counts_its_refusals() {
    String limit = "\"ping_limits\":[{\"id\":\"%s\",\"maximum\":%d,\"duration\":1,\"duration_units\":\"day\"}]";
    String flowLimit = "65f1a2b3c4d5e6f708192b0" + acme.accountId().charAt(23);
    String sourceLimit = "65f1a2b3c4d5e6f708192c0" + acme.accountId().charAt(23);
    var flow = LeadFlow.of(acme).with(PAYS).with(limit.formatted(flowLimit, 2))
        .source(limit.formatted(sourceLimit, 1)).deploy();
    flow.ping(LEAD);
    assertThat(flow.ping(LEAD).is(200).at("outcome")).isEqualTo("failure");
    assertThat(flow.ping(LEAD).is(200).at("outcome")).isEqualTo("failure");
    assertThat(counter(flowLimit)).isEqualTo("1 0"); // what the source's limit refused does not count below the flow's
    assertThat(counter(sourceLimit)).isEqualTo("1 2");
  }

  @Test
  void a_source_that_must_prove_itself_must_so_for_a_ping_too() {
    Party initech = server.open("Initech");
    LeadFlow.connect(initech, acme);
    var flow = LeadFlow.of(acme).from(initech.accountId()).with(PAYS)
        .source("\"authentication_required\":true").deploy();
    assertThat(flow.ping(LEAD).is(401).at("error")).isEqualTo("Unauthorized source");
    assertThat(initech.post(flow.path() + "/ping", LEAD).is(200).at("outcome")).isEqualTo("success");
  }

  @Test
  void a_ping_is_answered_in_xml_on_demand_and_redirects_nobody() {
    var flow = LeadFlow.of(acme).with(PAYS).deploy();
    var reply = server.send(flow.request("ping?redir_url=https%3A%2F%2Fexample.com").header("Accept", "text/xml")
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(LEAD))).is(200);
    assertThat(reply.text()).contains("<outcome>success</outcome>", "<price>4.5</price>").doesNotContain("lead");
    assertThat(reply.header("Location")).isEmpty();
  }

  @Test
  void answered_pings_are_counted_for_reports_and_those_nobody_looked_at_are_not() {
    var flow = LeadFlow.of(acme).with("\"ping_enabled\":true").with("""
        "pricing":{"prices":[{"amount":4.5,"rule_set":{"op":"and","rules":[
          {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}]}""").deploy();
    flow.ping(LEAD).is(200);
    flow.ping(LEAD).is(200);
    flow.ping("{}").is(200);
    LeadFlow.of(acme).deploy().ping(LEAD).is(200);
    Instant now = Instant.now();
    List<PingCount> counts = server.bean(Pings.class)
        .between(AccountId.of(acme.accountId()), now.minus(Duration.ofMinutes(20)), now.plusSeconds(60));
    assertThat(counts).allSatisfy(count -> {
      assertThat(count.flow().value()).isEqualTo(flow.id());
      assertThat(count.source().value()).isEqualTo(flow.source());
      assertThat(count.startedAt().getEpochSecond() % 900).isZero();
    });
    assertThat(counts.stream().mapToLong(PingCount::submitted).sum()).isEqualTo(3);
    assertThat(counts.stream().mapToLong(PingCount::success).sum()).isEqualTo(2);
  }

  /** {@code taken failed_count} */
  private String counter(String id) {
    return server.db().sql("""
        SELECT taken || ' ' || failed_count FROM cap_counter WHERE account_id = :account AND cap_id = :id""")
        .param("account", acme.accountId()).param("id", id).query(String.class).single();
  }
}
