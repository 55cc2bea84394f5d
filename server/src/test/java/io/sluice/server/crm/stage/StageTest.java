package io.sluice.server.crm.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The steps leads go through (crm 2.2), and an account's own among them. */
class StageTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final String stages = "/api/v1/companies/%d/stages".formatted(company);

  @Test
  void everybody_begins_with_the_same_six() {
    assertThat(acme.get("/api/v1/stages").is(200).text()).isEqualTo("""
        {"stages":[{"id":1,"name":"New","position":1,"terminal":false},\
        {"id":2,"name":"Contacted","position":2,"terminal":false},\
        {"id":3,"name":"Qualified","position":3,"terminal":false},\
        {"id":4,"name":"Appointment set","position":4,"terminal":false},\
        {"id":5,"name":"Won","position":5,"terminal":true},\
        {"id":6,"name":"Lost","position":6,"terminal":true}]}""");
    server.anybody().get("/api/v1/stages").is(401);
  }

  @Test
  void an_account_adds_orders_renames_and_hides_stages_and_others_do_not_see_it() {
    long invalid = add("Invalid", true);
    assertThat(offered()).containsExactly("1 New", "2 Contacted", "3 Qualified", "4 Appointment set", "5 Won", "6 Lost", "7 Invalid");

    order(1, 3, 2, 4, 5, invalid, 6).is(200);
    acme.put(stages + "/3", "{\"name\": \"Reached\"}").is(200);
    assertThat(acme.put(stages + "/4", "{\"hidden\": true}").is(200).at("stage.hidden")).isEqualTo("true");
    assertThat(offered()).containsExactly("1 New", "2 Reached", "3 Contacted", "4 Won", "5 Invalid", "6 Lost");
    assertThat(names(acme.get(stages))).endsWith("7 Appointment set");

    acme.put(stages + "/4", "{\"hidden\": false}").is(200);
    assertThat(offered()).endsWith("7 Appointment set");
    assertThat(names(server.open("Globex").get("/api/v1/stages"))).contains("3 Qualified").hasSize(6);
  }

  @Test
  void a_stage_that_holds_leads_stays_and_one_of_the_six_is_never_deleted() {
    long invalid = add("Invalid", true);
    long lead = server.db().sql("SELECT nextval('crm_lead_number')").query(Long.class).single();
    acme.post("/api/v1/companies/%d/leads".formatted(company),
        "{\"email\": \"a%d@example.com\", \"stage_id\": %d}".formatted(lead, invalid)).is(201);
    assertThat(acme.delete(stages + "/" + invalid).is(422).text()).contains("holds leads");
    assertThat(acme.delete(stages + "/6").is(422).text()).contains("everybody has");
    acme.delete(stages + "/999999999").is(404);

    long spare = add("Spare", false);
    acme.delete(stages + "/" + spare).is(200);
    assertThat(names(acme.get(stages))).noneMatch(name -> name.contains("Spare"));
    add("Spare", false);
  }

  @Test
  void leads_always_have_a_stage_to_begin_in() {
    order(5, 1, 2, 3, 4, 6).is(422);
    for (int stage : List.of(1, 2, 3)) {
      acme.put(stages + "/" + stage, "{\"hidden\": true}").is(200);
    }
    assertThat(acme.put(stages + "/4", "{\"hidden\": true}").is(422).text()).contains("leads to begin");
    acme.put(stages + "/4", "{\"terminal\": true}").is(422);
    assertThat(offered()).containsExactly("1 Appointment set", "2 Won", "3 Lost");
  }

  @Test
  void an_order_that_is_not_all_of_them_is_refused_and_changes_nothing() {
    order(1, 2, 3, 4, 5).is(422);
    order(1, 2, 3, 4, 5, 5).is(422);
    order(2, 1, 3, 4, 5, 6, 99).is(422);
    assertThat(offered()).startsWith("1 New", "2 Contacted");
  }

  @Test
  void no_two_stages_are_called_the_same() {
    assertThat(acme.post(stages, "{\"name\": \" won\"}").is(422).json().at("/errors/name/0").asString())
        .isEqualTo("has already been taken");
    acme.put(stages + "/1", "{\"name\": \"LOST\"}").is(422);
    acme.put(stages + "/1", "{\"name\": \"NEW\"}").is(200);
    acme.put(stages + "/999999999", "{\"name\": \"Won\"}").is(404);
  }

  @Test
  void stages_added_at_the_same_moment_have_each_a_place() throws Exception {
    List<Callable<Long>> work = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String name = "Stage " + i;
      work.add(() -> add(name, false));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> added : threads.invokeAll(work)) {
        added.get();
      }
    }
    assertThat(offered()).hasSize(12).last().asString().startsWith("12 Stage");
  }

  @Test
  void only_an_admin_of_the_root_company_changes_them() {
    Party manager = server.colleague(acme, "manager");
    manager.get(stages).is(200);
    manager.post(stages, "{\"name\": \"Mine\"}").is(403);
    long branch = server.db().sql("""
        INSERT INTO company (id, account_id, parent_company_id, name, is_root, is_default, cycles_enabled, created_at)
        VALUES (nextval('company_number'), ?, ?, 'Branch', false, false, false, now()) RETURNING id""")
        .params(acme.accountId(), company).query(Long.class).single();
    Party below = server.colleague(acme, branch, "admin");
    below.post("/api/v1/companies/%d/stages".formatted(branch), "{\"name\": \"Mine\"}").is(403);
    acme.post("/api/v1/companies/%d/stages".formatted(branch), "{\"name\": \"Ours\"}").is(201);
    assertThat(names(below.get("/api/v1/stages"))).contains("7 Ours");
  }

  @Test
  void whoever_works_in_anothers_company_asks_for_its_stages_by_the_company() {
    add("Invalid", true);
    Party globex = server.open("Globex");
    globex.get("/api/v1/stages?company_id=" + company).is(403);
    server.db().sql("""
        INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
        VALUES (nextval('user_access_number'), ?, ?, 'agent', false, now())""")
        .params(globex.userId(), company).update();
    assertThat(names(globex.get("/api/v1/stages?company_id=" + company).is(200))).contains("7 Invalid");
    assertThat(names(globex.get("/api/v1/stages").is(200))).hasSize(6);
    globex.get("/api/v1/stages?company_id=x").is(422);
    server.db().sql("UPDATE user_access SET is_primary = false WHERE user_id = ?").param(globex.userId()).update();
    server.db().sql("UPDATE user_access SET is_primary = true WHERE user_id = ? AND company_id = ?")
        .params(globex.userId(), company).update();
    assertThat(names(globex.get("/api/v1/stages").is(200))).contains("7 Invalid");
  }

  private long add(String name, boolean terminal) {
    return Long.parseLong(acme.post(stages, "{\"name\": \"%s\", \"terminal\": %s}".formatted(name, terminal))
        .is(201).at("stage.id"));
  }

  private Reply order(long... ids) {
    return acme.put(stages + "/order", "{\"stage_ids\": [%s]}"
        .formatted(Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(","))));
  }

  private List<String> offered() {
    return names(acme.get("/api/v1/stages").is(200));
  }

  private static List<String> names(Reply reply) {
    return reply.json().path("stages").valueStream()
        .map(stage -> stage.path("position").asInt() + " " + stage.path("name").asString()).toList();
  }
}
