package io.sluice.server.crm.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may ask whom into which company, and how often a code opens something (crm 2.11). */
class InvitationTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final Party manager = server.colleague(acme, "manager");
  private final Party agent = server.colleague(acme, "agent");
  private final Party globex = server.open("Globex");
  private final String email = "mo" + System.nanoTime() + "@example.org";

  @Test
  void an_invitation_is_shown_without_its_code() {
    Reply made = invite(acme, 4).is(201);
    assertThat(made.json().path("invitation").propertyNames()).containsExactly("id", "email", "status", "company_id",
        "company_name", "access_id", "access_name", "invited_by_id", "expires_at", "created_at");
    String code = server.awaitToken(email, 1);
    assertThat(acme.get("/api/v1/companies/" + company + "/invitations/pending").is(200).text()).contains(email)
        .doesNotContain(code);
    assertThat(server.db().sql("SELECT count(*) FROM crm_invitation i WHERE i::text LIKE '%' || :code || '%'")
        .param("code", code).query(Long.class).single()).isZero();
  }

  @Test
  void nobody_invites_to_an_access_stronger_than_her_own() {
    invite(manager, 2).is(403);
    invite(acme, 1).is(422);
    invite(acme, 9).is(422);
    invite(agent, 4).is(403);
    invite(globex, 4).is(403);
    acme.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": 999999999, \"access_id\": 4}".formatted(email))
        .is(403);
    assertThat(server.mailsTo(email)).isEmpty();
    invite(manager, 3).is(201);
  }

  @Test
  void who_is_in_the_company_or_invited_to_it_is_not_invited_again() {
    assertThat(acme.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}"
        .formatted(agent.email(), company)).is(422).text()).contains("in the company already");
    invite(acme, 4).is(201);
    assertThat(invite(acme, 3).is(422).text()).contains("pending invitation");
    invite(acme, 4, "nobody").is(422);
  }

  @Test
  void a_withdrawn_code_opens_nothing_any_more() {
    String id = invite(acme, 2).is(201).at("invitation.id");
    String code = server.awaitToken(email, 1);
    globex.delete("/api/v1/invitations/" + id).is(404);
    agent.delete("/api/v1/invitations/" + id).is(403);
    manager.delete("/api/v1/invitations/" + id).is(403);
    acme.delete("/api/v1/invitations/" + id).is(200);
    acme.delete("/api/v1/invitations/" + id).is(404);
    acme.delete("/api/v1/invitations/x").is(404);
    server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(404);
    server.anybody().get("/api/v1/invitations/by_code").is(422);
    server.anybody().post("/api/v1/users", """
        {"first_name": "Mo", "last_name": "Moe", "email": "%s", "password": "a mill in Molde",
         "invitation_code": "%s"}""".formatted(email, code)).is(422);
  }

  @Test
  void a_code_that_is_mailed_again_takes_the_place_of_the_first() {
    String id = invite(acme, 4).is(201).at("invitation.id");
    String first = server.awaitToken(email, 1);
    Reply refused = acme.post("/api/v1/invitations/" + id + "/resend").is(429);
    assertThat(refused.at("code")).isEqualTo("too_often");
    assertThat(refused.header("Retry-After")).contains("60");
    server.db().sql("UPDATE crm_invitation SET mailed_at = mailed_at - interval '2 minutes' WHERE id = ?")
        .param(Long.valueOf(id)).update();
    globex.post("/api/v1/invitations/" + id + "/resend").is(404);
    acme.post("/api/v1/invitations/" + id + "/resend").is(200);
    String second = server.awaitToken(email, 2);
    server.anybody().get("/api/v1/invitations/by_code?code=" + first).is(404);
    server.anybody().get("/api/v1/invitations/by_code?code=" + second).is(200);
  }

  @Test
  void an_address_is_mailed_so_many_invitations_an_hour_and_no_more() {
    for (int i = 0; i < 5; i++) {
      acme.delete("/api/v1/invitations/" + invite(acme, 4).is(201).at("invitation.id")).is(200);
    }
    invite(acme, 4).is(429);
  }

  @Test
  void who_is_invited_has_a_seat_and_nobody_is_without_one() {
    acme.post("/api/v1/companies/" + company + "/membership?membership_id=1").is(201); // three users, and there are three
    assertThat(invite(acme, 4).is(422).at("code")).isEqualTo("membership_limit_reached");
    acme.delete(Crm.accessesOf(agent) + "/" + Crm.access(agent, company)).is(200);

    assertThat(Crm.together(List.of(() -> invite(acme, 4), () -> invite(acme, 4, "a" + email), () -> invite(acme, 4, email))))
        .containsExactlyInAnyOrder(201, 422, 422);
    assertThat(acme.post("/api/v1/users", "{\"first_name\": \"A\", \"last_name\": \"B\", \"email\": \"b%s\", "
        .formatted(email) + "\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 4}]}".formatted(company))
        .is(422).at("code")).isEqualTo("membership_limit_reached");
    String invited = acme.get("/api/v1/companies/" + company + "/invitations/pending").json()
        .at("/invitations/0/email").asString();
    server.anybody().post("/api/v1/users", "{\"first_name\": \"A\", \"last_name\": \"B\", \"email\": \"%s\"}"
        .formatted(invited)).is(201);
    assertThat(acme.get("/api/v1/companies/" + company + "/users").is(200).at("meta.total")).isEqualTo("3");
  }

  @Test
  void an_offer_is_taken_once_however_often_it_is_asked_for_at_the_same_time() {
    acme.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}"
        .formatted(globex.email(), company)).is(201);
    String wanted = "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 4}]}".formatted(company);
    assertThat(Crm.together(List.of(
        () -> globex.post(Crm.accessesOf(globex), wanted), () -> globex.post(Crm.accessesOf(globex), wanted),
        () -> globex.post(Crm.accessesOf(globex), wanted)))).containsOnlyOnce(201).isSubsetOf(201, 403, 422);
    assertThat(server.db().sql("SELECT count(*) FROM user_access WHERE user_id = ? AND company_id = ?")
        .params(globex.userId(), company).query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void anothers_pending_invitations_are_an_admins_to_see_for_her_own_companies() {
    invite(acme, 4).is(201);
    globex.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}"
        .formatted(email, server.companyOf(globex))).is(201);
    Reply seen = acme.get("/api/v1/invitations/pending?email=" + email).is(200);
    assertThat(seen.json().path("invitations").valueStream().map(one -> one.path("company_name").asString()))
        .containsExactly("Acme");
    manager.get("/api/v1/invitations/pending?email=" + email).is(403);
    assertThat(agent.get("/api/v1/invitations/pending?email=" + agent.email()).is(200).json().path("invitations")).isEmpty();
    acme.get("/api/v1/invitations/pending").is(422);
    acme.get("/api/v1/invitations/pending?email=nobody").is(422);
    globex.get("/api/v1/companies/" + company + "/invitations/pending").is(403);
    agent.get("/api/v1/companies/" + company + "/invitations/pending").is(403);
  }

  private Reply invite(Party by, int access) {
    return invite(by, access, email);
  }

  private Reply invite(Party by, int access, String address) {
    return by.post("/api/v1/invitations",
        "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": %d}".formatted(address, company, access));
  }
}
