package io.sluice.server.event.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.PastLeads;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.Route;
import io.sluice.server.lead.LeadFlow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /events/event-metrics} from outside (exchange 12.1). */
class MetricsTest {

  private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3))
      .plus(Duration.ofHours(12));
  private static final String SOURCES = filters("type", "eq", "\"source\"");

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final PastLeads past = new PastLeads(server, acme.accountId());

  @Test
  void events_are_counted_by_the_day_and_by_what_groups_them() {
    past.at(NOON).source("success", null, "1");
    past.at(NOON).recipient(PastLeads.CRM, "success", null, "1").source("success", null, "1");
    past.at(NOON.plus(Duration.ofDays(1))).source("failure", "No", "0");
    JsonNode result = get("count", "timeframe=this_14_days&interval=daily&timezone=0&group_by=outcome&" + SOURCES);
    assertThat(result).hasSize(14);
    JsonNode day = result.get(10);
    assertThat(Instant.parse(day.at("/timeframe/start").asString())).isEqualTo(NOON.truncatedTo(ChronoUnit.DAYS));
    assertThat(day.path("value").toString()).isEqualTo("[{\"outcome\":\"success\",\"result\":2}]");
    assertThat(result.get(11).path("value").toString()).isEqualTo("[{\"outcome\":\"failure\",\"result\":1}]");
    assertThat(result.get(13).path("value").toString()).isEqualTo("[]");
    assertThat(get("count", "").toString()).isEqualTo("[{\"result\":4}]");
    assertThat(get("count", "timeframe=" + encoded("{\"start\":\"%s\",\"end\":\"%s\"}".formatted(NOON, NOON.plusSeconds(60))))
        .toString()).isEqualTo("[{\"result\":3}]");
    assertThat(globex.get("/events/event-metrics/count").is(200).text()).isEqualTo("{\"result\":[{\"result\":0}]}");
  }

  @Test
  void what_is_answered_holds_against_the_contract() {
    LeadFlow.of(acme).deploy().submit("{}").is(201);
    for (String path : List.of("count?interval=daily&group_by=outcome", "count_unique?target_property=type",
        "select_unique?target_property=vars.flow.id", "median?target_property=ms&group_by=type&group_by=module_id",
        "funnel?steps=" + encoded("[{\"filters\":[]}]"))) { // one step, which everybody takes
      JsonNode answer = acme.get("/events/event-metrics/" + path).is(200).json();
      var operation = server.bean(Contract.class).operation(
          new Route("GET", "/events/event-metrics/" + path.substring(0, path.indexOf('?')))).orElseThrow();
      assertThat(server.bean(Contract.class).answer(operation, 200, answer)).as(path).isEmpty();
      assertThat(answer.path("result")).as(path).isNotEmpty();
    }
  }

  @Test
  void different_values_are_counted_and_listed() {
    past.at(NOON).recipient(PastLeads.CRM, "success", null, "1").source("success", null, "1");
    past.at(NOON).source(PastLeads.INITECH).recipient(PastLeads.DIALER, "success", null, "1")
        .recipient(PastLeads.CRM, "failure", null, "0").source("success", null, "1");
    assertThat(get("count_unique", "target_property=vars.recipient.id").toString()).isEqualTo("[{\"result\":2}]");
    assertThat(get("count_unique", "target_property=vars.lead.id&group_by=vars.recipient.id&"
        + filters("type", "eq", "\"recipient\"")).toString()).isEqualTo(
        "[{\"vars.recipient.id\":\"" + PastLeads.CRM + "\",\"result\":2},"
            + "{\"vars.recipient.id\":\"" + PastLeads.DIALER + "\",\"result\":1}]");
    assertThat(get("select_unique", "target_property=vars.recipient.id&group_by=vars.source.id&"
        + filters("type", "eq", "\"recipient\"")).toString()).isEqualTo(
        "[{\"vars.source.id\":\"" + PastLeads.WEB_FORM + "\",\"result\":[\"" + PastLeads.CRM + "\"]},"
            + "{\"vars.source.id\":\"" + PastLeads.INITECH + "\",\"result\":[\"" + PastLeads.CRM + "\",\""
            + PastLeads.DIALER + "\"]}]");
  }

  @Test
  void a_lead_that_came_again_is_still_one_lead() {
    var lead = past.at(NOON).recipient(PastLeads.CRM, "success", null, "1");
    lead.source("success", null, "1");
    lead.feedback(NOON.plusSeconds(60), "feedback-received", "conversion", "success", null, null);
    past.at(NOON).source("success", null, "1");
    assertThat(get("count_unique", "target_property=vars.lead.id").toString()).isEqualTo("[{\"result\":2}]");
  }

  @Test
  void the_middle_of_an_even_number_lies_between_two() {
    past.at(NOON).recipient(PastLeads.CRM, "success", null, "1").recipient(PastLeads.CRM, "success", null, "2")
        .recipient(PastLeads.CRM, "success", null, "9").source("success", null, "1");
    past.at(NOON).recipient(PastLeads.CRM, "success", null, "5").source("success", null, "1");
    String recipients = filters("type", "eq", "\"recipient\"");
    assertThat(get("median", "target_property=sale_price&group_by=type&group_by=module_id&" + recipients).toString())
        .isEqualTo("[{\"type\":\"recipient\",\"module_id\":\"leadconduit-default.outbound\",\"median\":3.5}]");
    assertThat(get("median", "target_property=ms&max_age=86400&timezone=-18000&" + recipients).toString())
        .isEqualTo("[{\"median\":20}]");
    assertThat(get("median", "target_property=wait_ms&" + recipients).toString()).isEqualTo("[{\"median\":0}]");
    assertThat(get("median", "target_property=vars.lead.income").toString()).isEqualTo("[]");
  }

  @Test
  void a_funnel_counts_who_did_this_step_and_all_before_it() {
    var converted = past.at(NOON).recipient(PastLeads.CRM, "success", null, "1");
    String lead = converted.source("success", null, "1");
    past.at(NOON).recipient(PastLeads.CRM, "failure", null, "0").source("success", null, "1");
    past.at(NOON).source("failure", "No", "0");
    String accepted = step("source", "outcome", "success");
    String taken = step("recipient", "outcome", "success");
    assertThat(funnel(step("source", null, null), accepted, taken).path("result").toString()).isEqualTo("[3,2,1]");
    converted.feedback(NOON.plusSeconds(60), "feedback-received", "conversion", "success", null, null);
    String paid = step("feedback-received", "outcome", "success");
    assertThat(funnel(accepted, taken, paid).path("result").toString()).isEqualTo("[2,1,1]");
    JsonNode withActors = funnel(accepted, taken.replace("\"filters\"", "\"with_actors\":true,\"filters\""));
    assertThat(withActors.at("/actors/1/0").asString()).isEqualTo(lead);
    assertThat(withActors.at("/actors/0").isNull()).isTrue();
    assertThat(withActors.at("/steps/1/with_actors").asBoolean()).isTrue();
    JsonNode bySource = funnel(accepted.replace("\"filters\"", "\"actor_property\":\"vars.source.id\",\"filters\""));
    assertThat(bySource.path("result").toString()).isEqualTo("[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "income lt 200 -> 1", "income lte 200 -> 2", "income gt 200 -> 1", "income gte 200 -> 2", "income ne 100 -> 2",
      "city contains \"ust\" -> 2", "city not_contains \"ust\" -> 1", "city in [\"Austin\",\"Dallas\"] -> 3",
      "city eq \"AUSTIN\" -> 2", "zip exists true -> 0", "zip exists false -> 3"})
  void filters_choose_events(String filter) {
    past.at(NOON).fields("\"income\":100,\"city\":\"Austin\"").source("success", null, "1");
    past.at(NOON).fields("\"income\":200,\"city\":\"Austin\"").source("success", null, "1");
    past.at(NOON).fields("\"income\":300,\"city\":\"Dallas\"").source("success", null, "1");
    String[] parts = filter.split(" ");
    assertThat(get("count", filters("vars.lead." + parts[0], parts[1], parts[2])).get(0).path("result").asInt())
        .isEqualTo(Integer.parseInt(parts[4]));
  }

  @Test
  void intervals_have_several_spellings() {
    past.at(NOON).source("success", null, "1");
    assertThat(get("count", "timeframe=this_14_days&interval=weekly&timezone=0")).hasSizeBetween(2, 3);
    assertThat(get("count", "timeframe=this_14_days&timezone=0&interval=every_7_days")).hasSize(2);
    assertThat(get("count", "timeframe=this_14_days&timezone=0&interval="
        + encoded("{\"name\":\"every_7\",\"units\":\"days\"}"))).hasSize(2);
    assertThat(get("count", "timeframe=previous_2_days&timezone=0&interval=hourly")).hasSize(48);
    assertThat(get("count", "timeframe=today&timezone=0&interval=hourly")).hasSize(24);
  }

  @Test
  void times_that_no_calendar_reaches_are_refused() {
    assertThat(acme.get("/events/event-metrics/count?interval=every_1_year&timeframe="
        + encoded("{\"start\":\"+999999998-01-01T00:00:00Z\",\"end\":\"+999999999-12-31T23:59:59Z\"}")).is(400).text())
        .contains("timeframe");
  }

  @Test
  void everything_wrong_with_a_measure_is_named_at_once() {
    String answer = acme.get("/events/event-metrics/count_unique?timeframe=soon&interval=often&timezone=Mars&max_age=old"
        + "&" + filters("", "like", "1")).is(400).text();
    assertThat(answer).contains("timeframe").contains("timezone").contains("max_age")
        .contains("filters[0].property_name").contains("filters[0].operator");
    assertThat(acme.get("/events/event-metrics/count?interval=often").is(400).text()).contains("interval");
    acme.get("/events/event-metrics/count?filters=nonsense").is(400);
    assertThat(acme.get("/events/event-metrics/median?target_property=a..b").is(400).text()).contains("target_property");
    assertThat(acme.get("/events/event-metrics/funnel?steps=" + encoded("[7,{\"timeframe\":\"soon\"}]")).is(400).text())
        .contains("steps[0]").contains("steps[1].timeframe");
    server.anybody().get("/events/event-metrics/count").is(401);
  }

  private JsonNode get(String what, String query) {
    return acme.get("/events/event-metrics/" + what + "?" + query).is(200).json().path("result");
  }

  private JsonNode funnel(String... steps) {
    return acme.get("/events/event-metrics/funnel?steps=" + encoded("[" + String.join(",", steps) + "]")).is(200).json();
  }

  private static String step(String type, @Nullable String property,
      @Nullable String value) {
    String more = property == null ? ""
        : ",{\"property_name\":\"%s\",\"operator\":\"eq\",\"property_value\":\"%s\"}".formatted(property, value);
    return "{\"filters\":[{\"property_name\":\"type\",\"operator\":\"eq\",\"property_value\":\"%s\"}%s]}"
        .formatted(type, more);
  }

  private static String filters(String property, String operator, String value) {
    return "filters=" + encoded("[{\"property_name\":\"%s\",\"operator\":\"%s\",\"property_value\":%s}]"
        .formatted(property, operator, value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
