package io.sluice.server.crm.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Bearer;
import io.sluice.server.crm.Crm;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing the terms, in their versions, and being through (crm 2.4, 2.10). */
class OnboardingTest {

  private static final String ROOT = "root@example.org";

  @Test
  void newer_terms_ask_again_and_a_minor_revision_does_not() {
    try (SluiceServer server = SluiceServer.with(Map.of("SLUICE_SUPERUSERS", ROOT))) {
      server.anybody().post("/api/v1/users",
          "{\"first_name\": \"Ro\", \"last_name\": \"Ot\", \"email\": \"%s\"}".formatted(ROOT)).is(201);
      server.anybody().put("/api/v1/users/reset_password", "{\"token\": \"%s\", \"password\": \"a root in Rauland\"}"
          .formatted(server.awaitToken(ROOT, 1))).is(200);
      Bearer root = Bearer.of(server, ROOT, "a root in Rauland");
      Party acme = server.open("Acme");
      Party later = server.open("Initech");
      String path = "/api/v1/users/" + Crm.number(acme) + "/onboarding/";
      String first = server.anybody().get("/api/v1/legal_terms/current").is(200).at("legal_term.id");
      Reply signed = acme.put(path + "terms_and_conditions",
          "{\"signed\": true, \"terms_and_conditions_id\": %s}".formatted(first)).is(200);
      acme.put(path + "finish", "{\"onboarding_completed\": true}").is(200);

      assertThat(publish(acme, "1.1").is(403).at("code")).isEqualTo("forbidden");
      assertThat(publish(root, "1.0").is(422).json().path("errors").propertyNames()).containsExactly("version");
      publish(root, "one").is(422);
      publish(root, "1.1").is(201);

      Reply minor = acme.get("/api/v1/users/" + Crm.number(acme)).is(200);
      assertThat(minor.json().at("/user/onboarding/terms_and_conditions"))
          .isEqualTo(signed.json().at("/user_onboarding/terms_and_conditions"));
      assertThat(acme.get("/api/v1/legal_terms/" + first).is(200).at("legal_term.latest_version")).isEqualTo("false");

      Reply second = publish(root, "2.0").is(201);
      Reply major = acme.get("/api/v1/users/" + Crm.number(acme)).is(200);
      assertThat(major.at("user.onboarding.terms_and_conditions.latest_version")).isEqualTo("false");
      assertThat(major.at("user.onboarding.terms_and_conditions.version")).isEqualTo("1.0");
      assertThat(major.at("user.onboarding.onboarding_completed")).isEqualTo("true");
      acme.put(path + "finish", "{\"onboarding_completed\": true}").is(200);
      acme.put(path + "terms_and_conditions", "{\"signed\": true, \"terms_and_conditions_id\": %s}".formatted(first)).is(422);
      Reply again = acme.put(path + "terms_and_conditions", "{\"signed\": true}").is(200);
      assertThat(again.at("user_onboarding.terms_and_conditions.id")).isEqualTo(second.at("legal_term.id"));
      assertThat(again.at("user_onboarding.terms_and_conditions.latest_version")).isEqualTo("true");

      String laters = "/api/v1/users/" + Crm.number(later) + "/onboarding/";
      assertThat(later.put(laters + "finish", "{\"onboarding_completed\": true}").is(422).at("code"))
          .isEqualTo("terms_not_signed");
    }
  }

  @Test
  void nobody_signs_or_finishes_for_somebody_else() {
    SluiceServer server = SluiceServer.shared();
    Party acme = server.open("Acme");
    Party agent = server.colleague(acme, "agent");
    String path = "/api/v1/users/" + Crm.number(agent) + "/onboarding/";
    acme.put(path + "terms_and_conditions", "{\"signed\": true}").is(403);
    acme.put(path + "finish", "{\"onboarding_completed\": true}").is(403);
    acme.put("/api/v1/users/999999999/onboarding/finish", "{\"onboarding_completed\": true}").is(404);
    agent.put(path + "terms_and_conditions", "{\"signed\": false}").is(422);
    agent.put(path + "terms_and_conditions", "{}").is(422);
    agent.put(path + "finish", "{\"onboarding_completed\": false}").is(422);
    agent.put(path + "finish", "{\"onboarding_completed\": \"true\"}").is(422);
    agent.put(path + "terms_and_conditions", "{\"signed\": true, \"terms_and_conditions_id\": 999999}").is(422);
    acme.get("/api/v1/legal_terms/999999").is(404);
    server.anybody().get("/api/v1/legal_terms/1").is(401);
  }

  private static Reply publish(Bearer by, String version) {
    return by.post("/api/v1/legal_terms",
        "{\"version\": \"%s\", \"title\": \"Terms\", \"content\": \"Be kind.\"}".formatted(version));
  }

  private static Reply publish(Party by, String version) {
    return by.post("/api/v1/legal_terms",
        "{\"version\": \"%s\", \"title\": \"Terms\", \"content\": \"Be kind.\"}".formatted(version));
  }
}
