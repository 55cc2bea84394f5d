package io.sluice.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** API keys: many at a time, shown once, kept as hashes, rotated and revoked. */
class ApiKeyTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  @Test
  void a_new_key_is_shown_once_and_works_beside_the_others() {
    Reply made = acme.post("/api_keys", "{\"name\": \"integrator\", \"kind\": \"user\"}").is(201);

    assertThat(made.at("api_key")).startsWith("slc_").startsWith(made.at("prefix"));
    with(made.at("api_key")).get("/account").is(200);
    acme.get("/account").is(200);
    assertThat(acme.get("/api_keys").text()).contains("integrator").doesNotContain(made.at("api_key"));
  }

  @Test
  void only_the_hash_of_a_key_is_kept() {
    String key = acme.post("/api_keys", "{\"name\": \"integrator\", \"kind\": \"user\"}").is(201).at("api_key");

    long kept = server.db().sql("SELECT count(*) FROM api_key k WHERE k::text LIKE '%' || :key || '%'")
        .param("key", key).query(Long.class).single();
    assertThat(kept).isZero();
  }

  @Test
  void a_revoked_key_opens_nothing_any_more_and_stays_listed() {
    Reply made = acme.post("/api_keys", "{\"name\": \"old\", \"kind\": \"account\"}").is(201);

    acme.delete("/api_keys/" + made.at("id")).is(200);

    with(made.at("api_key")).get("/account").is(401);
    JsonNode listed = acme.get("/api_keys").json().valueStream()
        .filter(key -> key.get("id").asString().equals(made.at("id"))).findFirst().orElseThrow();
    assertThat(listed.get("revoked_at").asString()).isNotBlank();
    acme.delete("/api_keys/" + made.at("id")).is(409);
  }

  @Test
  void rotating_gives_a_new_secret_and_ends_the_old_one_at_once_or_after_its_grace() {
    Reply first = acme.post("/api_keys", "{\"name\": \"rotating\", \"kind\": \"user\"}").is(201);

    Reply second = acme.post("/api_keys/" + first.at("id") + "/rotate", "{\"grace_seconds\": 600}").is(201);
    with(first.at("api_key")).get("/account").is(200);
    with(second.at("api_key")).get("/account").is(200);

    Reply third = acme.post("/api_keys/" + second.at("id") + "/rotate").is(201);
    with(second.at("api_key")).get("/account").is(401);
    with(third.at("api_key")).get("/account").is(200);
    assertThat(third.at("name")).isEqualTo("rotating");
  }

  @Test
  void an_account_has_a_hundred_keys_in_force_and_those_in_their_grace_are_among_them() {
    String id = acme.post("/api_keys", "{\"name\": \"rotating\", \"kind\": \"user\"}").is(201).at("id");
    fill(100);

    assertThat(acme.post("/api_keys/" + id + "/rotate", "{\"grace_seconds\": 600}").is(409).at("code"))
        .isEqualTo("too_many_keys");
    acme.post("/api_keys/" + id + "/rotate").is(201);
    assertThat(inForce()).isEqualTo(100);
  }

  @Test
  void of_many_keys_that_are_made_at_once_no_more_are_than_there_is_room_for() throws Exception {
    fill(99);
    Callable<Reply> create = () -> acme.post("/api_keys", "{\"name\": \"another\", \"kind\": \"user\"}");
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Reply> made : hands.invokeAll(Collections.nCopies(8, create))) {
        assertThat(made.get().status()).isIn(201, 409);
      }
    }
    assertThat(inForce()).isEqualTo(100);
  }

  private void fill(int keys) {
    server.db().sql("""
        INSERT INTO api_key (id, account_id, name, prefix, hash, created_at)
        SELECT substr(md5(random()::text), 1, 24), :account, 'one of many', 'slc_', md5(random()::text), now()
          FROM generate_series(1, :keys)
        """).param("account", acme.accountId()).param("keys", keys - inForce()).update();
  }

  private int inForce() {
    return server.db().sql("SELECT count(*) FROM api_key WHERE account_id = :account AND revoked_at IS NULL")
        .param("account", acme.accountId()).query(Integer.class).single();
  }

  @Test
  void when_a_key_was_used_last_is_told() {
    Reply made = acme.post("/api_keys", "{\"name\": \"used\", \"kind\": \"user\"}").is(201);
    assertThat(made.json().get("last_used_at").isNull()).isTrue();

    with(made.at("api_key")).get("/account").is(200);

    assertThat(acme.get("/api_keys").json().valueStream().filter(key -> key.get("id").asString().equals(made.at("id")))
        .findFirst().orElseThrow().get("last_used_at").asString()).isNotBlank();
  }

  @Test
  void an_admin_revokes_a_colleagues_key_and_is_never_shown_one() {
    Party manager = server.colleague(acme, "manager");
    String id = manager.post("/api_keys", "{\"name\": \"hers\", \"kind\": \"user\"}").is(201).at("id");

    acme.post("/api_keys/" + id + "/rotate").is(401);
    manager.post("/api_keys/" + id + "/rotate", "{\"grace_seconds\": 600}").is(201);
    acme.delete("/api_keys/" + id).is(200);
  }

  @Test
  void anothers_keys_are_not_found() {
    String id = acme.get("/api_keys").json().get(0).get("id").asString();

    globex.delete("/api_keys/" + id).is(404);
    globex.post("/api_keys/" + id + "/rotate").is(404);
    assertThat(globex.get("/api_keys").text()).doesNotContain(id);
  }

  private Party with(String key) {
    return new Party(server, "", "", "", "", key);
  }
}
