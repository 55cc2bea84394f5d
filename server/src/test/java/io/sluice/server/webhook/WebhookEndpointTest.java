package io.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.webhook.endpoint.WebhookSecrets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Endpoints: made, changed, given new secrets (decision 0103). */
class WebhookEndpointTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void an_endpoint_is_made_shown_changed_and_deleted() {
    Reply made = acme.post("/webhook_endpoints", """
        {"url":"%s","types":["lead.success"],"description":"CRM"}""".formatted(recipient.url("/a"))).is(201);
    Reply shown = acme.get("/webhook_endpoints/" + made.at("id")).is(200);
    assertThat(shown.at("url")).isEqualTo(recipient.url("/a"));
    assertThat(shown.at("description")).isEqualTo("CRM");
    assertThat(shown.json().path("enabled").asBoolean()).isTrue();
    assertThat(acme.get("/webhook_endpoints").is(200).json()).hasSize(1);

    Reply changed = acme.put("/webhook_endpoints/" + made.at("id"),
        "{\"url\":\"%s\",\"enabled\":false}".formatted(recipient.url("/b"))).is(200);
    assertThat(changed.at("url")).isEqualTo(recipient.url("/b"));
    assertThat(changed.at("disabled_reason")).isEqualTo("by_hand");
    assertThat(changed.json().path("types")).isEmpty();

    assertThat(acme.delete("/webhook_endpoints/" + made.at("id")).is(200).at("id")).isEqualTo(made.at("id"));
    acme.get("/webhook_endpoints/" + made.at("id")).is(404);
    assertThat(acme.get("/webhook_endpoints").is(200).json()).isEmpty();
  }

  @Test
  void the_secret_is_shown_once_and_stored_sealed() {
    Hook hook = Hook.of(acme, recipient);
    assertThat(hook.secret()).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(hook.secret().substring("whsec_".length()))).hasSizeBetween(24, 64);
    assertThat(hook.show().json().has("secret")).isFalse();
    assertThat(acme.get("/webhook_endpoints").text()).doesNotContain("whsec_");
    String stored = server.db().sql("SELECT e::text FROM webhook_endpoint e WHERE id = :id").param("id", hook.id())
        .query(String.class).single();
    assertThat(stored).doesNotContain(hook.secret().substring("whsec_".length()));
  }

  @Test
  void secrets_are_sealed_anew_when_the_servers_key_changes() {
    Hook hook = Hook.of(acme, recipient, "lead.*");
    acme.post(hook.path() + "/rotate").is(201);
    assertThat(server.db().sql("SELECT count(DISTINCT secret_key_id) FROM webhook_endpoint WHERE id = :id")
        .param("id", hook.id()).query(Long.class).single()).isEqualTo(1);
    assertThat(server.bean(WebhookSecrets.class).reseal()).isZero();
  }

  @Test
  void an_endpoint_must_be_public_and_https() {
    Map<String, String> bad = Map.of(
        "ftp://hooks.hooli.com/", "must be an absolute https URL",
        "hooks.hooli.com", "must be an absolute https URL",
        "http://hooks.hooli.com/", "must be https",
        "https://user:secret@hooks.hooli.com/", "must hold no user name or password: messages are signed instead",
        "https://10.1.2.3/", "must be public",
        "https://169.254.169.254/latest/", "must be public",
        "https://[::1]/", "must be public",
        "https://2130706433/", "must be public",
        "https://intranet/", "must be public");
    try (SluiceServer strict = SluiceServer.with(Map.of("SLUICE_OUTBOUND_ALLOW", ""))) {
      Party party = strict.open("Acme");
      bad.forEach((url, why) -> {
        Reply refused = party.post("/webhook_endpoints", "{\"url\":\"" + url + "\"}").is(400);
        assertThat(refused.at("code")).isEqualTo("webhook_url_invalid");
        assertThat(refused.json().at("/errors/url/0").asString()).as(url).isEqualTo(why);
      });
      party.post("/webhook_endpoints", "{\"url\":\"https://hooks.hooli.com/sluice?a=b\"}").is(201);
    }
  }

  @Test
  void what_is_not_told_cannot_be_listened_to() {
    Reply refused = acme.post("/webhook_endpoints",
        "{\"url\":\"%s\",\"types\":[\"lead.sold\",\"lead\"]}".formatted(recipient.url("/"))).is(400);
    assertThat(refused.text()).contains("types[0]").contains("types[1]");
  }

  @Test
  void a_type_whose_family_is_listened_to_is_not_listed_twice() {
    Reply made = acme.post("/webhook_endpoints",
        "{\"url\":\"%s\",\"types\":[\"lead.success\",\"lead.*\",\"lead.*\",\"onboard.failed\"]}"
            .formatted(recipient.url("/"))).is(201);
    assertThat(made.json().path("types").valueStream().map(JsonNode::asString))
        .containsExactly("lead.*", "onboard.failed");
  }

  @Test
  void an_account_has_at_most_twenty() {
    for (int i = 0; i < 20; i++) {
      Hook.of(acme, recipient, "onboard.failed");
    }
    Reply refused = acme.post("/webhook_endpoints", "{\"url\":\"%s\"}".formatted(recipient.url("/"))).is(409);
    assertThat(refused.at("code")).isEqualTo("too_many_webhook_endpoints");
    Hook.of(server.open("Globex"), recipient, "onboard.failed");
  }

  @Test
  void a_new_secret_signs_at_once_and_the_former_one_as_long_as_was_asked_for() throws Exception {
    Hook hook = Hook.of(acme, recipient, "lead.*");
    Reply rotated = acme.post(hook.path() + "/rotate", "{\"overlap_seconds\":3600}").is(201);
    assertThat(rotated.at("secret")).startsWith("whsec_").isNotEqualTo(hook.secret());
    assertThat(rotated.at("former_secret_until")).isNotEmpty();
    hook.test();
    FakeRecipient.Received both = hook.verified(recipient.awaitRequest(Hook.LIMIT));
    assertThat(both.headers().get("webhook-signature"))
        .isEqualTo(Hook.signature(rotated.at("secret"), both) + " " + Hook.signature(hook.secret(), both));

    Reply again = acme.post(hook.path() + "/rotate", "{\"overlap_seconds\":0}").is(201);
    hook.test();
    FakeRecipient.Received one = recipient.awaitRequest(Hook.LIMIT);
    assertThat(one.headers().get("webhook-signature")).isEqualTo(Hook.signature(again.at("secret"), one));
  }

  @Test
  void a_second_rotation_shortens_no_overlap_that_was_promised() throws Exception {
    Hook hook = Hook.of(acme, recipient, "lead.*");
    Reply second = acme.post(hook.path() + "/rotate", "{\"overlap_seconds\":7200}").is(201);
    Reply third = acme.post(hook.path() + "/rotate", "{\"overlap_seconds\":3600}").is(201);
    assertThat(third.at("former_secret_until")).as("the last of them").isEqualTo(second.at("former_secret_until"));
    hook.test();
    FakeRecipient.Received all = hook.verified(recipient.awaitRequest(Hook.LIMIT));
    assertThat(all.headers().get("webhook-signature").split(" ")).containsExactly(
        Hook.signature(third.at("secret"), all), Hook.signature(second.at("secret"), all),
        Hook.signature(hook.secret(), all));
    assertThat(server.bean(WebhookSecrets.class).reseal()).isZero();
  }

  @Test
  void ten_former_secrets_sign_and_one_more_is_refused_unless_it_ends_them() {
    Hook hook = Hook.of(acme, recipient, "lead.*");
    for (int i = 0; i < 10; i++) {
      acme.post(hook.path() + "/rotate").is(201);
    }
    assertThat(acme.post(hook.path() + "/rotate").is(409).at("code")).isEqualTo("too_many_webhook_secrets");
    Reply last = acme.post(hook.path() + "/rotate", "{\"overlap_seconds\":0}").is(201);
    assertThat(last.json().path("former_secret_until").isNull()).isTrue();
    acme.post(hook.path() + "/rotate").is(201);
  }

  @Test
  void endpoints_of_another_account_are_not_there() {
    Hook hook = Hook.of(acme, recipient, "lead.*");
    String message = hook.test();
    Party globex = server.open("Globex");
    globex.get(hook.path()).is(404);
    globex.put(hook.path(), "{\"url\":\"%s\"}".formatted(recipient.url("/"))).is(404);
    globex.delete(hook.path()).is(404);
    globex.post(hook.path() + "/rotate").is(404);
    globex.post(hook.path() + "/test").is(404);
    globex.post(hook.path() + "/redrive").is(404);
    globex.get(hook.path() + "/deliveries").is(404);
    globex.get(hook.path() + "/deliveries/" + message).is(404);
    globex.post(hook.path() + "/deliveries/" + message + "/redrive").is(404);
  }
}
