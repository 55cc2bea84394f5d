package io.sluice.server.delivery.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.changelog.Changelogs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.vault.Vault;
import io.sluice.server.vault.VaultKey;
import io.sluice.server.vault.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Credentials by API: exchange 14.5. */
class CredentialTest {

  private static final String USER = """
      {"name":"Lead system","type":"user","package":"leadconduit-default","username":"acme","password":"hunter22"}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_credential_is_created_read_listed_replaced_and_deleted_and_no_answer_holds_its_secret() {
    Reply created = acme.post("/credentials", USER).is(201);
    String path = "/credentials/" + created.at("id");
    assertThat(created.at("username")).isEqualTo("acme");
    Reply read = acme.get(path).is(200);
    assertThat(read.json()).isEqualTo(created.json());
    assertThat(acme.get("/credentials").is(200).json()).singleElement().isEqualTo(created.json());
    Reply replaced = acme.put(path, USER.replace("Lead system", "CRM")).is(200);
    assertThat(replaced.at("name")).isEqualTo("CRM");
    Reply deleted = acme.delete(path).is(200);
    assertThat(deleted.json()).isEqualTo(replaced.json());
    acme.get(path).is(404);
    for (Reply reply : List.of(created, read, replaced, deleted)) {
      assertThat(reply.text()).doesNotContain("hunter22", "password");
    }
  }

  @Test
  void secrets_are_encrypted_in_the_database() {
    String id = acme.post("/credentials", USER).is(201).at("id");
    String row = server.db().sql("SELECT row_to_json(credential)::text FROM credential WHERE id = :id")
        .param("id", id).query(String.class).single();
    assertThat(row).contains("acme")
        .doesNotContain("hunter22", Base64.getEncoder().encodeToString("hunter22".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void what_the_client_sent_back_without_the_secret_leaves_the_secret_as_it_was() {
    Reply created = acme.post("/credentials", USER).is(201);
    acme.put("/credentials/" + created.at("id"), created.text().replace("Lead system", "CRM")).is(200);
    assertThat(opened(created.at("id")).secret("password")).contains("hunter22");
  }

  @Test
  void another_type_needs_its_own_secrets() {
    String path = "/credentials/" + acme.post("/credentials", USER).is(201).at("id");
    assertThat(acme.put(path, "{\"name\":\"CRM\",\"type\":\"token\",\"package\":\"crm\"}").is(400).at("error"))
        .isEqualTo("token is required for a credential of type token");
    acme.put(path, "{\"name\":\"CRM\",\"type\":\"token\",\"package\":\"crm\",\"token\":\"t0k3n\"}").is(200);
  }

  @Test
  void everything_that_is_missing_is_said_at_once() {
    assertThat(acme.post("/credentials", "{\"name\":\"x\",\"type\":\"user\",\"package\":\"y\"}").is(400).at("error"))
        .isEqualTo("username is required for a credential of type user; "
            + "password is required for a credential of type user");
    assertThat(acme.post("/credentials", "{\"type\":\"pin\"}").is(400).at("error")).contains("type", "name", "package");
  }

  @Test
  void the_caller_may_choose_an_id_that_is_free() {
    String chosen = "{\"id\":\"65F1a2b3c4d5e6f708192c11\"," + USER.substring(1);
    assertThat(acme.post("/credentials", chosen).is(201).at("id")).isEqualTo("65f1a2b3c4d5e6f708192c11");
    assertThat(acme.post("/credentials", chosen).is(409).at("error")).isEqualTo("this id is taken");
    server.open("Globex").post("/credentials", chosen).is(201); // an id tells nobody what others have
  }

  @Test
  void what_the_contract_does_not_know_is_kept_as_a_secret() {
    Reply created = acme.post("/credentials", """
        {"name":"CRM","type":"oauth2","package":"crm","access_token":"at","refresh_token":"rt","client_secret":"cs",
         "expires_at":1900000000,"org":{"id":"o1"}}""").is(201);
    assertThat(created.text()).doesNotContain("cs\"", "\"at\"", "\"rt\"");
    assertThat(created.at("org.id")).isEqualTo("o1");
    assertThat(created.json().path("expires_at").asLong()).isEqualTo(1_900_000_000);
    assertThat(opened(created.at("id")).secret("client_secret")).contains("cs");
    assertThat(opened(created.at("id")).authorization()).contains("Bearer at");
  }

  @Test
  void changelogs_tell_that_a_secret_was_changed_and_never_what_it_is() {
    String id = acme.post("/credentials", USER).is(201).at("id");
    acme.put("/credentials/" + id, USER.replace("hunter22", "hunter23")).is(200);
    acme.delete("/credentials/" + id).is(200);
    JsonNode logs = acme.get("/changelogs").is(200).json();
    assertThat(logs).filteredOn(log -> log.path("type").asString().equals("credential"))
        .extracting(log -> log.path("action").asString()).containsExactly("delete", "update", "create");
    assertThat(logs.toString()).contains("secrets_updated_at").doesNotContain("hunter2");
  }

  @Test
  void after_a_change_of_keys_every_credential_is_sealed_with_the_new_one() {
    String id = acme.post("/credentials", USER).is(201).at("id");
    VaultKey old = VaultKey.read("c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE=").orElseThrow();
    VaultKey fresh = VaultKey.read("YW5vdGhlciBrZXkgZm9yIHRlc3RzLCAzMiBieXRlcyE=").orElseThrow();
    try {
      assertThat(with(fresh).open(account(), id)).isInstanceOf(Result.Refused.class);
      assertThat(with(fresh).reseal()).isPositive();
      assertThat(with(fresh, old).reseal()).isZero();
      assertThat(with(fresh).open(account(), id)).isInstanceOf(Result.Done.class);
      assertThat(with(old).open(account(), id)).isInstanceOf(Result.Refused.class);
    } finally {
      with(old, fresh).reseal(); // the other tests' server knows the old key only
    }
    assertThat(opened(id).secret("password")).contains("hunter22");
  }

  private OpenedCredential opened(String id) {
    return switch (server.bean(Credentials.class).open(account(), id)) {
      case Result.Done<OpenedCredential, CredentialRefusal>(OpenedCredential credential) -> credential;
      case Result.Refused<OpenedCredential, CredentialRefusal>(CredentialRefusal refusal) ->
          throw new AssertionError(refusal.problem());
    };
  }

  private AccountId account() {
    return AccountId.of(acme.accountId());
  }

  /** The use cases of a server with these keys. */
  private Credentials with(VaultKey... keys) {
    return new Credentials(server.bean(CredentialStore.class), new Vault(new VaultKeys(List.of(keys), Path.of("."))),
        server.bean(Changelogs.class), server.bean(JsonMapper.class), Clock.systemUTC());
  }
}
