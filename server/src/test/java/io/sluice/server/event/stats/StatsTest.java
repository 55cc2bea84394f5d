package io.sluice.server.event.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.account.Accounts;
import io.sluice.server.event.PastLeads;
import io.sluice.server.event.count.Counting;
import io.sluice.server.event.ping.Pings;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.Route;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.lead.LeadFlow;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /events/stats} from outside (exchange 12.1, 16). */
class StatsTest {

  private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3))
      .plus(Duration.ofHours(12));

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final PastLeads past = new PastLeads(server, acme.accountId());

  @Test
  void without_parameters_the_sources_leads_of_today_are_counted_by_outcome() {
    var flow = LeadFlow.of(acme).with("""
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"lead.email","op":"is not blank"}]}}""").deploy();
    flow.submit("{\"email\":\"a@initech.example\"}").is(201);
    flow.submit("{\"email\":\"b@initech.example\"}").is(201);
    flow.submit("{}").is(201);
    JsonNode rows = stats("");
    assertThat(rows.toString())
        .isEqualTo("[{\"source-success\":2,\"source-failure\":1,\"source-error\":0}]");
    assertThat(globex.get("/events/stats").is(200).text())
        .isEqualTo("[{\"source-success\":0,\"source-failure\":0,\"source-error\":0}]");
    server.anybody().get("/events/stats").is(401);
    var operation = server.bean(Contract.class).operation(new Route("GET", "/events/stats")).orElseThrow();
    assertThat(server.bean(Contract.class).answer(operation, 200, rows)).isEmpty();
  }

  @Test
  void a_lead_counts_once_however_often_it_was_delivered_unless_events_are_asked_for() {
    past.at(NOON).recipient(PastLeads.CRM, "success", null, "5").recipient(PastLeads.DIALER, "success", null, "4")
        .recipient(PastLeads.DIALER, "skip", null, null).source("success", null, "2");
    String columns = "?column=recipient-submitted&column=recipient-success&column=revenue" + range();
    assertThat(stats(columns).toString()).isEqualTo(
        "[{\"recipient-submitted\":1,\"recipient-success\":1,\"revenue\":9}]");
    assertThat(stats(columns + "&by_lead=false").toString()).isEqualTo(
        "[{\"recipient-submitted\":2,\"recipient-success\":2,\"revenue\":9}]");
    assertThat(stats(columns + "&group_by=vars.recipient.id").toString()).isEqualTo("["
        + "{\"vars.recipient.id\":\"" + PastLeads.CRM + "\",\"recipient-submitted\":1,\"recipient-success\":1,\"revenue\":5},"
        + "{\"vars.recipient.id\":\"" + PastLeads.DIALER + "\",\"recipient-submitted\":1,\"recipient-success\":1,\"revenue\":4},"
        + "{\"vars.recipient.id\":null,\"recipient-submitted\":0,\"recipient-success\":0,\"revenue\":0}]");
  }

  @Test
  void feedback_is_counted_when_it_comes_and_returns_take_money_back() {
    for (int i = 0; i < 4; i++) {
      var lead = past.at(NOON).recipient(PastLeads.CRM, "success", null, "10");
      lead.source("success", null, "6");
      if (i == 0) {
        lead.feedback(NOON.plusSeconds(3600), "feedback-received", "return", "success", null, "-10");
        lead.feedback(NOON.plusSeconds(3601), "feedback-sent", "return", "success", "-6", null);
        lead.feedback(NOON.plusSeconds(3602), "feedback-received", "return", "failure", null, null);
      }
      if (i > 1) {
        lead.feedback(NOON.plusSeconds(7200), "feedback-received", "conversion", "success", null, null);
        lead.feedback(NOON.plusSeconds(9200), "feedback-received", "conversion", "success", null, null);
      }
    }
    past.at(NOON).source("failure", "No", "0");
    JsonNode row = stats("?" + columns("source-submitted", "source-success", "return-received-submitted",
        "return-received-success", "return-received-failure", "return-sent-success", "conversion-received-success", "cost",
        "revenue", "profit", "cost-per-conversion-received-success", "avg-cost-per-lead", "avg-revenue-per-lead")
        + range()).get(0);
    assertThat(row.path("source-submitted").asInt()).isEqualTo(5);
    assertThat(row.path("return-received-submitted").asInt()).as("one lead").isEqualTo(1);
    assertThat(row.path("return-received-failure").asInt()).isEqualTo(1);
    assertThat(row.path("conversion-received-success").asInt()).as("two leads, twice each").isEqualTo(2);
    assertThat(row.path("cost").decimalValue()).isEqualByComparingTo("18");
    assertThat(row.path("revenue").decimalValue()).isEqualByComparingTo("30");
    assertThat(row.path("profit").decimalValue()).isEqualByComparingTo("12");
    assertThat(row.path("cost-per-conversion-received-success").decimalValue()).isEqualByComparingTo("9");
    assertThat(row.path("avg-cost-per-lead").decimalValue()).as("18 by 4 less 1").isEqualByComparingTo("6");
    assertThat(row.path("avg-revenue-per-lead").decimalValue()).isEqualByComparingTo("10");
    assertThat(stats("?column=conversion-received-success&by_lead=false" + range()).toString())
        .isEqualTo("[{\"conversion-received-success\":4}]");
  }

  @Test
  void a_successful_retry_brings_revenue_when_it_succeeds() {
    var lead = past.at(NOON).recipient(PastLeads.CRM, "error", null, "0");
    lead.source("success", null, "1");
    lead.retry(NOON.plus(Duration.ofDays(1)), "success", "7");
    JsonNode rows = stats("?interval=daily&timezone=0&column=revenue&column=recipient-success" + range());
    assertThat(rows).extracting(row -> row.path("revenue").asInt()).containsExactly(0, 0, 7, 0);
    assertThat(rows).extracting(row -> row.path("recipient-success").asInt()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void values_of_any_property_have_rows_of_their_own() {
    past.at(NOON).fields(state("TX")).source("success", null, "2.50");
    past.at(NOON).fields(state("TX")).source("success", null, "2.5");
    past.at(NOON).fields(state("FL")).source(PastLeads.INITECH).source("failure", "lead.state must be TX", "0");
    assertThat(stats("?group_by=vars.lead.state&column=source-submitted" + range()).toString()).isEqualTo(
        "[{\"vars.lead.state\":\"FL\",\"source-submitted\":1},{\"vars.lead.state\":\"TX\",\"source-submitted\":2}]");
    assertThat(stats("?group_by=purchase_price&column=cost" + range()).toString())
        .isEqualTo("[{\"purchase_price\":0,\"cost\":0},{\"purchase_price\":2.5,\"cost\":5}]");
    assertThat(stats("?group_by=vars.source.name&group_by=reason&column=source-failure" + range()).toString()).isEqualTo(
        "[{\"vars.source.name\":\"Source 02\",\"reason\":null,\"source-failure\":0},"
            + "{\"vars.source.name\":\"Source 04\",\"reason\":\"lead.state must be TX\",\"source-failure\":1}]");
    assertThat(stats("?group_by=outcome" + range())).hasSize(2);
  }

  @Test
  void of_typed_values_only_what_may_be_aggregated_groups() {
    past.at(NOON).fields("""
        "email":{"$type":"email","normal":"a@initech.example","raw":"a@initech.example","valid":true,"user":"a",
          "domain":"initech.example","host":"initech","tld":"example"}""").source("success", null, "0");
    assertThat(stats("?group_by=vars.lead.email.domain&column=source-success" + range()).toString())
        .contains("initech.example");
    assertThat(stats("?group_by=vars.lead.email.user&column=source-success" + range()).toString())
        .isEqualTo("[{\"vars.lead.email.user\":null,\"source-success\":1}]");
    assertThat(stats("?group_by=vars.lead.email&column=source-success" + range()).toString())
        .isEqualTo("[{\"vars.lead.email\":null,\"source-success\":1}]");
  }

  @Test
  void rules_choose_what_is_counted() {
    past.at(NOON).flow(PastLeads.OTHER_FLOW).fields(state("TX")).source("success", null, "1");
    past.at(NOON).fields(state("TX")).source("success", null, "1");
    past.at(NOON).fields(state("FL")).source("success", null, "1");
    String flow = rule("vars.flow.id", "is equal to", PastLeads.FLOW);
    assertThat(stats("?column=source-success&" + flow + range()).toString()).isEqualTo("[{\"source-success\":2}]");
    assertThat(stats("?column=source-success&" + flow + "&" + rule("vars.lead.state", "is included in", "TX,NY") + range())
        .toString()).isEqualTo("[{\"source-success\":1}]");
  }

  @Test
  void types_are_a_short_way_to_their_columns() {
    past.at(NOON).filter("continue", null).filter("stop", "No").source("failure", "No", "0");
    assertThat(stats("?type=filter" + range()).toString())
        .isEqualTo("[{\"filter-continue\":1,\"filter-stop\":1,\"filter-error\":0}]");
    assertThat(stats("?type=source&type=recipient&outcome=failure" + range()).toString())
        .isEqualTo("[{\"source-failure\":1,\"recipient-failure\":0}]");
    assertThat(stats("?type=feedback-sent" + range()).get(0).propertyNames()).contains("return-sent-success",
        "conversion-sent-error");
    assertThat(stats("?type=recipient&column=source-failure" + range()).toString())
        .as("no recipient's event is a source's").isEqualTo("[{\"source-failure\":0}]");
  }

  @Test
  void time_is_cut_by_the_calendar_of_the_zone_asked_for() {
    past.at(Instant.parse("2026-03-07T23:30:00Z")).source("success", null, "0");
    Instant night = NOON.truncatedTo(ChronoUnit.DAYS).plusSeconds(1800);
    past.at(night).source("success", null, "0");
    past.at(night.plusSeconds(60)).source("success", null, "0");
    assertThat(counts("?interval=daily&timezone=UTC" + range())).containsExactly(0, 2, 0, 0);
    assertThat(counts("?interval=daily&timezone=America/New_York" + range())).containsExactly(0, 2, 0, 0, 0);
    assertThat(counts("?interval=daily&timezone=-18000" + range())).containsExactly(0, 2, 0, 0, 0);
    assertThat(counts("?interval=minutely&timezone=UTC&column=source-success&start=" + night + "&end="
        + night.plusSeconds(119))).containsExactly(1, 1);
    assertThat(counts("?interval=hourly&start=" + night + "&end=" + night.plusSeconds(7199))).containsExactly(2, 0, 0);
    JsonNode first = stats("?interval=monthly&timezone=UTC&column=source-success" + range()).get(0);
    assertThat(Instant.parse(first.path("start").asString())).isEqualTo(start());
  }

  @Test
  void start_and_end_are_inclusive_to_the_second() {
    past.at(NOON).source("success", null, "0");
    past.at(NOON.plusSeconds(10)).source("success", null, "0");
    past.at(NOON.plusSeconds(20)).source("success", null, "0");
    assertThat(counts("?start=" + NOON + "&end=" + NOON.plusSeconds(10))).containsExactly(2);
    assertThat(counts("?start=" + NOON.plusSeconds(10) + "&end=" + NOON.plusSeconds(20))).containsExactly(2);
    assertThat(counts("?start=" + NOON.plusSeconds(11) + "&end=" + NOON.plusSeconds(19))).containsExactly(0);
  }

  @Test
  void pings_are_counted_although_they_leave_no_event() {
    acme.put("/account", "{\"features\":{\"real_time_bidding\":true}}");
    var flow = LeadFlow.of(acme).with("\"ping_enabled\":true,\"pricing\":{\"prices\":[{\"amount\":2}]}").with("""
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"lead.email","op":"is not blank"}]}}""").deploy();
    for (int i = 0; i < 3; i++) {
      flow.ping("{\"email\":\"a@initech.example\"}").is(200);
    }
    flow.ping("{}").is(200);
    flow.submit("{\"email\":\"a@initech.example\"}").is(201);
    String columns = "?" + columns("ping-submitted", "ping-success", "ping-success-rate", "ping-win-rate");
    assertThat(stats(columns).toString()).isEqualTo(
        "[{\"ping-submitted\":4,\"ping-success\":3,\"ping-success-rate\":75,\"ping-win-rate\":25}]");
    assertThat(stats(columns + "&group_by=vars.flow.id").get(0).path("vars.flow.id").asString()).isEqualTo(flow.id());
  }

  @Test
  void the_same_is_a_table_for_who_asks_for_one() {
    past.at(NOON).fields("\"comments\":\"=cmd, \\\"x\\\"\"").source("success", null, "0");
    String key = Base64.getEncoder().encodeToString(("X:" + acme.apiKey()).getBytes(StandardCharsets.UTF_8));
    var reply = server.send(HttpRequest.newBuilder(URI.create(server.url()
            + "/events/stats?group_by=vars.lead.comments&column=source-success&column=cost" + range()))
        .header("Authorization", "Basic " + key).header("Accept", "text/csv, application/json;q=0.5").GET()).is(200);
    assertThat(reply.header("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(reply.text()).isEqualTo("vars.lead.comments,source-success,cost\r\n\"'=cmd, \"\"x\"\"\",1,0\r\n");
  }

  @Test
  void everything_wrong_with_the_query_is_named_at_once() {
    String answer = acme.get("/events/stats?type=ping&interval=often&timezone=Mars&start=today&column=leads"
        + "&outcome=good&by_lead=maybe&group_by=a..b&rule=" + encoded("{\"lhv\":\"\",\"op\":\"resembles\"}")).is(400).text();
    assertThat(answer).contains("type").contains("interval").contains("start").contains("column").contains("outcome")
        .contains("by_lead");
    assertThat(acme.get("/events/stats?timezone=Mars&group_by=a..b&rule=" + encoded("{\"lhv\":\"\",\"op\":\"resembles\"}")
        + "&rule=nonsense").is(400).text())
        .contains("timezone").contains("group_by").contains("rule[0].lhv").contains("rule[0].op").contains("rule[1]");
    assertThat(acme.get("/events/stats?start=2026-03-02T00:00:00Z&end=2026-03-01T00:00:00Z").is(400).text())
        .contains("start must not be after end");
    assertThat(acme.get("/events/stats?interval=minutely&start=2020-03-02T00:00:00Z").is(400).text()).contains("interval");
  }

  /** The same question is answered from counts, from columns and from whole events, and never differently. */
  @Test
  void what_is_counted_as_leads_end_is_what_their_events_say() {
    Random random = new Random(42);
    for (int i = 0; i < 150; i++) {
      var lead = past.at(NOON.plusSeconds(random.nextInt(2 * 86_400)))
          .flow(random.nextBoolean() ? PastLeads.FLOW : PastLeads.OTHER_FLOW)
          .source(random.nextInt(3) == 0 ? PastLeads.INITECH : PastLeads.WEB_FORM)
          .fields(state(random.nextBoolean() ? "TX" : "FL"));
      for (int step = random.nextInt(3); step > 0; step--) {
        String outcome = List.of("success", "failure", "error", "skip").get(random.nextInt(4));
        lead.recipient(random.nextBoolean() ? PastLeads.CRM : PastLeads.DIALER, outcome,
            outcome.equals("failure") ? "Duplicate " + random.nextInt(3) : null,
            outcome.equals("success") ? Integer.toString(random.nextInt(5)) : "0");
      }
      boolean accepted = random.nextInt(4) > 0;
      lead.source(accepted ? "success" : "failure", accepted ? null : "Because", accepted ? "1.25" : "0");
      if (random.nextInt(5) == 0) {
        lead.feedback(NOON.plusSeconds(random.nextInt(3 * 86_400)), "feedback-received", "conversion", "success", null, null);
      }
    }
    String everything = columns(Column.all().keySet().stream().filter(name -> !name.startsWith("ping"))
        .toArray(String[]::new));
    for (String how : List.of("", "&by_lead=false", "&group_by=vars.flow.id", "&group_by=vars.recipient.id&by_lead=false",
        "&group_by=vars.source.id&group_by=outcome", "&interval=hourly&timezone=Asia/Kathmandu",
        "&interval=daily&timezone=America/New_York&group_by=reason", "&group_by=sale_price",
        "&" + rule("vars.recipient.id", "is equal to", PastLeads.CRM), "&" + rule("reason", "is blank", null),
        "&type=recipient&group_by=step_id")) {
      String counted = normal(stats("?" + everything + how + range()));
      String columns = normal(stats("?" + everything + how + "&" + rule("ms", "is greater than or equal", "0") + range()));
      String whole = normal(stats("?" + everything + how + "&" + rule("vars.lead.id", "is not blank", null)
          + "&" + rule("vars.lead.id", "is not equal to", "{{outcome}}") + range()));
      assertThat(columns).as("columns" + how).isEqualTo(counted);
      assertThat(whole).as("whole" + how).isEqualTo(counted);
    }
  }

  @Test
  void a_database_that_took_the_place_of_another_is_told_how_leads_ran_where_it_lacks_that() throws Exception {
    try (SluiceServer promoted = SluiceServer.with(Map.of())) {
      Party initech = promoted.open("Initech");
      var leads = new PastLeads(promoted, initech.accountId());
      String question = "/events/stats?column=source-success" + range();
      for (int before = 1; before <= 2; before++) { // the first makes known how leads ran, the second finds it known
        leads.at(NOON).source("success", null, "1");
        assertThat(initech.get(question).is(200).json().get(0).path("source-success").asInt()).isEqualTo(before);
      }
      promoted.db().sql("DELETE FROM run_shape").update();
      promoted.db().sql("DELETE FROM run_count").update();
      promoted.bean(DataSource.class).unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
      leads.at(NOON).source("success", null, "1");
      JsonNode counted = initech.get(question).is(200).json();
      assertThat(counted).hasSize(1);
      assertThat(counted.get(0).path("source-success").asInt()).isEqualTo(1);
    }
  }

  @Test
  void what_would_be_read_for_too_long_is_refused_and_not_answered_by_half() {
    for (int i = 0; i < 5; i++) {
      past.at(NOON).fields(state("TX")).source("success", null, "0");
    }
    var few = new Statistics(Counting.ofAtMost(server, 3, 2), server.bean(Pings.class),
        server.bean(Accounts.class), Clock.systemUTC());
    var asked = new StatsQuery.Asked(List.of(), List.of(), List.of("vars.lead.state"), null, null,
        NOON.minusSeconds(60).toString(), NOON.plusSeconds(60).toString(), List.of(), List.of("source-success"), null);
    assertThat(few.of(AccountId.of(acme.accountId()), asked)).satisfies(answer ->
        assertThat(answer.toString()).contains("TooManyEvents"));
  }

  private static String normal(JsonNode rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> {
      row.properties().forEach(cell -> text.append(cell.getKey()).append('=').append(cell.getValue().isNumber()
          ? cell.getValue().decimalValue().stripTrailingZeros().toPlainString() : cell.getValue().toString()).append(' '));
      text.append('\n');
    });
    return text.toString();
  }

  private List<Integer> counts(String query) {
    return stats(query + "&column=source-success").valueStream().map(row -> row.path("source-success").asInt()).toList();
  }

  private JsonNode stats(String query) {
    return acme.get("/events/stats" + query).is(200).json();
  }

  private static Instant start() {
    return NOON.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
  }

  /** Four whole days, the second of which has noon. */
  private static String range() {
    return "&start=" + start() + "&end=" + start().plus(Duration.ofDays(4)).minusSeconds(1);
  }

  private static String columns(String... names) {
    return String.join("&", List.of(names).stream().map(name -> "column=" + name).toList());
  }

  private static String state(String state) {
    return "\"state\":{\"$type\":\"state\",\"normal\":\"%s\",\"raw\":\"%s\",\"valid\":true}".formatted(state, state);
  }

  private static String rule(String lhv, String op, @Nullable String rhv) {
    return "rule=" + encoded("{\"lhv\":\"%s\",\"op\":\"%s\"%s}".formatted(lhv, op,
        rhv == null ? "" : ",\"rhv\":\"" + rhv + "\""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
