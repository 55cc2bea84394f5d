package io.sluice.server.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A company's people and its leads, from the first invitation to the end of its plan (crm 5, 1 to 10). */
class CrmJourneyTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MANAGER = 3;
  private static final int AGENT = 4;
  private static final int CONTACTED = 2;
  private static final int WON = 5;

  private final SluiceServer server = SluiceServer.shared();
  private final Party ada = server.open("Acme");
  private final long company = server.companyOf(ada);

  /** Somebody who has signed up: how she calls, and the number of her access in the company. */
  private record Colleague(Bearer bearer, long user, long userAccess) {}

  @Test
  void a_company_invites_its_people_is_set_up_filled_with_leads_worked_and_left() {
    Colleague bea = newColleague("bea");
    Colleague max = knownColleague();
    signAndFinish(bea);
    long source = setUp(bea);
    long lead = fill(source, max);
    work(bea, lead);
    leave(bea, lead);
  }

  /** 1 to 4: invited, opened, signed up, logged in. */
  private Colleague newColleague(String name) {
    assertThat(ada.get("/api/v1/accesses").is(200).json().path("accesses").size()).isEqualTo(4);
    String email = name + System.nanoTime() + "@example.org";
    Reply slip = invite("slip" + System.nanoTime() + "@example.org", AGENT);
    ada.delete("/api/v1/invitations/" + slip.json().at("/invitation/id").asLong()).is(200);
    invite(email, AGENT);
    assertThat(ada.get(path("/invitations/pending")).is(200).json().path("invitations").size()).isEqualTo(1);

    String code = server.awaitToken(email, 1);
    Reply opened = server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(200);
    assertThat(opened.json().path("user_exists").asBoolean()).isFalse();
    assertThat(opened.at("email")).isEqualTo(email);
    server.anybody().get("/api/v1/legal_terms/current").is(200);
    server.anybody().post("/api/v1/users", """
        {"first_name": "Bea", "last_name": "Agent", "email": "%s", "password": "a boat on the lake",
         "password_confirmation": "a boat on the lake", "invitation_code": "%s"}""".formatted(email, code)).is(201);
    assertThat(ada.get(path("/invitations/pending")).is(200).json().path("invitations")).isEmpty();

    Reply login = Bearer.login(server, email, "a boat on the lake").is(200);
    Bearer bearer = new Bearer(server, login.at("token"));
    JsonNode user = bearer.get("/api/v1/users/validate_jwt").is(200).json().path("user");
    assertThat(user.at("/primary_company/id").asLong()).isEqualTo(company);
    return new Colleague(bearer, user.path("id").asLong(), user.at("/primary_access/id").asLong());
  }

  /** 3b: somebody who has a company of her own, and takes the access she was offered. */
  private Colleague knownColleague() {
    Party initech = server.open("Initech");
    invite(initech.email(), MANAGER);
    String code = server.awaitToken(initech.email(), 1);
    assertThat(server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(200).json().path("user_exists")
        .asBoolean()).isTrue();
    Bearer max = Bearer.of(initech);
    JsonNode offered = max.get("/api/v1/invitations/pending?email=" + initech.email()).is(200).json().at("/invitations/0");
    assertThat(offered.path("company_id").asLong()).isEqualTo(company);
    max.post("/api/v1/users/" + Crm.number(initech) + "/user_access", """
        {"user_accesses_attributes": [{"company_id": %d, "access_id": %d}]}""".formatted(company, MANAGER)).is(201);
    return new Colleague(max, Crm.number(initech), Crm.access(initech, company));
  }

  /** 5 and 6. */
  private static void signAndFinish(Colleague bea) {
    String onboarding = "/api/v1/users/" + bea.user() + "/onboarding/";
    bea.bearer().put(onboarding + "finish", "{\"onboarding_completed\": true}").is(422);
    assertThat(bea.bearer().put(onboarding + "terms_and_conditions", "{\"signed\": true}").is(200).json()
        .at("/user_onboarding/terms_and_conditions/latest_version").asBoolean()).isTrue();
    assertThat(bea.bearer().put(onboarding + "finish", "{\"onboarding_completed\": true}").is(200).json()
        .at("/user_onboarding/onboarding_completed").asBoolean()).isTrue();
  }

  /** 7: the plan, sources and who takes their leads, questions, a territory, a cycle. Answers Bea's source. */
  private long setUp(Colleague bea) {
    ada.post(path("/membership?membership_id=2"), "{}").is(201);
    long web = ada.post(path("/sources"), "{\"name\": \"Web\"}").is(201).json().at("/source/id").asLong();
    long fair = ada.post(path("/sources"), "{\"name\": \"Fair\"}").is(201).json().at("/source/id").asLong();
    ada.post(path("/sources/" + web + "/user_access"), "{\"user_access_id\": %d}".formatted(bea.userAccess())).is(201);
    assertThat(ada.put(path("/sources/priority"), "{\"source_ids\": [%d, %d]}".formatted(fair, web)).is(200).json()
        .at("/sources/0/name").asString()).isEqualTo("Fair");
    ada.post(path("/questions"), "{\"name\": \"Roof\", \"kind\": \"single_choice\", \"required\": true, "
        + "\"options_attributes\": [{\"name\": \"Flat\"}, {\"name\": \"Steep\"}]}").is(201);
    ada.post(path("/territories"), "{\"territories\": [{\"name\": \"Austin\", \"zip_codes\": [\"78701\"]}]}").is(201);
    bea.bearer().post(path("/sources"), "{\"name\": \"Mine\"}").is(403);
    return web;
  }

  /** 8: one by one, and from a file. Answers the first lead. */
  private long fill(long source, Colleague max) {
    JsonNode roof = ada.get(path("/questions")).is(200).json().at("/questions/0");
    ada.post(path("/leads"), "{\"email\": \"no.answer@example.com\"}").is(422);
    JsonNode ann = ada.post(path("/leads"), """
        {"first_name": "Ann", "last_name": "Lee", "email": "ann@example.com", "source_id": %d, "answers_attributes":
         [{"question_id": %d, "question_option_ids": [%d]}]}"""
        .formatted(source, roof.path("id").asLong(), roof.at("/options/0/id").asLong())).is(201).json().path("lead");
    assertThat(ann.path("assigned_to").isNull()).as("who takes the leads of its source has it").isFalse();

    assertThat(max.bearer().get(path("/import/template")).is(200).text()).contains("first_name", "Roof");
    String rows = "first_name,email,phone\nBo,bo@example.com,\nAnn,ANN@example.com,\nNobody,,\n";
    String code = max.bearer().post(path("/import"), """
        {"file_base64": "%s", "name": "leads.csv", "type": "text/csv"}"""
        .formatted(Base64.getEncoder().encodeToString(rows.getBytes(StandardCharsets.UTF_8)))).is(201)
        .at("import_file.import_code");
    JsonNode done = imported(max.bearer(), code);
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.path("total_rows").asInt()).isEqualTo(3);
    assertThat(done.path("failed_rows").asInt()).isEqualTo(1);
    assertThat(done.at("/row_errors/0/row").asInt()).isPositive();
    assertThat(ada.get(path("/leads/duplicates")).is(200).json().at("/leads/0/duplicate_of_id").asLong())
        .isEqualTo(ann.path("id").asLong());
    assertThat(ada.get(path("/leads/unassigned")).is(200).json().path("leads").size()).isEqualTo(2);
    return ann.path("id").asLong();
  }

  /** 9: her own leads, a stage, a note, an appointment, the funnel. */
  private void work(Colleague bea, long lead) {
    assertThat(bea.bearer().get("/api/v1/stages").is(200).json().path("stages").size()).isEqualTo(6);
    JsonNode own = bea.bearer().get(path("/leads")).is(200).json().path("leads");
    assertThat(own.size()).isEqualTo(1);
    String path = "/api/v1/leads/" + lead;
    assertThat(bea.bearer().put(path, "{\"stage_id\": %d}".formatted(CONTACTED)).is(200).at("lead.stage.name"))
        .isEqualTo("Contacted");
    bea.bearer().post(path + "/notes", "{\"body\": \"Wants a quote\"}").is(201);
    bea.bearer().put(path, """
        {"appointments_attributes": [{"title": "Roof", "starts_at": "2030-05-06T15:00:00Z",
          "ends_at": "2030-05-06T16:00:00Z"}]}""").is(200);
    assertThat(bea.bearer().get("/api/v1/appointments").is(200).json().at("/appointments/0/lead/id").asLong())
        .isEqualTo(lead);
    bea.bearer().put(path, "{\"stage_id\": %d}".formatted(WON)).is(200);
    JsonNode whole = ada.get(path).is(200).json().path("lead");
    assertThat(whole.at("/notes/0/body").asString()).isEqualTo("Wants a quote");
    assertThat(whole.at("/notes/0/author/full_name").asString()).isEqualTo("Bea Agent");
    assertThat(StreamSupport.stream(ada.get(path("/leads/metrics")).is(200).json().path("metrics").spliterator(), false)
        .filter(metric -> metric.path("stage_id").asLong() == WON).findFirst().orElseThrow().path("leads_count").asLong())
        .isEqualTo(1);
  }

  /** 10: Bea's access goes, and with it what was hers; the plan ends. */
  private void leave(Colleague bea, long lead) {
    ada.delete("/api/v1/users/" + bea.user() + "/user_access/" + bea.userAccess()).is(200);
    bea.bearer().get("/api/v1/leads/" + lead).is(404);
    bea.bearer().get(path("/leads")).is(403);
    assertThat(ada.get("/api/v1/leads/" + lead).is(200).json().at("/lead/assigned_to").isNull()).isTrue();
    assertThat(ada.post(path("/membership/cancel"), "{}").is(200).text()).contains("canceled");
  }

  private Reply invite(String email, int access) {
    return ada.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": %d}"
        .formatted(email, company, access)).is(201);
  }

  private JsonNode imported(Bearer bearer, String code) {
    Instant limit = Instant.now().plus(LIMIT);
    while (true) {
      JsonNode file = bearer.get("/api/v1/import/" + code).is(200).json().path("import_file");
      if (!file.path("finished_at").isNull() || Instant.now().isAfter(limit)) {
        return file;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private String path(String rest) {
    return "/api/v1/companies/" + company + rest;
  }
}
