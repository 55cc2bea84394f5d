package io.sluice.server.crm.territory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who works which area (crm 2.20). */
class TerritoryTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final String territories = "/api/v1/companies/%d/territories".formatted(server.companyOf(acme));

  @Test
  void territories_are_made_together_listed_changed_and_deleted() {
    Party agent = server.colleague(acme, "agent");
    Reply made = acme.post(territories, """
        {"territories": [
          {"name": "Austin", "state": "TX", "zip_codes": ["78702", " 78701 ", "78701"], "user_access_ids": [%d]},
          {"name": "London", "zip_codes": ["sw1a 1aa"]}]}""".formatted(accessOf(agent))).is(201);
    assertThat(made.json().at("/territories/0").propertyNames()).containsExactlyInAnyOrder(
        "id", "company_id", "name", "state", "zip_codes", "user_accesses");
    assertThat(made.json().at("/territories/0/zip_codes").toString()).isEqualTo("[\"78701\",\"78702\"]");
    assertThat(made.json().at("/territories/0/user_accesses/0/access_name").asString()).isEqualTo("agent");
    assertThat(made.json().at("/territories/1/state").isNull()).isTrue();
    assertThat(acme.get(territories).is(200).json()).isEqualTo(made.json());

    String austin = territories + "/" + made.json().at("/territories/0/id").asLong();
    Reply changed = acme.put(austin, "{\"state\": null, \"zip_codes\": [\"78701\", \"78703\"]}").is(200);
    assertThat(changed.json().at("/territory/zip_codes").toString()).isEqualTo("[\"78701\",\"78703\"]");
    assertThat(changed.json().at("/territory/state").isNull()).isTrue();
    assertThat(changed.json().at("/territory/user_accesses")).hasSize(1);

    acme.delete(austin).is(200);
    acme.delete(austin).is(404);
    acme.put(austin, "{\"name\": \"Gone\"}").is(404);
    acme.post(territories, "{\"territories\": [{\"name\": \"Austin\", \"zip_codes\": [\"78701\"]}]}").is(201);
  }

  @Test
  void a_zip_code_lies_in_one_territory_of_a_company() {
    create("Austin", "78701").is(201);
    assertThat(create("Texas", "78701").is(422).json().at("/errors/territories[0].zip_codes/0").asString())
        .isEqualTo("78701 is in the territory Austin already");
    Reply twice = acme.post(territories, """
        {"territories": [{"name": "East", "zip_codes": ["1"]}, {"name": "West", "zip_codes": ["1", "2"]}]}""").is(422);
    assertThat(twice.json().at("/errors/territories[1].zip_codes/0").asString()).isEqualTo("1 is in East too");
    assertThat(names()).containsExactly("Austin");

    Reply other = create("Dallas", "75201").is(201);
    acme.put(territories + "/" + other.json().at("/territories/0/id").asLong(), "{\"zip_codes\": [\"78701\"]}").is(422);
    globex.post("/api/v1/companies/%d/territories".formatted(server.companyOf(globex)),
        "{\"territories\": [{\"name\": \"Austin\", \"zip_codes\": [\"78701\"]}]}").is(201);
  }

  @Test
  void one_that_does_not_fit_keeps_all_of_them_from_being_made() {
    Party stranger = server.colleague(globex, "agent");
    Reply refused = acme.post(territories, """
        {"territories": [{"name": "One"}, {"name": "ONE", "user_access_ids": [%d]}, {"name": "Two"}]}"""
        .formatted(accessOf(stranger))).is(422);
    assertThat(refused.json().path("errors").propertyNames())
        .containsExactlyInAnyOrder("territories[1].name", "territories[1].user_access_ids");
    assertThat(names()).isEmpty();
  }

  @Test
  void there_is_an_end_to_how_many() {
    acme.post(territories, "{\"territories\": []}").is(422);
    acme.post(territories, "{\"territories\": [%s]}".formatted(IntStream.range(0, 101)
        .mapToObj("{\"name\": \"T%d\"}"::formatted).collect(Collectors.joining(",")))).is(422);
    acme.post(territories, "{\"territories\": [{\"name\": \"Wide\", \"zip_codes\": [%s]}]}".formatted(
        IntStream.range(0, 10_001).mapToObj("\"%d\""::formatted).collect(Collectors.joining(",")))).is(422);
    acme.post(territories, "{\"territories\": [{\"name\": \"Wide\", \"zip_codes\": [%s]}]}".formatted(
        IntStream.range(0, 10_000).mapToObj("\"%d\""::formatted).collect(Collectors.joining(",")))).is(201);
    create("Odd", "787;01").is(422);
  }

  @Test
  void of_two_that_want_a_zip_code_at_the_same_moment_one_gets_it() throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "Territory " + i;
      work.add(() -> create(name, "78701").status());
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> done : threads.invokeAll(work)) {
        statuses.add(done.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).filteredOn(status -> status != 201).containsOnly(422);
  }

  @Test
  void somebody_is_found_by_the_zip_code_however_it_is_written() {
    create("Austin", "78701").is(201);
    create("Precise", "78702-1234").is(201);
    create("Around", "78702").is(201);
    create("London", "SW1A 1AA").is(201);
    assertThat(at("78701")).isEqualTo("Austin");
    assertThat(at(" 78701-9999")).isEqualTo("Austin");
    assertThat(at("787019999")).isEqualTo("Austin");
    assertThat(at("78702-1234")).isEqualTo("Precise");
    assertThat(at("78702-4321")).isEqualTo("Around");
    assertThat(at("sw1a 1aa")).isEqualTo("London");
    assertThat(at("99999")).isEqualTo("nowhere");
  }

  @Test
  void a_deleted_territory_keeps_its_leads_which_have_none_from_then_on() {
    long austin = create("Austin", "78701").is(201).json().at("/territories/0/id").asLong();
    Reply lead = acme.post(territories.replace("/territories", "/leads"),
        "{\"email\": \"moe@example.com\", \"zip_code\": \"78701-1234\"}").is(201);
    assertThat(lead.at("lead.territory.name")).isEqualTo("Austin");
    acme.delete(territories + "/" + austin).is(200);
    assertThat(acme.get("/api/v1/leads/" + lead.at("lead.id")).is(200).json().at("/lead/territory").isNull()).isTrue();
  }

  @Test
  void whoever_leaves_the_company_leaves_its_territories() {
    Party agent = server.colleague(acme, "agent");
    long access = accessOf(agent);
    acme.post(territories, "{\"territories\": [{\"name\": \"Austin\", \"user_access_ids\": [%d]}]}".formatted(access)).is(201);
    acme.delete("/api/v1/users/%d/user_access/%d".formatted(Crm.number(agent), access)).is(200);
    assertThat(acme.get(territories).json().at("/territories/0/user_accesses")).isEmpty();
    assertThat(server.db().sql("SELECT count(*) FROM crm_territory_user_access WHERE user_access_id = ?").param(access)
        .query(Integer.class).single()).isZero();
  }

  @Test
  void only_admins_draw_them() {
    Party manager = server.colleague(acme, "manager");
    manager.get(territories).is(200);
    manager.post(territories, "{\"territories\": [{\"name\": \"Mine\"}]}").is(403);
    globex.get(territories).is(403);
  }

  private Reply create(String name, String zipCode) {
    return acme.post(territories,
        "{\"territories\": [{\"name\": \"%s\", \"zip_codes\": [\"%s\"]}]}".formatted(name, zipCode));
  }

  private String at(String zipCode) {
    return server.bean(Territories.class)
        .byZipCode(AccountId.of(acme.accountId()), new CompanyId(server.companyOf(acme)), zipCode)
        .map(Territory::name).orElse("nowhere");
  }

  private List<String> names() {
    return acme.get(territories).is(200).json().path("territories").valueStream()
        .map(territory -> territory.path("name").asString()).toList();
  }

  private long accessOf(Party party) {
    return server.db().sql("SELECT id FROM user_access WHERE user_id = ?").param(party.userId()).query(Long.class).single();
  }
}
