package io.sluice.server.crm.access.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who has which access in which company (crm 2.5). */
class UserAccessTest {

  private static final int ADMIN = 2;
  private static final int MANAGER = 3;
  private static final int AGENT = 4;

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long root = server.companyOf(acme);
  private final Party agent = server.colleague(acme, "agent");

  @Test
  void an_admin_gives_several_accesses_at_once_and_the_user_sees_them() {
    long west = Crm.branch(acme, root, "West");
    long east = Crm.branch(acme, root, "East");
    JsonNode given = acme.post(Crm.accessesOf(agent), """
        {"user_accesses_attributes": [{"company_id": %d, "access_id": 3}, {"company_id": %d, "access_id": 4, "primary": true}]}
        """.formatted(west, east)).is(201).json().path("user_accesses");
    assertThat(given.valueStream().map(JsonNode::toString).map(text -> text.replaceAll("\"id\":\\d+,", "")))
        .containsExactly(
            "{\"company_id\":%d,\"access_id\":3,\"access_name\":\"manager\",\"primary\":false}".formatted(west),
            "{\"company_id\":%d,\"access_id\":4,\"access_name\":\"agent\",\"primary\":true}".formatted(east));
    assertThat(held(agent, agent)).containsExactly(root + " agent", west + " manager", east + " agent primary");
    agent.get("/api/v1/companies/" + west).is(200);
  }

  @Test
  void all_or_none_is_given() {
    long west = Crm.branch(acme, root, "West");
    JsonNode errors = acme.post(Crm.accessesOf(agent), """
        {"user_accesses_attributes": [{"company_id": %d, "access_id": 4, "primary": true}, {"company_id": %d, "access_id": 1, "primary": true},
         {"company_id": 999999999999, "access_id": 9}]}""".formatted(west, root)).is(422).json().path("errors");
    assertThat(errors.propertyNames()).containsExactlyInAnyOrder("user_accesses_attributes",
        "user_accesses_attributes[1].company_id", "user_accesses_attributes[1].access_id",
        "user_accesses_attributes[2].company_id", "user_accesses_attributes[2].access_id");
    assertThat(held(agent, agent)).containsExactly(root + " agent primary");
  }

  @Test
  void a_user_has_one_access_in_a_company() {
    give(acme, agent, root, MANAGER).is(422);
    long west = Crm.branch(acme, root, "West");
    acme.post(Crm.accessesOf(agent), """
        {"user_accesses_attributes": [{"company_id": %1$d, "access_id": 4}, {"company_id": %1$d, "access_id": 3}]}"""
        .formatted(west)).is(422);
    List<Callable<Reply>> twice = List.of(() -> give(acme, agent, west, AGENT), () -> give(acme, agent, west, MANAGER));
    assertThat(Crm.together(twice)).containsExactlyInAnyOrder(201, 422);
  }

  @Test
  void only_an_admin_of_the_company_or_of_one_above_gives() {
    long west = Crm.branch(acme, root, "West");
    Party western = server.colleague(acme, west, "admin");
    Party manager = server.colleague(acme, "manager");
    Party globex = server.open("Globex");
    give(manager, agent, root, AGENT).is(403);
    give(agent, agent, west, ADMIN).is(403);
    give(western, agent, west, AGENT).is(404); // she has nothing to do with the agent yet
    give(globex, agent, server.companyOf(globex), AGENT).is(404);
    give(acme, agent, server.companyOf(globex), AGENT).is(403);
    give(acme, agent, west, AGENT).is(201);
    give(western, agent, root, MANAGER).is(403);
    assertThat(held(western, agent)).containsExactly(west + " agent");
  }

  @Test
  void what_is_shown_of_somebody_else_ends_where_ones_own_accesses_end() {
    long west = Crm.branch(acme, root, "West");
    give(acme, agent, west, AGENT).is(201);
    Party western = server.colleague(acme, west, "agent");
    assertThat(held(western, agent)).containsExactly(west + " agent");
    western.get(Crm.accessesOf(agent) + "?company_id=" + root).is(403);
    western.get(Crm.accessesOf(agent) + "?company_id=999999999999").is(404);
    western.get(Crm.accessesOf(agent) + "?company_id=x").is(422);
    server.open("Globex").get(Crm.accessesOf(agent)).is(404);
    acme.get("/api/v1/users/999999999999/user_access").is(404);
    acme.get("/api/v1/users/x/user_access").is(404);
  }

  @Test
  void an_access_is_changed_by_an_admin_and_nobody_raises_herself() {
    long id = Crm.access(agent, root);
    change(agent, agent, id, "\"access_id\": 2").is(403);
    change(server.colleague(acme, "manager"), agent, id, "\"access_id\": 3").is(403);
    change(acme, agent, id, "\"access_id\": 1").is(422);
    assertThat(change(acme, agent, id, "\"access_id\": 3").is(200).json().at("/user_accesses/0/access_name").asString())
        .isEqualTo("manager");
    change(acme, agent, Crm.access(acme, root), "\"access_id\": 4").is(422); // another user's
    change(acme, agent, 999999999999L, "\"access_id\": 4").is(422);
    change(server.open("Globex"), agent, id, "\"access_id\": 4").is(404);
  }

  @Test
  void one_access_is_primary_and_the_user_says_which() {
    long west = Crm.branch(acme, root, "West");
    give(acme, agent, west, AGENT).is(201);
    long first = Crm.access(agent, root);
    long second = Crm.access(agent, west);
    change(agent, agent, second, "\"primary\": true").is(200);
    assertThat(held(agent, agent)).containsExactly(root + " agent", west + " agent primary");
    change(agent, agent, second, "\"primary\": false").is(422);
    agent.put(Crm.accessesOf(agent), """
        {"user_accesses_attributes": [{"id": %d, "primary": true}, {"id": %d, "primary": true}]}""".formatted(first, second)).is(422);
    agent.put(Crm.accessesOf(agent), """
        {"user_accesses_attributes": [{"id": %d, "primary": true}, {"id": %d, "primary": false}]}""".formatted(first, second)).is(200);
    assertThat(held(agent, agent)).containsExactly(root + " agent primary", west + " agent");
  }

  @Test
  void requests_that_set_the_primary_at_once_leave_exactly_one() {
    List<Long> ids = new ArrayList<>(List.of(Crm.access(agent, root)));
    for (int i = 0; i < 4; i++) {
      long branch = Crm.branch(acme, root, "Branch " + i);
      give(acme, agent, branch, AGENT).is(201);
      ids.add(Crm.access(agent, branch));
    }
    List<Callable<Reply>> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long id = ids.get(i % ids.size());
      requests.add(() -> change(id % 2 == 0 ? agent : acme, agent, id, "\"primary\": true"));
    }
    assertThat(Crm.together(requests)).containsOnly(200);
    assertThat(held(agent, agent)).filteredOn(line -> line.endsWith("primary")).hasSize(1);
  }


  @Test
  void the_oldest_that_remains_becomes_primary() {
    long west = Crm.branch(acme, root, "West");
    long east = Crm.branch(acme, root, "East");
    give(acme, agent, west, AGENT).is(201);
    give(acme, agent, east, AGENT).is(201);
    assertThat(remove(acme, agent, root).is(200).json().has("message")).isTrue();
    assertThat(held(agent, agent)).containsExactly(west + " agent primary", east + " agent");
    agent.get("/api/v1/companies/" + root).is(403);
    remove(acme, agent, west).is(200);
    remove(acme, agent, east).is(200);
    assertThat(held(agent, agent)).isEmpty();
    give(acme, agent, east, AGENT).is(201); // of the account still
    assertThat(held(agent, agent)).containsExactly(east + " agent primary");
  }

  @Test
  void the_last_admin_of_a_company_stays_admin() {
    remove(acme, acme, root).is(422);
    change(acme, acme, Crm.access(acme, root), "\"access_id\": 3").is(422);
    Party second = server.colleague(acme, "admin");
    remove(second, acme, root).is(200);
    remove(second, second, root).is(422);
  }

  @Test
  void two_admins_who_remove_each_other_at_once_leave_one() {
    Party second = server.colleague(acme, "admin");
    String hers = Crm.accessesOf(second) + "/" + Crm.access(second, root);
    String his = Crm.accessesOf(acme) + "/" + Crm.access(acme, root);
    List<Integer> statuses = Crm.together(List.of(() -> acme.delete(hers), () -> second.delete(his)));
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).doesNotContain(500);
    assertThat(server.db().sql("SELECT count(*) FROM user_access WHERE company_id = ? AND access_name = 'admin'")
        .param(root).query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void an_access_is_removed_by_an_admin_of_its_company_only() {
    Party manager = server.colleague(acme, "manager");
    Party globex = server.open("Globex");
    String path = Crm.accessesOf(agent) + "/" + Crm.access(agent, root);
    manager.delete(path).is(403);
    agent.delete(path).is(403);
    globex.delete(path).is(404);
    acme.delete(Crm.accessesOf(manager) + "/" + Crm.access(agent, root)).is(404); // not that user's
    acme.delete(Crm.accessesOf(agent) + "/x").is(404);
    acme.delete(path).is(200);
    acme.delete(path).is(404);
  }

  @Test
  void what_was_given_and_taken_is_in_the_audit() {
    long west = Crm.branch(acme, root, "West");
    give(acme, agent, west, MANAGER).is(201);
    remove(acme, agent, west).is(200);
    assertThat(acme.get("/audit?type=user_access").is(200).text())
        .contains("manager in company " + west + ", to user " + agent.userId())
        .contains("manager in company " + west + ", of user " + agent.userId());
  }

  @Test
  void a_body_that_does_not_fit_is_told_whole() {
    JsonNode errors = acme.post(Crm.accessesOf(agent), """
        {"user_accesses_attributes": [{"company_id": "x"}]}""").is(422).json().path("errors");
    assertThat(errors.propertyNames()).contains("user_accesses_attributes[0].company_id", "user_accesses_attributes[0].access_id");
    acme.post(Crm.accessesOf(agent), "{\"user_accesses_attributes\": []}").is(422);
    acme.post(Crm.accessesOf(agent), "{}").is(422);
    acme.put(Crm.accessesOf(agent), "{\"user_accesses_attributes\": [{}]}").is(422);
  }

  private Reply give(Party by, Party to, long company, int access) {
    return by.post(Crm.accessesOf(to),
        "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": %d}]}".formatted(company, access));
  }

  private Reply change(Party by, Party of, long id, String what) {
    return by.put(Crm.accessesOf(of), "{\"user_accesses_attributes\": [{\"id\": %d, %s}]}".formatted(id, what));
  }

  private Reply remove(Party by, Party of, long company) {
    return by.delete(Crm.accessesOf(of) + "/" + Crm.access(of, company));
  }

  private List<String> held(Party by, Party of) {
    return by.get(Crm.accessesOf(of)).is(200).json().path("user_accesses").valueStream()
        .map(access -> access.path("company_id").asLong() + " " + access.path("access_name").asString()
            + (access.path("primary").asBoolean() ? " primary" : ""))
        .toList();
  }
}
