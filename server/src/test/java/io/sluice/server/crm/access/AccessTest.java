package io.sluice.server.crm.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import org.junit.jupiter.api.Test;

/** The catalogue of accesses, and what all of the CRM has in common (crm 1, 2.6). */
class AccessTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void the_four_accesses_are_listed_the_strongest_first() {
    assertThat(acme.get("/api/v1/accesses").is(200).json().path("accesses").valueStream()
        .map(access -> access.path("id").asInt() + " " + access.path("name").asString()))
        .containsExactly("1 super_admin", "2 admin", "3 manager", "4 agent");
  }

  @Test
  void an_access_is_shown_by_its_number_and_nothing_else_is_one() {
    assertThat(acme.get("/api/v1/accesses/3").is(200).at("access.name")).isEqualTo("manager");
    assertThat(acme.get("/api/v1/accesses/5").is(404).at("code")).isEqualTo("not_found");
    assertThat(acme.get("/api/v1/accesses/x").is(404).at("message")).isEqualTo("not found");
  }

  @Test
  void errors_speak_the_crms_dialect_even_where_there_is_no_route() {
    assertThat(server.anybody().get("/api/v1/accesses").is(401).text())
        .isEqualTo("{\"message\":\"authentication failed\",\"code\":\"unauthenticated\"}");
    assertThat(acme.get("/api/v1/nothing").is(404).at("code")).isEqualTo("not_found");
    assertThat(acme.post("/api/v1/accesses").is(405).at("code")).isEqualTo("method_not_allowed");
  }

  @Test
  void whoever_only_works_leads_has_no_business_on_the_exchange() {
    Party agent = server.colleague(acme, "agent");
    Party manager = server.colleague(acme, "manager");
    assertThat(agent.get("/api/v1/accesses").is(200).json().has("accesses")).isTrue();
    assertThat(agent.get("/flows").is(401).at("error")).isEqualTo("not authorized");
    manager.get("/flows").is(200);
  }
}
