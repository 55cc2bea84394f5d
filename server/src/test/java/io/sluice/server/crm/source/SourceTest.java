package io.sluice.server.crm.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where a company's leads come from, in which order, and whose they are (crm 2.18). */
class SourceTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final String sources = "/api/v1/companies/%d/sources".formatted(server.companyOf(acme));

  @Test
  void sources_are_made_ordered_renamed_and_deleted() {
    long web = make("Web form");
    long fair = make("Trade fair");
    long phone = make("  Phone ");
    assertThat(order()).containsExactly("1 Web form", "2 Trade fair", "3 Phone");

    assertThat(names(reorder(phone, web, fair).is(200))).containsExactly("1 Phone", "2 Web form", "3 Trade fair");
    assertThat(acme.put(sources + "/" + fair, "{\"name\": \"Fair\"}").is(200).at("source.name")).isEqualTo("Fair");
    assertThat(acme.delete(sources + "/" + web).is(200).at("message")).contains("Web form");
    assertThat(order()).containsExactly("1 Phone", "2 Fair");
    assertThat(acme.delete(sources + "/" + web).is(404).at("code")).isEqualTo("not_found");
  }

  @Test
  void a_source_is_told_with_exactly_these_properties() {
    Reply made = acme.post(sources, "{\"name\": \"Web form\"}").is(201);
    assertThat(made.json().propertyNames()).containsExactly("source");
    assertThat(made.json().path("source").propertyNames())
        .containsExactlyInAnyOrder("id", "company_id", "name", "priority", "user_accesses");
    assertThat(made.json().path("source").path("company_id").asLong()).isEqualTo(server.companyOf(acme));
  }

  @Test
  void an_order_that_lacks_repeats_or_adds_a_source_is_refused_and_changes_nothing() {
    long one = make("One");
    long two = make("Two");
    long foreign = server.bean(Sources.class).findOrMake(
        AccountId.of(globex.accountId()), new CompanyId(server.companyOf(globex)), "Theirs") instanceof Result.Done(Source s)
        ? s.id() : 0;

    assertThat(reorder(two).is(422).text()).contains("lacks " + one);
    assertThat(reorder(two, two, one).is(422).at("code")).isEqualTo("validation_failed");
    assertThat(reorder(two, one, foreign).is(422).text()).contains("not in the order: " + foreign);
    assertThat(reorder().is(422).text()).contains("lacks " + one + ", " + two);
    assertThat(order()).containsExactly("1 One", "2 Two");
  }

  @Test
  void of_orders_at_the_same_moment_one_wins_whole() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(make("Source " + i));
    }
    List<Callable<List<Long>>> orders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<Long> wanted = new ArrayList<>(ids);
      Collections.rotate(wanted, i);
      orders.add(() -> {
        reorder(wanted.toArray(Long[]::new)).is(200);
        return wanted;
      });
    }
    List<List<Long>> asked = atOnce(orders);
    List<Long> after = new ArrayList<>();
    acme.get(sources).is(200).json().path("sources").forEach(source -> after.add(source.path("id").asLong()));
    assertThat(asked).contains(after);
    assertThat(order()).extracting(text -> text.split(" ")[0]).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
  }

  @Test
  void sources_made_at_the_same_moment_have_each_a_place_of_their_own() throws Exception {
    List<Callable<Long>> makes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String name = "Source " + i;
      makes.add(() -> make(name));
    }
    atOnce(makes);
    assertThat(order()).extracting(text -> text.split(" ")[0])
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
  }

  @Test
  void no_two_sources_of_a_company_are_called_the_same_in_whatever_case() {
    long web = make("Web form");
    long fair = make("Fair");
    assertThat(acme.post(sources, "{\"name\": \" WEB Form\"}").is(422).json().at("/errors/name/0").asString())
        .isEqualTo("has already been taken");
    acme.put(sources + "/" + fair, "{\"name\": \"web form\"}").is(422);
    acme.put(sources + "/" + web, "{\"name\": \"WEB FORM\"}").is(200);
    globex.post("/api/v1/companies/%d/sources".formatted(server.companyOf(globex)), "{\"name\": \"Web form\"}").is(201);
  }

  @Test
  void a_name_is_needed_and_has_an_end() {
    assertThat(acme.post(sources, "{}").is(422).json().at("/errors/name/0").asString()).isEqualTo("is required");
    acme.post(sources, "{\"name\": \"   \"}").is(422);
    acme.post(sources, "{\"name\": \"%s\"}".formatted("x".repeat(201))).is(422);
    acme.post(sources, "{\"name\": 7}").is(422);
    assertThat(acme.post(sources, "{\"nmae\": \"Web form\"}").is(422).json().at("/errors/nmae/0").asString())
        .isEqualTo("is not a property here, did you mean name?");
    acme.post(sources, "{\"name\": \"Fair\", \"colour\": \"of another client\"}").is(201);
    acme.post(sources, "{\"name\"").is(422);
    assertThat(acme.post(sources, "{\"name\": \"half \\ud800 a pair\"}").status()).isIn(201, 422);
    assertThat(acme.post(sources, "{\"name\": \"a \\u0000 within\"}").status()).isEqualTo(422);
  }

  @Test
  void colleagues_receive_a_sources_leads_until_they_are_removed_from_it() {
    String source = sources + "/" + make("Web form");
    Party agent = server.colleague(acme, "agent");
    long access = accessOf(agent);
    acme.post(source + "/user_access", "{\"user_access_id\": %d}".formatted(access)).is(201);
    Reply again = acme.post(source + "/user_access", "{\"user_access_id\": %d}".formatted(access)).is(201);
    assertThat(again.json().at("/source/user_accesses")).hasSize(1);
    assertThat(again.json().at("/source/user_accesses/0").propertyNames())
        .containsExactlyInAnyOrder("id", "user_id", "full_name", "access_name");
    assertThat(again.json().at("/source/user_accesses/0/access_name").asString()).isEqualTo("agent");

    assertThat(acme.delete(source + "/user_access/" + access).is(200).json().at("/source/user_accesses")).isEmpty();
    acme.delete(source + "/user_access/" + access).is(404);
  }

  @Test
  void a_company_has_at_most_500() {
    make("Web form");
    server.db().sql("""
        INSERT INTO crm_source (account_id, company_id, id, name, name_key, priority, created_at)
        SELECT account_id, company_id, nextval('crm_number'), 'Source ' || n, 'source ' || n, n, now()
          FROM crm_source, generate_series(2, 499) AS n WHERE company_id = ?""").param(server.companyOf(acme)).update();
    make("The last");
    assertThat(acme.post(sources, "{\"name\": \"One more\"}").is(422).text()).contains("at most 500");
    assertThat(server.bean(Sources.class).findOrMake(AccountId.of(acme.accountId()),
        new CompanyId(server.companyOf(acme)), "One more")).isEqualTo(Result.refused(new SourceRefusal.TooMany(500)));
  }

  @Test
  void the_audit_tells_who_did_what_to_a_companys_sources() {
    long web = make("Web form");
    acme.put(sources + "/" + web, "{\"name\": \"Form\"}").is(200);
    acme.delete(sources + "/" + web).is(200);
    assertThat(acme.get("/audit?type=source").is(200).json().valueStream()
        .map(line -> line.path("action").asString() + " " + line.path("target_id").asString() + " "
            + line.path("user").path("email").asString()))
        .containsExactly("delete " + web + " " + acme.email(), "update " + web + " " + acme.email(),
            "create " + web + " " + acme.email());
  }

  @Test
  void a_deleted_source_keeps_its_leads_which_have_none_from_then_on() {
    long web = make("Web form");
    Reply lead = acme.post(sources.replace("/sources", "/leads"),
        "{\"email\": \"ned@example.com\", \"source_id\": %d}".formatted(web)).is(201);
    assertThat(lead.at("lead.source.name")).isEqualTo("Web form");
    acme.delete(sources + "/" + web).is(200);
    make("Web form");
    assertThat(acme.get("/api/v1/leads/" + lead.at("lead.id")).is(200).json().at("/lead/source").isNull()).isTrue();
  }

  @Test
  void whoever_leaves_the_company_leaves_its_sources() {
    String source = sources + "/" + make("Web form");
    Party agent = server.colleague(acme, "agent");
    long access = accessOf(agent);
    acme.post(source + "/user_access", "{\"user_access_id\": %d}".formatted(access)).is(201);
    acme.delete("/api/v1/users/%d/user_access/%d".formatted(Crm.number(agent), access)).is(200);
    assertThat(acme.get(sources).json().at("/sources/0/user_accesses")).isEmpty();
    assertThat(server.db().sql("SELECT count(*) FROM crm_source_user_access WHERE user_access_id = ?").param(access)
        .query(Integer.class).single()).isZero();
    acme.post(source + "/user_access", "{\"user_access_id\": %d}".formatted(access)).is(422);
  }

  @Test
  void somebody_elses_access_is_no_colleagues() {
    String source = sources + "/" + make("Web form");
    Party stranger = server.colleague(globex, "agent");
    assertThat(acme.post(source + "/user_access", "{\"user_access_id\": %d}".formatted(accessOf(stranger)))
        .is(422).at("code")).isEqualTo("validation_failed");
    acme.post(source + "/user_access", "{\"user_access_id\": 999999999}").is(422);
    acme.post(sources + "/999999999/user_access", "{\"user_access_id\": 1}").is(404);
  }

  @Test
  void whoever_works_there_reads_them_and_only_admins_change_them() {
    long web = make("Web form");
    for (String access : List.of("agent", "manager")) {
      Party colleague = server.colleague(acme, access);
      colleague.get(sources).is(200);
      colleague.post(sources, "{\"name\": \"Mine\"}").is(403);
      colleague.put(sources + "/" + web, "{\"name\": \"Mine\"}").is(403);
      colleague.delete(sources + "/" + web).is(403);
    }
    globex.get(sources).is(403);
    globex.get("/api/v1/companies/%d/sources/".formatted(server.companyOf(globex)) + web).is(405);
    globex.delete("/api/v1/companies/%d/sources/%d".formatted(server.companyOf(globex), web)).is(404);
  }

  @Test
  void a_source_that_is_named_by_a_file_is_found_or_made_last() {
    make("Web form");
    Sources sources = server.bean(Sources.class);
    AccountId account = AccountId.of(acme.accountId());
    CompanyId company = new CompanyId(server.companyOf(acme));
    assertThat(sources.findOrMake(account, company, "WEB FORM ").map(Source::name))
        .isEqualTo(Result.done("Web form"));
    assertThat(sources.findOrMake(account, company, "Fair").map(Source::priority)).isEqualTo(Result.done(2));
    assertThat(sources.findOrMake(account, company, " ")).isInstanceOf(Result.Refused.class);
  }

  private long make(String name) {
    return Long.parseLong(acme.post(sources, "{\"name\": \"%s\"}".formatted(name)).is(201).at("source.id"));
  }

  private Reply reorder(Long... ids) {
    return acme.put(sources + "/priority", "{\"source_ids\": [%s]}"
        .formatted(Arrays.stream(ids).map(String::valueOf).collect(Collectors.joining(","))));
  }

  private List<String> order() {
    return names(acme.get(sources).is(200));
  }

  private static List<String> names(Reply reply) {
    return reply.json().path("sources").valueStream()
        .map(source -> source.path("priority").asInt() + " " + source.path("name").asString()).toList();
  }

  private long accessOf(Party party) {
    return server.db().sql("SELECT id FROM user_access WHERE user_id = ?").param(party.userId()).query(Long.class).single();
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(work)) {
        results.add(done.get());
      }
      return results;
    }
  }
}
