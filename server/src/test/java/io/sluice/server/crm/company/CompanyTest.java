package io.sluice.server.crm.company;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Companies as trees (crm 2.3). */
class CompanyTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long root = server.companyOf(acme);

  @Test
  void the_maker_of_a_company_is_its_admin_and_sees_it_whole() {
    JsonNode made = acme.post("/api/v1/companies", "{\"name\": \" Acme West \", \"parent_company_id\": " + root + "}")
        .is(201).json().path("company");
    assertThat(made.propertyNames()).containsExactly("id", "name", "default", "parent_company_id", "avatar_route",
        "cycles_enabled", "current_cycle", "membership", "created_at");
    assertThat(made.path("name").asString()).isEqualTo("Acme West");
    assertThat(made.path("parent_company_id").asLong()).isEqualTo(root);
    assertThat(made.path("default").asBoolean()).isFalse();
    assertThat(made.path("membership").isNull()).isTrue();
    assertThat(acme.get("/api/v1/companies/" + made.path("id").asLong()).is(200).json().path("company")).isEqualTo(made);
    assertThat(acme.get(Crm.accessesOf(acme) + "?company_id=" + made.path("id").asLong()).is(200)
        .at("user_accesses.0.access_name")).isEmpty();
    assertThat(acme.get(Crm.accessesOf(acme) + "?company_id=" + made.path("id").asLong()).json()
        .at("/user_accesses/0/access_name").asString()).isEqualTo("admin");
  }

  @Test
  void a_company_without_a_parent_is_another_tree_of_the_same_account() {
    long other = Crm.company(acme, "Acme Mexico");
    assertThat(acme.get("/api/v1/companies/" + other).is(200).json().at("/company/parent_company_id").isNull()).isTrue();
    assertThat(acme.get("/account").is(200).text()).contains("\"company_id\":" + root);
  }

  @Test
  void who_has_no_company_yet_makes_the_root_of_the_account() {
    Party alone = server.open("Solo");
    server.db().sql("DELETE FROM user_access WHERE user_id = ?").param(alone.userId()).update();
    server.db().sql("DELETE FROM company WHERE account_id = ?").param(alone.accountId()).update();
    assertThat(alone.get("/api/v1/companies").is(200).json().at("/meta/total").asLong()).isZero();
    assertThat(alone.get("/flows").status()).isEqualTo(401);
    long made = Crm.company(alone, "Solo Inc.");
    assertThat(server.companyOf(alone)).isEqualTo(made);
    assertThat(alone.get(Crm.accessesOf(alone)).json().at("/user_accesses/0/primary").asBoolean()).isTrue();
    alone.get("/flows").is(200);
  }

  @Test
  void only_an_admin_of_the_parent_makes_companies_below_it() {
    Party manager = server.colleague(acme, "manager");
    Party globex = server.open("Globex");
    String below = "{\"name\": \"Below\", \"parent_company_id\": " + root + "}";
    manager.post("/api/v1/companies", below).is(403);
    globex.post("/api/v1/companies", below).is(403);
    assertThat(acme.post("/api/v1/companies", "{\"name\": \"Below\", \"parent_company_id\": 999999999999}").is(422)
        .json().at("/errors/parent_company_id/0").asString()).isEqualTo("does not exist");
    assertThat(acme.get("/api/v1/companies").json().at("/meta/total").asLong()).isEqualTo(1);
  }

  @Test
  void what_is_wrong_with_a_new_company_is_told_at_once() {
    JsonNode errors = acme.post("/api/v1/companies", "{\"name\": \"  \", \"default\": \"yes\"}").is(422).json().path("errors");
    assertThat(errors.has("name")).isTrue();
    assertThat(errors.has("default")).isTrue();
    acme.post("/api/v1/companies", "{}").is(422);
    acme.post("/api/v1/companies", "{").is(422);
    acme.post("/api/v1/companies", "{\"name\": \"" + "x".repeat(201) + "\"}").is(422);
  }

  @Test
  void a_list_holds_what_one_stands_in_and_what_is_below() {
    long west = Crm.branch(acme, root, "Acme West");
    long coast = Crm.branch(acme, west, "Acme Coast 100%");
    Party agent = server.colleague(acme, west, "agent");
    assertThat(ids(agent.get("/api/v1/companies"))).containsExactly(west);
    assertThat(ids(acme.get("/api/v1/companies"))).containsExactly(root, west, coast);
    assertThat(ids(acme.get("/api/v1/companies?parent_company_id=" + root))).containsExactly(west);
    assertThat(ids(acme.get("/api/v1/companies?search=coast"))).containsExactly(coast);
    assertThat(ids(acme.get("/api/v1/companies?search=100%25"))).containsExactly(coast);
    Reply second = acme.get("/api/v1/companies?per_page=2&page=2");
    assertThat(ids(second)).containsExactly(coast);
    assertThat(second.json().path("meta").toString())
        .isEqualTo("{\"page\":2,\"per_page\":2,\"total\":3,\"total_pages\":2}");
    acme.get("/api/v1/companies?per_page=101").is(422);
    acme.get("/api/v1/companies?page=x").is(422);
  }

  @Test
  void a_foreign_company_is_forbidden_one_that_is_not_there_is_not_found() {
    Party globex = server.open("Globex");
    globex.get("/api/v1/companies/" + root).is(403);
    globex.put("/api/v1/companies/" + root, "{\"name\": \"Mine\"}").is(403);
    globex.get("/api/v1/companies/999999999999").is(404);
    globex.get("/api/v1/companies/none").is(404);
  }

  @Test
  void an_admin_above_administers_what_is_below_and_one_below_not_what_is_above() {
    long west = Crm.branch(acme, root, "Acme West");
    Party western = server.colleague(acme, west, "admin");
    Party above = server.colleague(acme, "admin");
    Party manager = server.colleague(acme, "manager");
    assertThat(above.put("/api/v1/companies/" + west, "{\"name\": \"Acme Wild West\"}").is(200).at("company.name"))
        .isEqualTo("Acme Wild West");
    western.get("/api/v1/companies/" + root).is(403);
    manager.get("/api/v1/companies/" + west).is(403);
    western.put("/api/v1/companies/" + west, "{\"name\": \"Acme West\"}").is(200);
  }

  @Test
  void at_most_one_company_of_a_tree_is_the_default() {
    long west = acme.post("/api/v1/companies",
        "{\"name\": \"West\", \"default\": true, \"parent_company_id\": " + root + "}").is(201).json().at("/company/id").asLong();
    assertThat(acme.post("/api/v1/companies",
        "{\"name\": \"East\", \"default\": true, \"parent_company_id\": " + west + "}").is(422).json().path("errors").has("default")).isTrue();
    long east = Crm.branch(acme, root, "East");
    assertThat(acme.put("/api/v1/companies/" + east, "{\"default\": true}").is(200).json().at("/company/default").asBoolean()).isTrue();
    assertThat(acme.get("/api/v1/companies/" + west).json().at("/company/default").asBoolean()).isFalse();
    Party western = server.colleague(acme, west, "admin");
    western.put("/api/v1/companies/" + west, "{\"default\": true}").is(403); // the tree is not hers
    acme.post("/api/v1/companies", "{\"name\": \"Another tree\", \"default\": true}").is(201);
  }

  @Test
  void two_who_want_the_default_at_once_leave_one() {
    List<Callable<Reply>> both = List.of(newDefault("A"), newDefault("B"), newDefault("C"));
    assertThat(Crm.together(both)).containsExactlyInAnyOrder(201, 422, 422);
  }

  private Callable<Reply> newDefault(String name) {
    return () -> acme.post("/api/v1/companies",
        "{\"name\": \"%s\", \"default\": true, \"parent_company_id\": %d}".formatted(name, root));
  }

  @Test
  void a_tree_grows_no_cycle_and_not_beyond_its_height() {
    long top = Crm.company(acme, "Level 1");
    long second = Crm.branch(acme, top, "Level 2");
    long lowest = second;
    for (int level = 3; level <= Companies.MAX_LEVELS; level++) {
      lowest = Crm.branch(acme, lowest, "Level " + level);
    }
    acme.post("/api/v1/companies", "{\"name\": \"Too deep\", \"parent_company_id\": " + lowest + "}").is(422);
    assertThat(move(acme, top, lowest).status()).isEqualTo(422);
    assertThat(move(acme, top, top).status()).isEqualTo(422);
    assertThat(move(acme, second, root).is(200).json().at("/company/parent_company_id").asLong()).isEqualTo(root);
    long other = Crm.branch(acme, top, "Beside");
    assertThat(move(acme, second, other).status()).isEqualTo(422); // two above it and nine deep
    assertThat(acme.put("/api/v1/companies/" + second, "{\"parent_company_id\": null}").is(200)
        .json().at("/company/parent_company_id").isNull()).isTrue();
    assertThat(move(acme, root, top).status()).isEqualTo(422); // the root stays on top
  }

  @Test
  void two_companies_that_are_put_below_each_other_at_once_make_no_cycle() {
    long one = Crm.company(acme, "One");
    long two = Crm.company(acme, "Two");
    assertThat(Crm.together(List.of(() -> move(acme, one, two), () -> move(acme, two, one))))
        .containsExactlyInAnyOrder(200, 422);
  }

  @Test
  void a_company_moves_only_with_the_will_of_both_sides_and_within_its_account() {
    long west = Crm.branch(acme, root, "West");
    long branch = Crm.branch(acme, west, "Branch");
    Party western = server.colleague(acme, west, "admin");
    long hers = Crm.company(western, "Hers");
    assertThat(move(western, west, hers).status()).isEqualTo(403); // it would leave a company that is not hers
    assertThat(western.put("/api/v1/companies/" + west, "{\"parent_company_id\": null}").status()).isEqualTo(403);
    assertThat(move(western, branch, root).status()).isEqualTo(403);
    assertThat(move(western, branch, hers).status()).isEqualTo(200);
    Party globex = server.open("Globex");
    assertThat(move(globex, server.companyOf(globex), root).status()).isEqualTo(403);
    server.db().sql("""
        INSERT INTO user_access VALUES (nextval('user_access_number'), ?, ?, 'admin', false, now())""")
        .params(acme.userId(), server.companyOf(globex)).update();
    assertThat(move(acme, hers, server.companyOf(globex)).status()).isEqualTo(403);
    assertThat(move(acme, branch, server.companyOf(globex)).status()).isEqualTo(403);
    assertThat(move(acme, west, server.companyOf(globex)).is(422).json().at("/errors/parent_company_id/0").asString())
        .isEqualTo("must be of the same account");
  }

  private static Reply move(Party by, long company, long parent) {
    return by.put("/api/v1/companies/" + company, "{\"parent_company_id\": " + parent + "}");
  }

  private static List<Long> ids(Reply reply) {
    return reply.is(200).json().path("companies").valueStream().map(company -> company.path("id").asLong()).toList();
  }
}
