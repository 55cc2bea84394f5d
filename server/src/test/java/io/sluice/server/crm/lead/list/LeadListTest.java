package io.sluice.server.crm.lead.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import io.sluice.server.crm.lead.LeadDesk;
import io.sluice.server.crm.lead.count.LeadCounts;
import io.sluice.server.job.Job;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A company's leads in lists: filtered, searched, sorted, paged and counted (crm 2.16). */
class LeadListTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final LeadDesk desk = new LeadDesk(acme);

  @Test
  void the_newest_come_first_and_meta_tells_how_many_there_are() {
    List<Long> made = leads(7);
    Reply first = list("?per_page=3");
    assertThat(ids(first)).containsExactlyElementsOf(made.reversed().subList(0, 3));
    assertThat(first.json().path("meta").toString())
        .isEqualTo("{\"page\":1,\"per_page\":3,\"total\":7,\"total_pages\":3}");
    assertThat(ids(list("?per_page=3&page=3"))).containsExactly(made.getFirst());
    assertThat(ids(list("?per_page=3&page=4"))).isEmpty();
    assertThat(list("?per_page=3&page=1000000").json().at("/meta/total").asInt()).isEqualTo(7);
    assertThat(first.json().at("/leads/0").has("answers")).isTrue();
    assertThat(first.json().at("/leads/0").has("notes")).isFalse();
    assertThat(acme.get(desk.path("/leads?page=0")).is(422).json().path("errors").has("page")).isTrue();
    assertThat(acme.get(desk.path("/leads?per_page=101")).is(422).json().path("errors").has("per_page")).isTrue();
    assertThat(acme.get(desk.path("/leads?sort=shoe_size")).is(422).json().path("errors").has("sort")).isTrue();
  }

  @Test
  void leads_are_sorted_by_every_field_the_contract_names_in_both_directions() {
    long b = desk.lead(
        "{\"email\": \"1@example.com\", \"first_name\": \"Ann\", \"last_name\": \"berg\"}").path("id").asLong();
    long a = desk.lead(
        "{\"email\": \"2@example.com\", \"first_name\": \"zoe\", \"last_name\": \"Ámos\", \"stage_id\": 5}").path("id").asLong();
    long c = desk.lead(
        "{\"email\": \"3@example.com\", \"first_name\": \"Mel\", \"last_name\": \"Cole\", \"stage_id\": 2}").path("id").asLong();
    acme.put("/api/v1/leads/" + b, "{\"city\": \"Austin\"}").is(200);
    for (String[] expected : new String[][] {{"id", "bac"}, {"created_at", "bac"}, {"updated_at", "acb"},
        {"last_name", "abc"}, {"first_name", "bca"}, {"stage", "bca"}}) {
      List<Long> order = expected[1].chars().mapToObj(one -> one == 'a' ? a : one == 'b' ? b : c).toList();
      assertThat(ids(list("?sort=" + expected[0]))).as(expected[0]).containsExactlyElementsOf(order);
      assertThat(ids(list("?sort=-" + expected[0]))).as("-" + expected[0]).containsExactlyElementsOf(order.reversed());
    }
  }

  @Test
  void pages_by_stage_follow_each_other_across_stages() {
    List<Long> order = new ArrayList<>();
    for (int stage : new int[] {1, 1, 2, 5, 5, 5, 6}) {
      order.add(desk.lead("{\"email\": \"s%d@example.com\", \"stage_id\": %d}".formatted(order.size(), stage)).path("id").asLong());
    }
    List<Long> read = new ArrayList<>();
    for (int page = 1; page <= 4; page++) {
      read.addAll(ids(list("?sort=stage&per_page=2&page=" + page)));
    }
    assertThat(read).containsExactlyElementsOf(order);
    assertThat(ids(list("?sort=-stage&per_page=4"))).containsExactlyElementsOf(order.reversed().subList(0, 4));
  }

  @Test
  void every_filter_narrows_the_list_and_metrics_add_up_to_its_total() {
    long web = desk.source("Web");
    long phone = desk.source("Phone");
    long spring = acme.post(desk.path("/campaigns"), "{\"name\": \"Spring\"}").is(201).json().at("/campaign/id").asLong();
    long casey = desk.userAccessOf(server.colleague(acme, "agent"));
    long austin = desk.territory("Austin", List.of("78701"), List.of());
    desk.lead("{\"email\": \"1@example.com\", \"source_id\": %d, \"campaign_id\": %d, \"user_access_id\": %d}"
        .formatted(web, spring, casey));
    desk.lead("{\"email\": \"2@example.com\", \"source_id\": %d, \"stage_id\": 3, \"zip_code\": \"78701\"}".formatted(web));
    desk.lead("{\"email\": \"3@example.com\", \"source_id\": %d, \"stage_id\": 3, \"user_access_id\": %d}".formatted(phone, casey));
    desk.lead("{\"email\": \"1@example.com\", \"stage_id\": 6}");
    assertAddsUp("", 4);
    assertAddsUp("?stage_id=3", 2);
    assertAddsUp("?source_id=" + web, 2);
    assertAddsUp("?source_id=" + web + "&stage_id=3", 1);
    assertAddsUp("?campaign_id=" + spring, 1);
    assertAddsUp("?territory_id=" + austin, 1);
    assertAddsUp("?user_access_id=" + casey, 2);
    assertAddsUp("?user_access_id=" + casey + "&source_id=" + phone, 1);
    assertAddsUp("?cycle_id=1", 0);
    assertAddsUp("?search=example", 4);
    assertAddsUp("?search=3@example.com&stage_id=3", 1);
    assertAddsUp("?created_from=2020-01-01", 4);
    assertAddsUp("?created_to=2020-01-01", 0);
    assertThat(total(acme.get(desk.path("/leads/duplicates")))).isEqualTo(1);
    assertThat(total(acme.get(desk.path("/leads/unassigned")))).isEqualTo(2);
    assertThat(total(acme.get(desk.path("/leads/unassigned?stage_id=6")))).isEqualTo(1);
    JsonNode metrics = acme.get(desk.path("/leads/metrics")).is(200).json();
    assertThat(metrics.path("metrics").valueStream().map(one -> one.path("stage_name").asString()
        + " " + one.path("leads_count").asInt() + " " + one.path("percentage").asDouble())).containsExactly(
        "New 1 25.0", "Contacted 0 0.0", "Qualified 2 50.0", "Appointment set 0 0.0", "Won 0 0.0", "Lost 1 25.0");
    // The same when the job has added up what was only noted.
    assertThat(addUp()).isPositive();
    assertAddsUp("", 4);
    assertAddsUp("?source_id=" + web + "&stage_id=3", 1);
    assertThat(metrics).isEqualTo(acme.get(desk.path("/leads/metrics")).is(200).json());
  }

  @Test
  void a_time_between_two_moments_is_counted_exactly_whatever_months_it_touches() {
    List<Long> made = leads(6);
    String[] times = {"2025-01-31T23:59:59.999999Z", "2025-02-01T00:00:00Z", "2025-02-15T12:00:00Z",
        "2025-03-31T23:59:59Z", "2025-04-01T00:00:00Z", "2025-04-30T00:00:00Z"};
    for (int i = 0; i < times.length; i++) {
      server.db().sql("UPDATE crm_lead SET created_at = CAST(? AS timestamptz) WHERE id = ?").params(times[i], made.get(i)).update();
    }
    addUp();
    server.db().sql("DELETE FROM crm_lead_month_count WHERE company_id = ?").param(desk.company()).update();
    server.db().sql("""
        INSERT INTO crm_lead_month_count SELECT account_id, company_id, date_trunc('month', created_at, 'UTC')::date, 0,
          stage_id, 0, 0, 0, 0, false, count(*) FROM crm_lead WHERE company_id = ? GROUP BY 1, 2, 3, 5
        """).param(desk.company()).update();
    assertAddsUp("?created_from=2025-02-01T00:00:00Z&created_to=2025-03-31T23:59:59Z", 3);
    assertAddsUp("?created_from=2025-01-31T23:59:59.999999Z", 6);
    assertAddsUp("?created_from=2025-02-01T00:00:00.000001Z&created_to=2025-04-01T00:00:00Z", 3);
    assertAddsUp("?created_to=2025-01-31T23:59:59.999999Z", 1);
    assertAddsUp("?created_from=2025-02-10T00:00:00Z&created_to=2025-02-20T00:00:00Z", 1);
    // A day is one of the account's, which is in New York.
    assertAddsUp("?created_from=2025-01-31&created_to=2025-01-31", 2);
    assertAddsUp("?created_from=2025-04-29&created_to=2025-04-29", 1);
    Reply refused = acme.get(desk.path("/leads?created_from=yesterday&created_to=2025-02-30")).is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactlyInAnyOrder("created_from", "created_to");
    acme.get(desk.path("/leads/metrics?created_from=tomorrow")).is(422);
  }

  @Test
  void search_finds_the_beginnings_of_names_addresses_and_numbers() {
    long mary = desk.lead("""
        {"first_name": "Mary-Ann", "last_name": "O'Brien", "email": "m.obrien@globex.example", "phone": "+1 (512) 555-0142"}""")
        .path("id").asLong();
    desk.lead("{\"first_name\": \"Marc\", \"last_name\": \"Jones\", \"email\": \"marc@initech.example\", \"phone\": \"303 555 0199\"}");
    for (String asked : List.of("mary", "MARY ann", "obrien", "o'brien", "o'bri mar", "m.obrien@globex.example", "globex",
        "5125550142", "+1 512 555 0142", "(512) 555", "5550142", "0142", "ann 0142")) {
      assertThat(ids(list("?search=" + encoded(asked)))).as(asked).containsExactly(mary);
    }
    assertThat(total(list("?search=mar"))).isEqualTo(2);
    assertThat(total(list("?search=" + encoded("mary jones")))).isZero();
    assertThat(total(list("?search=" + encoded("'!:* & | <->")))).isZero();
    assertThat(total(list("?search="))).isEqualTo(2);
    assertThat(total(new LeadDesk(server.open("Globex")).admin().get(desk.path("/leads?search=mar")).is(403))).isZero();
    acme.put("/api/v1/leads/" + mary, "{\"last_name\": \"Smith\", \"email\": null}").is(200);
    assertThat(total(list("?search=globex"))).isZero();
    assertThat(ids(list("?search=smi"))).containsExactly(mary);
  }

  @Test
  void an_agent_sees_its_own_leads_and_the_unassigned_ones_of_its_sources() {
    long web = desk.source("Web");
    long phone = desk.source("Phone");
    Party casey = server.colleague(acme, "agent");
    Party drew = server.colleague(acme, "agent");
    Party manager = server.colleague(acme, "manager");
    desk.receives(web, desk.userAccessOf(casey));
    long own = desk.lead("{\"email\": \"1@example.com\", \"user_access_id\": %d}".formatted(desk.userAccessOf(casey)))
        .path("id").asLong();
    long open = desk.lead("{\"email\": \"2@example.com\", \"source_id\": %d, \"user_access_id\": null}".formatted(web))
        .path("id").asLong();
    long elsewhere = desk.lead("{\"email\": \"3@example.com\", \"source_id\": %d, \"user_access_id\": null}".formatted(phone))
        .path("id").asLong();
    long others = desk.lead("{\"email\": \"4@example.com\", \"source_id\": %d, \"user_access_id\": %d}"
        .formatted(web, desk.userAccessOf(drew))).path("id").asLong();
    assertThat(ids(casey.get(desk.path("/leads")))).containsExactly(open, own);
    assertThat(ids(casey.get(desk.path("/leads?search=example&sort=id")))).containsExactly(own, open);
    assertThat(casey.get(desk.path("/leads/metrics")).is(200).json().path("total").asInt()).isEqualTo(2);
    assertThat(ids(casey.get(desk.path("/leads/unassigned")))).containsExactly(open);
    assertThat(ids(casey.get(desk.path("/leads?user_access_id=" + desk.userAccessOf(drew))))).isEmpty();
    assertThat(ids(drew.get(desk.path("/leads")))).containsExactly(others);
    assertThat(total(manager.get(desk.path("/leads")))).isEqualTo(4);
    casey.get("/api/v1/leads/" + own).is(200);
    casey.get("/api/v1/leads/" + open).is(200);
    casey.get("/api/v1/leads/" + elsewhere).is(404);
    casey.get("/api/v1/leads/" + others).is(404);
    casey.put("/api/v1/leads/" + others, "{\"city\": \"x\"}").is(404);
    casey.post("/api/v1/leads/" + others + "/notes", "{\"body\": \"x\"}").is(404);
    manager.get("/api/v1/leads/" + others).is(200);
  }

  @Test
  void the_leads_of_somebody_who_left_wait_unassigned() {
    Party casey = server.colleague(acme, "agent");
    long access = desk.userAccessOf(casey);
    IntStream.range(0, 3).forEach(i -> desk.lead("{\"email\": \"%d@example.com\", \"user_access_id\": %d}".formatted(i, access)));
    assertThat(total(acme.get(desk.path("/leads/unassigned")))).isZero();
    acme.delete("/api/v1/users/%s/user_access/%d".formatted(Crm.number(casey), access)).is(200);
    assertThat(total(acme.get(desk.path("/leads/unassigned")))).isEqualTo(3);
    assertAddsUp("?user_access_id=" + access, 0);
    assertAddsUp("", 3);
    casey.get(desk.path("/leads")).is(403);
  }

  private void assertAddsUp(String query, int total) {
    Reply list = list(query + (query.isEmpty() ? "?" : "&") + "per_page=100");
    assertThat(total(list)).as("total of " + query).isEqualTo(total);
    assertThat(ids(list)).as("leads of " + query).hasSize(total);
    JsonNode metrics = acme.get(desk.path("/leads/metrics" + query)).is(200).json();
    assertThat(metrics.path("total").asInt()).as("metrics of " + query).isEqualTo(total);
    assertThat(metrics.path("metrics").valueStream().mapToInt(one -> one.path("leads_count").asInt()).sum())
        .as("sum of " + query).isEqualTo(total);
  }

  /** What the job does, now. */
  private long addUp() {
    long waiting = waiting();
    try {
      server.bean(LeadCounts.class).handle(new Job("crm_lead_count", Long.toString(desk.company()), acme.accountId(), 1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(waiting()).isZero();
    return server.db().sql("SELECT count(*) FROM crm_lead_count WHERE company_id = ?").param(desk.company())
        .query(Long.class).single() + waiting;
  }

  private long waiting() {
    return server.db().sql("SELECT count(*) FROM crm_lead_count_change WHERE company_id = ?").param(desk.company())
        .query(Long.class).single();
  }

  private List<Long> leads(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> desk.lead("{\"email\": \"lead%d@example.com\"}".formatted(i)).path("id").asLong()).toList();
  }

  private Reply list(String query) {
    return acme.get(desk.path("/leads" + query)).is(200);
  }

  private static List<Long> ids(Reply reply) {
    return reply.is(200).json().path("leads").valueStream().map(lead -> lead.path("id").asLong()).toList();
  }

  private static int total(Reply reply) {
    return reply.json().at("/meta/total").asInt();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
