package io.sluice.server.crm.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Bearer;
import io.sluice.server.crm.Crm;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Finding, showing and changing people; and what their tokens open (crm 2.1). */
class UserTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final Party agent = server.colleague(acme, "agent");
  private final Party globex = server.open("Globex");

  @Test
  void a_token_is_taken_with_the_word_in_front_of_it_and_without() {
    String token = Bearer.of(acme).token();
    assertThat(authorized("Bearer " + token).is(200).at("user.email")).isEqualTo(acme.email());
    authorized("bearer " + token).is(200);
    authorized(token).is(200);
    assertThat(authorized("Bearer " + token.substring(0, token.length() - 4) + "AAAA").is(401).at("code"))
        .isEqualTo("unauthenticated");
    authorized("Bearer").is(401);
    authorized("Bearer a.b.c").is(401);
    // {"alg":"none"}
    authorized("eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".").is(401);
    server.anybody().get("/api/v1/users/validate_jwt").is(401);
  }

  @Test
  void a_user_of_the_exchange_signs_in_to_the_crm_with_the_password_she_has() {
    Reply login = Bearer.login(server, acme.email(), acme.password()).is(200);
    assertThat(login.json().propertyNames()).containsExactly("token", "user");
    assertThat(login.at("user.primary_company.name")).isEqualTo("Acme");
    assertThat(login.json().at("/user/onboarding").propertyNames())
        .containsExactly("id", "onboarding_completed", "onboarding_completed_at", "terms_and_conditions");
    new Bearer(server, login.at("token")).get("/flows").is(200);
  }

  @Test
  void an_unknown_address_and_a_wrong_password_read_the_same() {
    String wrong = Bearer.login(server, acme.email(), "wrong").is(401).text();
    assertThat(Bearer.login(server, "nobody" + acme.email(), "wrong").is(401).text()).isEqualTo(wrong);
    server.anybody().post("/api/v1/users/login", "{\"email\": \"x@example.org\"}").is(422);
  }

  @Test
  void one_sees_whom_one_stands_in_a_company_with_and_nobody_else() {
    String number = Long.toString(Crm.number(agent));
    assertThat(acme.get("/api/v1/users/" + number).is(200).at("user.email")).isEqualTo(agent.email());
    assertThat(acme.get("/api/v1/users/by_email?email=" + agent.email()).is(200).at("user.id")).isEqualTo(number);
    assertThat(acme.get("/api/v1/users/find_by_email?email=" + agent.email()).is(200).at("user.id")).isEqualTo(number);
    globex.get("/api/v1/users/" + number).is(404);
    globex.get("/api/v1/users/by_email?email=" + agent.email()).is(404);
    globex.get("/api/v1/users/by_email").is(422);
    globex.get("/api/v1/users/nobody").is(404);

    Reply list = acme.get("/api/v1/users?per_page=1").is(200);
    assertThat(list.json().path("meta").toString()).isEqualTo(
        "{\"page\":1,\"per_page\":1,\"total\":2,\"total_pages\":2}");
    assertThat(acme.get("/api/v1/users?search=" + agent.email()).is(200).at("meta.total")).isEqualTo("1");
    assertThat(acme.get("/api/v1/users?search=%25").is(200).at("meta.total")).isEqualTo("0");
    assertThat(acme.get("/api/v1/users?status=inactive").is(200).at("meta.total")).isEqualTo("0");
    assertThat(globex.get("/api/v1/users").is(200).at("meta.total")).isEqualTo("1");
    globex.get("/api/v1/users?company_id=" + company).is(403);
    globex.get("/api/v1/users?page=0").is(422);
    globex.get("/api/v1/users?status=gone").is(422);
  }

  @Test
  void a_companys_people_are_listed_with_the_access_each_has_there() {
    Reply all = agent.get("/api/v1/companies/" + company + "/users").is(200);
    assertThat(all.json().path("users").valueStream().map(user ->
        user.path("email").asString() + " " + user.at("/user_access/access_name").asString()))
        .containsExactly(acme.email() + " admin", agent.email() + " agent");
    assertThat(all.json().at("/users/0/user_access").propertyNames())
        .containsExactly("id", "company_id", "access_id", "access_name", "primary");
    assertThat(acme.get("/api/v1/companies/" + company + "/users?access_id=4").is(200).at("meta.total")).isEqualTo("1");
    assertThat(acme.get("/api/v1/companies/" + company + "/users?access_id=1").is(200).at("meta.total")).isEqualTo("0");
    assertThat(acme.get("/api/v1/companies/" + company + "/users?status=pending").is(200).at("meta.total")).isEqualTo("0");
    assertThat(acme.get("/api/v1/companies/" + company + "/users?search=" + agent.email() + "&per_page=1").is(200)
        .at("meta.total")).isEqualTo("1");
    long branch = Crm.branch(acme, company, "West");
    assertThat(acme.get("/api/v1/companies/" + branch + "/users").is(200).at("meta.total")).isEqualTo("1");
    globex.get("/api/v1/companies/" + company + "/users").is(403);
    globex.get("/api/v1/companies/999999999/users").is(404);
    agent.get("/api/v1/companies/" + company + "/users?per_page=0").is(422);
  }

  @Test
  void an_admin_of_a_company_sees_who_works_in_one_below_it() {
    long branch = Crm.branch(acme, company, "West");
    Party west = server.colleague(acme, branch, "agent");
    acme.get("/api/v1/users/" + Crm.number(west)).is(200);
    agent.get("/api/v1/users/" + Crm.number(west)).is(404);
  }

  @Test
  void one_changes_oneself_and_an_admin_changes_who_works_in_her_companies_only() {
    String path = "/api/v1/users/" + Crm.number(agent);
    String name = "{\"last_name\": \"Crane\"}";
    assertThat(agent.put(path, name).is(200).at("user.full_name")).isEqualTo("Casey Crane");
    acme.put(path, "{\"first_name\": \"Cay\"}").is(200);
    server.colleague(acme, "agent").put(path, name).is(403);
    globex.put(path, name).is(404);
    agent.put(path, "{\"first_name\": \" \"}").is(422);
    agent.put(path, "{\"status\": \"inactive\"}").is(403);

    globex.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}"
        .formatted(agent.email(), server.companyOf(globex))).is(201);
    agent.post(Crm.accessesOf(agent), "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 4}]}"
        .formatted(server.companyOf(globex))).is(201);
    acme.put(path, "{\"status\": \"inactive\"}").is(403);
    globex.put(path, "{\"status\": \"inactive\"}").is(403);
  }

  @Test
  void whoever_is_put_out_is_out_at_once_with_key_token_and_session() {
    String path = "/api/v1/users/" + Crm.number(agent);
    Bearer token = Bearer.of(agent);
    Reply session = server.anybody().post("/session",
        "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(agent.email(), agent.password())).is(200);
    String cookie = session.header("Set-Cookie").orElseThrow().split(";", 2)[0];
    token.get("/api/v1/users/validate_jwt").is(200);
    withCookie(cookie).is(200);

    assertThat(acme.put(path, "{\"status\": \"inactive\"}").is(200).at("user.status")).isEqualTo("inactive");

    token.get("/api/v1/users/validate_jwt").is(401);
    agent.get("/api/v1/users/validate_jwt").is(401);
    withCookie(cookie).is(401);
    Bearer.login(server, agent.email(), agent.password()).is(403);
    Bearer.login(server, agent.email(), "wrong").is(401);
    server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"%s\"}".formatted(agent.email())).is(409);

    acme.put(path, "{\"status\": \"active\"}").is(200);
    token.get("/api/v1/users/validate_jwt").is(401);
    agent.get("/api/v1/users/validate_jwt").is(200);
    Bearer.of(agent).get("/api/v1/users/validate_jwt").is(200);
    acme.put(path, "{\"status\": \"pending\"}").is(422);
  }

  @Test
  void whoever_is_put_out_is_given_no_more_leads() {
    String companies = "/api/v1/companies/" + company;
    String source = acme.post(companies + "/sources", "{\"name\": \"Site\"}").is(201).at("source.id");
    acme.post(companies + "/sources/" + source + "/user_access",
        "{\"user_access_id\": %d}".formatted(Crm.access(agent, company))).is(201);
    String lead = "{\"email\": \"lead%%d@example.com\", \"source_id\": %s}".formatted(source);
    assertThat(acme.post(companies + "/leads", lead.formatted(1)).is(201).json().at("/lead/assigned_to/user_id").asLong())
        .isEqualTo(Crm.number(agent));

    acme.put("/api/v1/users/" + Crm.number(agent), "{\"status\": \"inactive\"}").is(200);

    assertThat(acme.post(companies + "/leads", lead.formatted(2)).is(201).json().at("/lead/assigned_to").isNull()).isTrue();
  }

  @Test
  void a_new_password_needs_the_present_one_and_ends_what_was_opened_with_it() {
    Bearer token = Bearer.of(agent);
    String path = "/api/v1/users/" + Crm.number(agent);
    String wanted = "{\"password\": \"a lighthouse in Lofoten\", \"current_password\": \"%s\"}";
    assertThat(token.put(path, wanted.formatted("wrong")).is(422).json().path("errors").propertyNames())
        .containsExactly("current_password");
    token.put(path, "{\"password\": \"a lighthouse in Lofoten\"}").is(422);
    acme.put(path, "{\"password\": \"a lighthouse in Lofoten\"}").is(422);
    assertThat(token.put(path, "{\"password\": \"qwertyuiop\", \"current_password\": \"%s\"}".formatted(agent.password()))
        .is(422).json().at("/errors/password/0").asString()).contains("guessed");

    token.put(path, wanted.formatted(agent.password())).is(200);

    token.get("/api/v1/users/validate_jwt").is(401);
    Bearer.login(server, agent.email(), agent.password()).is(401);
    Bearer.of(server, agent.email(), "a lighthouse in Lofoten").get("/api/v1/users/validate_jwt").is(200);
  }

  @Test
  void a_new_address_takes_the_place_of_the_old_one_when_its_mailbox_has_answered() {
    String path = "/api/v1/users/" + Crm.number(agent);
    String next = "next" + System.nanoTime() + "@example.org";
    assertThat(agent.put(path, "{\"email\": \"%s\"}".formatted(acme.email())).is(422).text()).contains("taken");
    Reply changed = agent.put(path, "{\"email\": \"%s\"}".formatted(next)).is(200);
    assertThat(changed.at("user.email")).isEqualTo(agent.email());
    assertThat(changed.at("user.unconfirmed_email")).isEqualTo(next);
    globex.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 2}"
        .formatted(next, server.companyOf(globex))).is(201);
    agent.post(Crm.accessesOf(agent), "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 2}]}"
        .formatted(server.companyOf(globex))).is(403);
    assertThat(server.awaitMail(agent.email(), 1).get("subject").asString()).contains("about to change");

    server.anybody().post("/email_verification/" + server.awaitToken(next, 1)).is(200);

    assertThat(agent.get(path).is(200).at("user.email")).isEqualTo(next);
    Bearer.login(server, next, agent.password()).is(200);
    Bearer.login(server, agent.email(), agent.password()).is(401);
  }

  @Test
  void an_address_somebody_else_asked_for_is_not_taken_after_a_new_password() {
    String path = "/api/v1/users/" + Crm.number(agent);
    String thiefs = "thief" + System.nanoTime() + "@example.org";
    agent.put(path, "{\"email\": \"%s\"}".formatted(thiefs)).is(200);
    String link = server.awaitToken(thiefs, 1);
    agent.put(path, "{\"password\": \"a lighthouse in Lofoten\", \"current_password\": \"%s\"}".formatted(agent.password()))
        .is(200);
    server.anybody().post("/email_verification/" + link).is(404);
    assertThat(agent.get(path).is(200).at("user.email")).isEqualTo(agent.email());
  }

  @Test
  void links_to_a_mailbox_that_was_left_lead_nowhere() {
    String path = "/api/v1/users/" + Crm.number(agent);
    String next = "next" + System.nanoTime() + "@example.org";
    server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"%s\"}".formatted(agent.email())).is(200);
    String old = server.awaitToken(agent.email(), 1);
    agent.put(path, "{\"email\": \"%s\"}".formatted(next)).is(200);
    server.anybody().post("/email_verification/" + server.awaitToken(next, 1)).is(200);
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a lighthouse in Lofoten\"}".formatted(old)).is(404);
  }

  @Test
  void a_session_can_be_changed_for_a_token() {
    Reply made = acme.post("/api/v1/users/token").is(200);
    new Bearer(server, made.at("token")).get("/api/v1/users/validate_jwt").is(200);
  }

  private Reply authorized(String header) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/users/validate_jwt"))
        .header("Authorization", header).GET());
  }

  private Reply withCookie(String cookie) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/users/validate_jwt"))
        .header("Cookie", cookie).GET());
  }
}
