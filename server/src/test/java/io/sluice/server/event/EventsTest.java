package io.sluice.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.type.FieldTypes;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.log.Appended;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.Result;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** {@code /events} from outside (exchange 12.1 to 12.3, 6.4). */
class EventsTest {

  private static final FlowId FLOW = FlowId.of("65f1a2b3c4d5e6f708192b01");
  private static final EntityId WEB_FORM = EntityId.of("65f1a2b3c4d5e6f708192a02");
  private static final EntityId CRM = EntityId.of("65f1a2b3c4d5e6f708192a03");
  private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.HOURS);

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  @Test
  void events_are_listed_newest_first_a_hundred_at_a_time() {
    List<String> ids = leads(120, NOON);
    List<String> listed = ids(list(""));
    assertThat(listed).hasSize(100).isEqualTo(ids.reversed().subList(0, 100));
    assertThat(ids(list("?sort=asc&limit=3"))).isEqualTo(ids.subList(0, 3));
  }

  @Test
  void a_page_goes_on_where_the_one_before_ended_in_either_direction() {
    List<String> ids = leads(25, NOON);
    List<String> forwards = new ArrayList<>();
    String after = "";
    for (JsonNode page = list("?sort=asc&limit=10"); !page.isEmpty();
        page = list("?sort=asc&limit=10&after_id=" + after)) {
      forwards.addAll(ids(page));
      after = forwards.getLast();
    }
    assertThat(forwards).isEqualTo(ids);
    assertThat(ids(list("?before_id=" + ids.get(10) + "&limit=1000"))).isEqualTo(ids.subList(0, 10).reversed());
    assertThat(ids(list("?before_id=" + ids.get(10) + "&after_id=" + ids.get(7)))).isEqualTo(
        ids.subList(8, 10).reversed());
  }

  @Test
  void start_and_end_are_inclusive() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addAll(leads(1, NOON.plusSeconds(i)));
    }
    assertThat(ids(list("?sort=asc&start=" + NOON.plusSeconds(1) + "&end=" + NOON.plusSeconds(3))))
        .isEqualTo(ids.subList(1, 4));
  }

  @Test
  void a_stranger_sees_neither_the_list_nor_the_event() {
    String id = leads(1, NOON).getFirst();
    assertThat(globex.get("/events").is(200).json()).isEmpty();
    assertThat(globex.get("/events/" + id).is(404).text()).isEqualTo("{\"error\":\"not found\"}");
    acme.get("/events/" + id).is(200);
    acme.get("/events/" + id.toUpperCase(Locale.ROOT)).is(200);
    acme.get("/events/nonsense").is(404);
    server.anybody().get("/events").is(401);
  }

  @Test
  void everything_that_is_wrong_with_a_query_is_named_at_once() {
    String answer = acme.get("/events?sort=up&limit=0&start=today&after_id=1&rules="
        + encoded("[{\"lhv\":\"\",\"op\":\"resembles\"},{\"lhv\":\"type\",\"op\":\"is equal to\"}]")
        + "&include=id&exclude=vars").is(400).text();
    assertThat(answer).contains("sort").contains("limit").contains("start").contains("after_id");
    String rules = acme.get("/events?rules="
        + encoded("[{\"lhv\":\"\",\"op\":\"resembles\"},{\"lhv\":\"type\",\"op\":\"is equal to\"},"
            + "{\"lhv\":\"request.body\",\"op\":\"is blank\"}]") + "&include=id&exclude=vars").is(400).text();
    assertThat(rules).contains("rules[0].lhv").contains("rules[0].op").contains("rules[1].rhv").contains("rules[2].lhv")
        .contains("exclude");
    acme.get("/events?rules=nonsense").is(400);
    acme.post("/events", "{\"include\":[\"id\"],\"exclude\":[\"vars\"]}").is(400);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      vars.lead.email        | is equal to              | "B@initech.example"  | 1
      vars.lead.email.domain | is equal to              | "initech.example"    | 3
      vars.lead.income       | is greater than or equal | 200                  | 2
      vars.lead.income       | is less than             | 200                  | 1
      vars.lead.missing      | is blank                 | null                 | 3
      vars.lead.email        | is not blank             | null                 | 3
      vars.lead.missing      | does not include         | "x"                  | 0
      vars.lead.email        | does not include         | "b@"                 | 2
      vars.lead.email        | includes                 | "b@"                 | 1
      vars.lead.tags         | is equal to              | "hot"                | 3
      vars.lead.agreed       | is true                  | null                 | 3
      vars.lead.agreed       | is false                 | null                 | 0
      outcome                | is not equal to          | "success"            | 0
      outcome                | is included in           | ["success","error"]  | 3
      type                   | is equal to              | "filter"             | 0
      type                   | is equal to              | "Source"             | 3
      vars.source.id         | is equal to              | "65F1A2B3C4D5E6F708192A02" | 3
      """)
  void a_rule_finds_what_it_says(String lhv, String op, String rhv, int count) {
    lead("a@initech.example", 100);
    lead("b@initech.example", 200);
    lead("c@initech.example", 300);
    String rules = "[{\"lhv\":\"%s\",\"op\":\"%s\",\"rhv\":%s}]".formatted(lhv, op, rhv);
    assertThat(list("?rules=" + encoded(rules))).hasSize(count);
    assertThat(acme.post("/events", "{\"rules\":" + rules.replace(",\"rhv\":null", "")
        .replace("or equal\"", "or equal to\"") + "}").is(200).json()).hasSize(count);
  }

  @Test
  void all_rules_must_hold() {
    String lead = lead("a@initech.example", 100);
    lead("b@initech.example", 200);
    String rules = """
        [{"lhv":"vars.lead.id","op":"is equal to","rhv":"%s"},{"lhv":"vars.lead.income","op":"is equal to","rhv":%d}]""";
    assertThat(list("?rules=" + encoded(rules.formatted(lead, 100)))).hasSize(1);
    assertThat(list("?rules=" + encoded(rules.formatted(lead, 200)))).isEmpty();
  }

  @Test
  void the_older_filters_still_work() {
    LeadId lead = LeadId.next(NOON);
    append(lead, "a@initech.example", 1, List.of(
        recipient(lead, "success", null), source(lead, NOON)));
    assertThat(list("?type=recipient")).hasSize(1);
    assertThat(list("?type=recipient&outcome=failure")).isEmpty();
    assertThat(list("?recipient_id=" + CRM)).hasSize(1);
    acme.get("/events?type=unknown").is(400);
    assertThat(acme.get("/events?outcome=%7B%7Bvars").is(400).text()).contains("outcome");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      vars.flow.id      | 65f1a2b3c4d5e6f708192b01     | 3
      vars.source.id    | 65f1a2b3c4d5e6f708192a02     | 3
      vars.recipient.id | 65f1a2b3c4d5e6f708192a03     | 1
      type              | recipient                    | 1
      outcome           | SKIP                         | 1
      outcome           | nothing                      | 0
      reason            | lead.state MUST be TX        | 1
      reason            | lead.state must be           | 0
      step_id           | STP001                       | 1
      module_id         | leadconduit-default.outbound | 1
      vars.lead.email   | A@Initech.Example            | 2
      """)
  void an_index_finds_what_the_rule_means_and_in_order(String lhv, String value, int count) {
    LeadId lead = LeadId.next(NOON);
    append(lead, "a@initech.example", 1, List.of(recipient(lead, "skip", null), source(lead, NOON)));
    LeadId other = LeadId.next(NOON);
    append(other, "b@initech.example", 1, List.of(source(other, NOON, "lead.state must be TX")));
    String rules = "[{\"lhv\":\"%s\",\"op\":\"is equal to\",\"rhv\":\"%s\"}]".formatted(lhv, value);
    List<String> found = ids(list("?rules=" + encoded(rules)));
    assertThat(found).hasSize(count).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(ids(list("?sort=asc&rules=" + encoded(rules)))).isEqualTo(found.reversed());
  }

  @Test
  void every_operator_of_a_rule_is_taken_by_either_of_its_names() {
    lead("a@initech.example", 100);
    lead("b@initech.example", 200);
    for (String op : List.of("is greater than or equal", "is greater than or equal to")) {
      assertThat(acme.post("/events", "{\"rules\":[{\"lhv\":\"vars.lead.income\",\"op\":\"%s\",\"rhv\":200}]}"
          .formatted(op)).is(200).json()).hasSize(1);
    }
    assertThat(list("?rules=" + encoded("[{\"lhv\":\"vars.lead.email\",\"op\":\"matches pattern\",\"rhv\":\"b@*\"}]")))
        .hasSize(1);
  }

  @Test
  void what_is_older_than_the_account_keeps_is_not_shown_any_more() {
    String old = leads(1, NOON.minus(Duration.ofDays(91))).getFirst();
    String young = leads(1, NOON.minus(Duration.ofDays(89))).getFirst();
    assertThat(ids(list(""))).containsExactly(young);
    acme.get("/events/" + young).is(200);
    acme.get("/events/" + old).is(404);
  }

  @Test
  void an_events_vars_are_the_leads_with_what_was_appended_before_it_and_its_own() {
    LeadId lead = LeadId.next(NOON);
    append(lead, "a@initech.example", 1, List.of(
        recipient(lead, "success", "{\"outcome\":\"success\",\"crm_id\":7}"), recipient(lead, "skip", null),
        source(lead, NOON)));
    JsonNode events = list("?sort=asc");
    assertThat(events.get(0).path("vars").has("crm")).isFalse();
    assertThat(events.get(0).at("/crm/crm_id").asInt()).isEqualTo(7);
    assertThat(events.get(1).at("/vars/crm/crm_id").asInt()).isEqualTo(7);
    assertThat(events.get(1).at("/vars/recipient/id").asString()).isEqualTo(CRM.value());
    assertThat(events.get(2).at("/vars/crm/crm_id").asInt()).isEqualTo(7);
    assertThat(events.get(2).path("vars").has("recipient")).isFalse();
    assertThat(events.get(2).at("/appended/crm/crm_id").asInt()).isEqualTo(7);
  }

  @Test
  void only_what_is_asked_for_is_shown_or_all_but_what_is_not_wanted() {
    lead("a@initech.example", 1);
    JsonNode some = list("?include=id&include=vars.lead.income&include=module_id").get(0);
    assertThat(some.propertyNames()).containsExactlyInAnyOrder("id", "vars", "module_id");
    assertThat(some.at("/vars/lead").propertyNames()).containsExactly("income");
    JsonNode most = list("?exclude=vars.lead&exclude=request").get(0);
    assertThat(most.has("request")).isFalse();
    assertThat(most.path("vars").has("lead")).isFalse();
    assertThat(most.path("vars").has("flow")).isTrue();
  }

  @Test
  void a_search_that_would_look_at_too_much_says_so_instead_of_answering_half() {
    leads(30, NOON);
    Events few = new Events(server.bean(EventStore.class), server.bean(Snapshots.class),
        server.bean(LeadsByValue.class), 10);
    AccountId account = AccountId.of(acme.accountId());
    EventQuery query = query("[{\"lhv\":\"vars.lead.income\",\"op\":\"is equal to\",\"rhv\":4711}]", 5);
    Result<List<EventJson>, EventRefusal> answer = few.search(account, query);
    assertThat(answer).isInstanceOf(Result.Done.class); // all thirty fit into one look, and there was nothing more
    leads(600, NOON.plusSeconds(1));
    assertThat(few.search(account, query)).isInstanceOfSatisfying(Result.Refused.class, refused ->
        assertThat(((Result.Refused<?, ?>) refused).refusal().problem().sentence())
            .contains("0 of 500 events").contains("before_id="));
  }

  @Test
  void of_all_flows_and_months_the_events_of_a_type_or_an_outcome_come_in_order() {
    List<String> ids = past(700, 7, 10_000); // 81 days
    List<String> errors = every(ids, 5);
    assertThat(ids(list("?outcome=error&limit=1000&sort=asc"))).isEqualTo(errors);
    assertThat(ids(list("?outcome=error&limit=10"))).isEqualTo(errors.reversed().subList(0, 10));
    assertThat(ids(list("?outcome=error&limit=60&before_id=" + errors.get(100))))
        .isEqualTo(errors.subList(40, 100).reversed());
    assertThat(ids(list("?outcome=error&limit=60&sort=asc&after_id=" + errors.get(9))))
        .isEqualTo(errors.subList(10, 70));
    assertThat(ids(list("?outcome=error&after_id=" + errors.get(50) + "&before_id=" + errors.get(53))))
        .isEqualTo(errors.subList(51, 53).reversed());
    assertThat(ids(list("?type=source&limit=1000"))).isEqualTo(ids.reversed());
    assertThat(ids(list("?type=retry"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"vars.flow.id,65f1a2b3c4d5e6f708192b01", "vars.source.id,65f1a2b3c4d5e6f708192a02",
    "vars.recipient.id,65f1a2b3c4d5e6f708192a03", "reason,Timeout", "reason,No such reason", "type,source", "type,retry",
    "outcome,success", "outcome,error", "id,65f1a2b3c4d5e6f708192aff", "vars.lead.id,65f1a2b3c4d5e6f708192aff"})
  void a_page_reads_few_entries_however_many_events_there_are(String lhv, String value) {
    past(10_000, 2, 1);
    server.db().sql("ANALYZE event").update(); // as the database does by itself, a minute later
    EventQuery query = query("[{\"lhv\":\"" + lhv + "\",\"op\":\"is equal to\",\"rhv\":\"" + value + "\"}]", 10);
    // The second is what the database plans once for all values, when a statement has been made often.
    assertThat(List.of("force_custom_plan", "force_generic_plan")).allSatisfy(planning ->
        assertThat(server.bean(TransactionOperations.class).<Long>execute(_ -> {
          server.bean(JdbcClient.class).sql("SET LOCAL plan_cache_mode = " + planning).update();
          long before = entriesRead();
          server.bean(Events.class).search(AccountId.of(acme.accountId()), query);
          return entriesRead() - before;
        })).isLessThan(500));
  }

  /** What this connection has read since it last reported, which may be longer than its transaction. */
  private long entriesRead() {
    return server.bean(JdbcClient.class).sql("""
        SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class
         WHERE relname LIKE 'event%' AND relkind IN ('r', 'i')
        """).query(Long.class).single();
  }

  private EventQuery query(String rules, int limit) {
    return switch (EventQuery.read(new EventQuery.Asked(null, null, null, null, rules, null, null,
        Integer.toString(limit), null, null, null, null))) {
      case Result.Done<EventQuery, EventRefusal>(EventQuery query) -> query;
      case Result.Refused<EventQuery, EventRefusal>(EventRefusal refusal) ->
          throw new AssertionError(refusal.problem().inOneLine());
    };
  }

  private JsonNode list(String query) {
    return acme.get("/events" + query).is(200).json();
  }

  private static List<String> ids(JsonNode events) {
    List<String> ids = new ArrayList<>();
    events.forEach(event -> ids.add(event.path("id").asString()));
    return ids;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Every fifth is an error. @return their ids, in order: one every so many seconds, the last one now */
  private List<String> past(int count, int flows, int seconds) {
    return server.db().sql("""
        INSERT INTO event (account_id, id, lead_id, flow_id, source_id, type, outcome, reason, recipient_id, host,
          started_at, ended_at, cap_reached, changed, details)
        SELECT :account, id, id, '65f1a2b3c4d5e6f708192b' || lpad(to_hex(i % :flows), 2, '0'), :source, 'source',
               CASE WHEN i % 5 = 0 THEN 'error' ELSE 'success' END, CASE WHEN i % 5 = 0 THEN 'Timeout' END, :recipient,
               'here', now(), now(), false, '{"recipient":{"id":"' || :recipient || '"}}', '{}'
          FROM generate_series(0, :count - 1) AS i CROSS JOIN LATERAL (
            SELECT to_hex(:now - (:count - 1 - i) * :seconds) || lpad(to_hex(i), 16, '0')) AS made (id)
        RETURNING id
        """)
        .param("account", acme.accountId()).param("source", WEB_FORM.value()).param("recipient", CRM.value())
        .param("flows", flows).param("count", count).param("seconds", seconds).param("now", NOON.getEpochSecond())
        .query(String.class).list();
  }

  private static List<String> every(List<String> ids, int nth) {
    return IntStream.range(0, ids.size()).filter(i -> i % nth == 0).mapToObj(ids::get).toList();
  }

  /** Leads with one event each; the events' ids in order. */
  private List<String> leads(int count, Instant time) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LeadId lead = LeadId.next(time);
      EventRow source = source(lead, time);
      append(lead, "x@initech.example", 1, List.of(source));
      ids.add(source.id().value());
    }
    return ids;
  }

  private String lead(String email, int income) {
    LeadId lead = LeadId.next(NOON);
    append(lead, email, income, List.of(source(lead, NOON)));
    return lead.value();
  }

  private void append(LeadId lead, String email, int income, List<EventRow> events) {
    Object typed = FieldTypes.named("email").orElseThrow().parse(email, Clock.systemUTC());
    String vars = VarsJson.write(Map.of(
        "lead", Map.of("id", lead.value(), "email", typed == null ? "" : typed, "income", income, "agreed", true,
            "tags", List.of("new", "hot")),
        "flow", Map.of("id", FLOW.value()), "source", Map.of("id", WEB_FORM.value())));
    AccountId account = AccountId.of(acme.accountId());
    assertThat(server.bean(EventLog.class).append(new Entry.Ended(
        new LeadRow(account, lead, FLOW, WEB_FORM, NOON, vars), events, null))).isEqualTo(Appended.STORED);
  }

  private EventRow source(LeadId lead, Instant time) {
    return source(lead, time, null);
  }

  private EventRow source(LeadId lead, Instant time, @Nullable String reason) {
    return new EventRow(AccountId.of(acme.accountId()), EventId.next(time), lead, FLOW, WEB_FORM, "source", "success",
        reason, null, null, "leadconduit-default.inbound", null, "here", time, time, false, null, null, null, null, null,
        null, null, "{\"step_count\":1}", "[{\"request\":{\"method\":\"POST\"},\"response\":{\"status\":201},\"ms\":1}]");
  }

  private EventRow recipient(LeadId lead, String outcome, @Nullable String appended) {
    return new EventRow(AccountId.of(acme.accountId()), EventId.next(NOON), lead, FLOW, WEB_FORM, "recipient", outcome,
        null, "stp001", CRM, "leadconduit-default.outbound", "crm", "here", NOON, NOON.plusMillis(20), false, null,
        null, null, null, "{\"recipient\":{\"id\":\"" + CRM + "\"}}", appended, null, "{}", null);
  }
}
