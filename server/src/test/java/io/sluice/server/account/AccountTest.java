package io.sluice.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Exchange 2 and 17: accounts, users and their settings. */
class AccountTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  @Test
  void an_account_is_shown_with_its_root_company_and_without_any_key() {
    Reply account = acme.get("/account").is(200);

    assertThat(account.at("id")).isEqualTo(acme.accountId());
    assertThat(account.at("name")).isEqualTo("Acme");
    assertThat(account.at("time_zone")).isEqualTo("America/New_York");
    assertThat(account.json().get("company_id").asLong()).isPositive();
    assertThat(account.json().get("data_retention_in_days").asInt()).isEqualTo(90);
    assertThat(account.text()).doesNotContain(acme.apiKey()).doesNotContain("api_key");
  }

  @Test
  void the_user_name_of_basic_authentication_says_nothing() {
    for (String name : new String[] {"API", "X", "", "somebody@example.com"}) {
      assertThat(server.send(basic(name, acme.apiKey())).status()).isEqualTo(200);
    }
  }

  @Test
  void missing_wrong_and_malformed_credentials_read_the_same() {
    String expected = "{\"error\":\"authentication failed\"}";
    assertThat(server.anybody().get("/account").is(401).text()).isEqualTo(expected);
    assertThat(server.send(basic("X", "slc_wrong")).is(401).text()).isEqualTo(expected);
    assertThat(server.send(basic("X", "")).is(401).text()).isEqualTo(expected);
    assertThat(server.send(request("/account").header("Authorization", "Basic %%%").GET()).is(401).text()).isEqualTo(expected);
    assertThat(server.send(request("/account").header("Authorization", "Digest abc").GET()).is(401).text()).isEqualTo(expected);
  }

  @Test
  void a_users_id_is_known_in_either_case() {
    String shouted = acme.userId().toUpperCase(Locale.ROOT);
    acme.put("/user/" + shouted, "{\"ui_state\": {\"has_seen_free_account_modal\": true}}").is(200);
    acme.get("/user_settings/" + shouted).is(200);
    acme.put("/user_settings/" + shouted, "{\"notifications\": {\"connection_invites\": {\"enabled\": false}}}").is(200);
    acme.get("/user_settings/" + globex.userId()).is(404);
    acme.get("/user_settings/nobody").is(404);
  }

  @Test
  void an_admin_changes_retention_and_features() {
    JsonNode changed = acme.put("/account", """
        {"id": "%s", "data_retention_in_days": 30, "features": {"real_time_bidding": false}}"""
        .formatted(acme.accountId())).is(200).json();

    assertThat(changed.get("data_retention_in_days").asInt()).isEqualTo(30);
    assertThat(changed.at("/features/real_time_bidding").asBoolean()).isFalse();
    assertThat(changed.at("/features/firehose").asBoolean()).isTrue();
    assertThat(changed.get("lead_ping_enabled").asBoolean()).isFalse();
  }

  @Test
  void a_retention_that_makes_no_sense_is_refused() {
    acme.put("/account", "{\"data_retention_in_days\": 0}").is(400);
    acme.put("/account", "{\"data_retention_in_days\": \"many\"}").is(400);
    assertThat(acme.get("/account").json().get("data_retention_in_days").asInt()).isEqualTo(90);
  }

  @Test
  void a_key_that_is_not_an_admins_cannot_change_the_account() {
    String accountKey = acme.post("/api_keys", "{\"name\": \"company\", \"kind\": \"account\"}").is(201).at("api_key");
    Party byCompanyKey = new Party(server, acme.accountId(), "", "", "", accountKey);

    assertThat(byCompanyKey.put("/account", "{\"data_retention_in_days\": 30}").is(401).at("error")).isEqualTo("not authorized");
  }

  @Test
  void the_user_is_the_one_whose_key_it_is() {
    JsonNode user = acme.get("/user").is(200).json();

    assertThat(user.get("id").asString()).isEqualTo(acme.userId());
    assertThat(user.get("email").asString()).isEqualTo(acme.email());
    assertThat(user.get("user_admin").asBoolean()).isTrue();
    assertThat(user.at("/accounts/0/id").asString()).isEqualTo(acme.accountId());
    assertThat(user.get("company_name").asString()).isEqualTo("Acme");
  }

  @Test
  void the_accounts_own_key_has_no_user() {
    String accountKey = acme.post("/api_keys", "{\"name\": \"company\", \"kind\": \"account\"}").is(201).at("api_key");

    new Party(server, acme.accountId(), "", "", "", accountKey).get("/user").is(401);
  }

  @Test
  void a_ui_flag_goes_in_as_a_boolean_and_comes_out_as_the_time_it_was_raised() {
    Reply raised = acme.put("/user/" + acme.userId(), "{\"ui_state\": {\"has_seen_free_account_modal\": true}}").is(200);
    assertThat(raised.at("ui_state.has_seen_free_account_modal")).startsWith("20");

    Reply lowered = acme.put("/user/" + acme.userId(), "{\"ui_state\": {\"has_seen_free_account_modal\": false}}").is(200);
    assertThat(lowered.json().at("/ui_state/has_seen_free_account_modal").asString("")).isEmpty();
  }

  @Test
  void notifications_are_on_until_they_are_switched_off_and_tell_since_when() {
    String path = "/user_settings/" + acme.userId();
    assertThat(acme.get(path).is(200).json().at("/notifications/connection_invites/enabled").asBoolean()).isTrue();

    acme.post("/user_settings", "{\"notifications\": {\"connection_invites\": {\"enabled\": false}}}").is(201);

    JsonNode notifications = acme.get(path).json().get("notifications");
    assertThat(notifications.at("/connection_invites/enabled").asBoolean()).isFalse();
    assertThat(notifications.at("/connection_invites/unsubscribed_at").asString()).isNotBlank();
    assertThat(notifications.at("/submission_doc_updates/enabled").asBoolean()).isTrue();
    globex.get(path).is(404);
    globex.put(path, "{\"notifications\": {\"connection_invites\": {\"enabled\": true}}}").is(404);
  }

  private HttpRequest.Builder basic(String user, String password) {
    String pair = java.util.Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
    return request("/account").header("Authorization", "Basic " + pair).GET();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }
}
