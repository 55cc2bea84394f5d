package io.sluice.server.crm.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Bearer;
import io.sluice.server.crm.Crm;
import org.junit.jupiter.api.Test;

/** From an invitation to a user who is through (crm 5, 1 to 6). */
class UserJourneyTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final String email = "bo" + System.nanoTime() + "@example.org";

  @Test
  void a_new_colleague_is_invited_signs_up_signs_in_signs_the_terms_and_is_through() {
    Reply invited = acme.post("/api/v1/invitations", """
        {"email": "%s", "company_id": %d, "access_id": 3}""".formatted(email, company)).is(201);
    assertThat(invited.at("invitation.status")).isEqualTo("pending");
    assertThat(invited.at("invitation.invited_by_id")).isEqualTo(Long.toString(Crm.number(acme)));
    assertThat(acme.get("/api/v1/companies/" + company + "/invitations/pending").is(200).at("meta.total")).isEqualTo("1");
    String code = server.awaitToken(email, 1);
    assertThat(code).matches("[\\w-]{32}");
    assertThat(invited.text()).doesNotContain(code);

    assertThat(server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(200).text())
        .isEqualTo("{\"user_exists\":false,\"email\":\"" + email + "\"}");
    Reply offer = server.anybody().get("/api/v1/invitations/by_code/offer?code=" + code).is(200);
    assertThat(offer.at("company_name") + ", " + offer.at("access_name") + ", " + offer.at("expires_at"))
        .isEqualTo("Acme, manager, " + invited.at("invitation.expires_at"));
    assertThat(offer.at("invited_by")).isEqualTo(
        acme.get("/api/v1/users/" + Crm.number(acme)).is(200).at("user.full_name"));
    String terms = server.anybody().get("/api/v1/legal_terms/current").is(200).at("legal_term.version");
    Reply made = server.anybody().post("/api/v1/users", """
        {"first_name": "Bo", "last_name": "Berg", "email": "%s", "password": "a bicycle in Bergen",
         "password_confirmation": "a bicycle in Bergen", "invitation_code": "%s"}""".formatted(email, code)).is(201);
    assertThat(made.json().path("user").propertyNames()).containsExactly("id", "first_name", "last_name", "full_name",
        "email", "status", "avatar_route", "primary_access", "primary_company");
    assertThat(made.json().at("/user/primary_access").propertyNames())
        .containsExactly("id", "company_id", "access_id", "access_name");
    assertThat(made.json().at("/user/primary_company").propertyNames())
        .containsExactly("id", "name", "default", "parent_company_id");
    assertThat(made.at("user.full_name")).isEqualTo("Bo Berg");
    assertThat(made.at("user.status")).isEqualTo("active");
    assertThat(made.at("user.primary_access.access_name")).isEqualTo("manager");
    assertThat(made.at("user.primary_company.name")).isEqualTo("Acme");
    server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(404);
    server.anybody().get("/api/v1/invitations/by_code/offer?code=" + code).is(404);

    Reply login = server.anybody().post("/api/v1/users/login", """
        {"email": "%s", "password": "a bicycle in Bergen"}""".formatted(email)).is(200);
    Bearer bo = new Bearer(server, login.at("token"));
    assertThat(bo.get("/api/v1/users/validate_jwt").is(200).at("user.id")).isEqualTo(made.at("user.id"));
    assertThat(login.json().at("/user/onboarding/onboarding_completed").asBoolean()).isFalse();
    assertThat(login.at("user.onboarding.terms_and_conditions.version")).isEqualTo(terms);

    String onboarding = "/api/v1/users/" + made.at("user.id") + "/onboarding/";
    assertThat(bo.put(onboarding + "finish", "{\"onboarding_completed\": true}").is(422).at("code"))
        .isEqualTo("terms_not_signed");
    Reply signed = bo.put(onboarding + "terms_and_conditions", "{\"signed\": true}").is(200);
    assertThat(signed.json().at("/user_onboarding/terms_and_conditions/signed").asBoolean()).isTrue();
    Reply through = bo.put(onboarding + "finish", "{\"onboarding_completed\": true}").is(200);
    assertThat(through.json().path("user_onboarding").propertyNames())
        .containsExactly("id", "onboarding_completed", "onboarding_completed_at", "terms_and_conditions");
    assertThat(through.json().at("/user_onboarding/terms_and_conditions").propertyNames())
        .containsExactly("id", "version", "signed", "signed_at", "latest_version");
    assertThat(bo.put(onboarding + "finish", "{\"onboarding_completed\": true}").is(200).text()).isEqualTo(through.text());
    assertThat(bo.put(onboarding + "terms_and_conditions", "{\"signed\": true}").is(200).text()).isEqualTo(through.text());

    bo.get("/flows").is(200);
    assertThat(acme.get("/api/v1/users?company_id=" + company + "&search=berg").is(200).at("meta.total")).isEqualTo("1");
  }

  @Test
  void who_is_a_user_already_signs_in_and_takes_the_access_she_was_offered() {
    Party initech = server.open("Initech");
    acme.post("/api/v1/invitations", """
        {"email": "%s", "company_id": %d, "access_id": 4}""".formatted(initech.email(), company)).is(201);
    String code = server.awaitToken(initech.email(), 1);
    assertThat(server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(200).at("user_exists")).isEqualTo("true");

    Bearer alex = Bearer.of(initech);
    Reply pending = alex.get("/api/v1/invitations/pending?email=" + initech.email()).is(200);
    assertThat(pending.json().at("/invitations/0/company_name").asString()).isEqualTo("Acme");
    String wanted = """
        {"user_accesses_attributes": [{"company_id": %d, "access_id": %d}]}""";
    alex.post(Crm.accessesOf(initech), wanted.formatted(company, 2)).is(403);
    alex.post(Crm.accessesOf(initech), wanted.formatted(company, 4)).is(201);

    assertThat(alex.get("/api/v1/invitations/pending?email=" + initech.email()).is(200).json().path("invitations")).isEmpty();
    server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(404);
    acme.delete("/api/v1/invitations/" + pending.json().at("/invitations/0/id").asString()).is(422);
    assertThat(alex.get("/api/v1/companies/" + company).is(200).at("company.name")).isEqualTo("Acme");
  }

  @Test
  void who_was_not_invited_waits_for_the_link_of_a_mail_and_then_makes_a_company_of_her_own() {
    Reply made = server.anybody().post("/api/v1/users", """
        {"first_name": "Di", "last_name": "Dahl", "email": "%s"}""".formatted(email)).is(201);
    assertThat(made.at("user.status")).isEqualTo("pending");
    assertThat(made.json().at("/user/primary_company").isNull()).isTrue();
    String token = server.awaitToken(email, 1);

    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"password123\"}".formatted(token)).is(422);
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a walk in Drammen\"}".formatted(token)).is(200);
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a walk in Drammen\"}".formatted(token)).is(404);

    Bearer di = Bearer.of(server, email, "a walk in Drammen");
    assertThat(di.get("/api/v1/users/validate_jwt").is(200).at("user.status")).isEqualTo("active");
    di.get("/flows").is(401);
    assertThat(server.anybody().post("/session", """
        {"email": "%s", "password": "a walk in Drammen"}""".formatted(email)).is(200).json().at("/account/company_id").isNull())
        .isTrue();
    di.post("/api/v1/companies", "{\"name\": \"Dahl\"}").is(201);
    assertThat(di.get("/api/v1/users/validate_jwt").is(200).at("user.primary_company.name")).isEqualTo("Dahl");
    assertThat(di.get("/account").is(200).json().path("company_id").asLong()).isPositive();
  }
}
