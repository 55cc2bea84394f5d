package io.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages: what is told, to whom, and how often it is tried (decisions 0102 and 0103). */
class WebhookMessageTest {

  private static final String WEB_FORM = "5fd00e2fd418e0a908f4ea64";

  private final SluiceServer server = SluiceServer.shared();
  private final FakeRecipient recipient = FakeRecipient.start().answers(FakeRecipient.with(204, Map.of(), ""));
  private final FakeRecipient other = FakeRecipient.start().answers(FakeRecipient.with(204, Map.of(), ""));

  @AfterEach
  void close() {
    recipient.close();
    other.close();
  }

  @Test
  void what_became_of_a_lead_is_told_signed() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    String flow = flow(acme, """
        ,"acceptance_criteria":{"outcome":"failure","reason":"Texas only","rule_set":{"op":"and","rules":[
         {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""");
    Reply accepted = submit(acme, flow, "{\"state\":\"TX\"}");
    JsonNode first = hook.awaitMessage();
    assertThat(first.path("type").asString()).isEqualTo("lead.success");
    assertThat(Instant.parse(first.path("timestamp").asString())).isBeforeOrEqualTo(Instant.now());
    JsonNode data = first.path("data");
    assertThat(data.at("/lead/id").asString()).isEqualTo(accepted.at("lead.id"));
    assertThat(data.at("/flow/id").asString()).isEqualTo(flow);
    assertThat(data.at("/flow/name").asString()).isEqualTo("Auto leads");
    assertThat(data.at("/source/id").asString()).isEqualTo(WEB_FORM);
    assertThat(data.path("outcome").asString()).isEqualTo("success");
    assertThat(data.path("price").decimalValue()).isEqualByComparingTo("0");
    assertThat(acme.get("/events/" + data.path("event_id").asString()).is(200).at("type")).isEqualTo("source");

    submit(acme, flow, "{\"state\":\"FL\"}");
    JsonNode second = hook.awaitMessage();
    assertThat(second.path("type").asString()).isEqualTo("lead.failure");
    assertThat(second.at("/data/reason").asString()).isEqualTo("Texas only");
  }

  @Test
  void an_endpoint_is_told_only_what_it_listens_to() {
    Party acme = server.open("Acme");
    Hook failures = Hook.of(acme, recipient, "lead.failure", "onboard.*");
    Hook everything = Hook.of(acme, other);
    String flow = flow(acme, """
        ,"acceptance_criteria":{"outcome":"failure","reason":"Texas only","rule_set":{"op":"and","rules":[
         {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""");
    submit(acme, flow, "{\"state\":\"TX\"}");
    submit(acme, flow, "{\"state\":\"FL\"}");
    assertThat(failures.awaitMessage().path("type").asString()).isEqualTo("lead.failure");
    assertThat(List.of(everything.awaitMessage().path("type").asString(),
        everything.awaitMessage().path("type").asString())).containsExactlyInAnyOrder("lead.success", "lead.failure");
    assertThat(failures.deliveries("")).hasSize(1);
  }

  @Test
  void a_lead_of_an_account_without_endpoints_leaves_no_message() {
    Party acme = server.open("Acme");
    String flow = flow(acme, "");
    submit(acme, flow, "{\"state\":\"TX\"}");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    submit(acme, flow, "{\"state\":\"TX\"}");
    hook.awaitMessage();
    assertThat(server.db().sql("SELECT count(*) FROM webhook_message WHERE account_id = :account")
        .param("account", acme.accountId()).query(Long.class).single()).isLessThanOrEqualTo(2);
    assertThat(server.db().sql("SELECT count(*) FROM webhook_message WHERE account_id = :account")
        .param("account", server.open("Globex").accountId()).query(Long.class).single()).isZero();
  }

  @Test
  void both_sides_are_told_how_they_become_partners() {
    Party initech = server.open("Initech");
    Party acme = server.open("Acme");
    Hook sellers = Hook.of(initech, recipient, "invitation.*", "connection.*");
    Hook buyers = Hook.of(acme, other, "connection.*", "onboard.*");
    initech.post("/invitations/recipient", "{\"email\":\"%s\"}".formatted(acme.email())).is(201);
    JsonNode sent = sellers.awaitMessage();
    assertThat(sent.path("type").asString()).isEqualTo("invitation.sent");
    assertThat(sent.at("/data/invitation/role").asString()).isEqualTo("buyer");
    assertThat(sent.at("/data/invitation/state").asString()).isEqualTo("sent");
    assertThat(sent.at("/data/invitation/email").asString()).isEqualTo(acme.email());

    Reply accepted = acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/accept").is(200);
    assertThat(types(sellers, 2)).containsExactlyInAnyOrder("invitation.accepted", "connection.created");
    assertThat(types(buyers, 2)).containsExactlyInAnyOrder("connection.created", "onboard.created");

    String onboard = accepted.at("onboard.id");
    acme.put("/onboards/" + onboard, """
        {"invitation_id":"%s","status":"completed"}""".formatted(accepted.at("onboard.invitation_id")));
    assertThat(types(buyers, 2)).containsExactlyInAnyOrder("onboard.completed", "connection.delivery_set_up");
    assertThat(sellers.awaitMessage().path("type").asString()).isEqualTo("connection.delivery_set_up");
  }

  @Test
  void a_declined_and_a_withdrawn_invitation_are_told_to_the_inviter() {
    Party initech = server.open("Initech");
    Party acme = server.open("Acme");
    Hook hook = Hook.of(initech, recipient, "invitation.*");
    String entity = initech.post("/invitations/recipient", "{\"email\":\"%s\"}".formatted(acme.email())).is(201)
        .at("entity.id");
    String token = server.awaitToken(acme.email(), 1);
    acme.post("/invitations/" + token + "/decline").is(200);
    acme.post("/invitations/" + token + "/undo_decline").is(200);
    List<String> types = types(hook, 3);
    assertThat(types).containsExactlyInAnyOrder("invitation.sent", "invitation.declined", "invitation.decline_undone");
    initech.delete("/invitations/" + entity).is(200);
    JsonNode withdrawn = hook.awaitMessage();
    assertThat(withdrawn.path("type").asString()).isEqualTo("invitation.withdrawn");
    assertThat(withdrawn.at("/data/invitation/entity_id").asString()).isEqualTo(entity);
    assertThat(withdrawn.at("/data/invitation/state").asString()).isEqualTo("cancelled");
    JsonNode declined = hook.deliveries("").stream()
        .filter(delivery -> delivery.path("type").asString().equals("invitation.declined")).findFirst().orElseThrow();
    assertThat(hook.delivery(declined.path("message_id").asString()).at("/payload/data/invitation/state").asString())
        .isEqualTo("declined");
  }

  @Test
  void a_message_that_does_not_arrive_is_tried_again_for_three_days_and_then_kept_to_be_sent_again() throws Exception {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party acme = timed.open("Acme");
      Hook hook = Hook.of(acme, recipient, "invitation.*");
      recipient.answers(FakeRecipient.with(500, "text/plain", "no".repeat(3_000)));
      acme.post("/invitations/source", "{\"email\":\"ian@initech.com\"}").is(201);
      Hook.await(() -> hook.deliveries("").size() == 1, () -> "the delivery");
      String message = hook.deliveries("").getFirst().path("message_id").asString();
      Instant began = clock.instant();
      for (int attempt = 1; attempt < 10; attempt++) {
        hook.awaitAttempts(message, attempt);
        JsonNode delivery = hook.delivery(message).path("delivery");
        assertThat(delivery.path("state").asString()).isEqualTo("waiting");
        assertThat(delivery.path("last_status").asInt()).isEqualTo(500);
        clock.move(Duration.between(clock.instant(), Instant.parse(delivery.path("next_attempt_at").asString()))
            .plusMillis(1));
      }
      hook.awaitState(message, "dead");
      assertThat(Duration.between(began, clock.instant())).as("the waits, and up to a fifth more")
          .isBetween(Duration.ofHours(75).plusMinutes(36), Duration.ofHours(91));
      assertThat(recipient.received()).hasSize(10);
      assertThat(recipient.received()).extracting(received -> received.headers().get("webhook-id"))
          .containsOnly(message);
      assertThat(recipient.received()).extracting(Received::body).containsOnly(recipient.received().getFirst().body());
      assertThat(recipient.received()).extracting(received -> received.headers().get("webhook-timestamp"))
          .doesNotHaveDuplicates();
      for (Received received : recipient.received()) {
        assertThat(received.headers().get("webhook-signature")).isEqualTo(Hook.signature(hook.secret(), received));
      }
      JsonNode attempts = hook.delivery(message).path("attempts");
      assertThat(attempts).hasSize(10);
      assertThat(attempts.get(9).path("number").asInt()).isEqualTo(10);
      assertThat(attempts.get(0).path("response").asString()).hasSize(2_000).startsWith("nono");
      assertThat(hook.deliveries("?state=dead")).hasSize(1);
      assertThat(hook.deliveries("?state=waiting")).isEmpty();

      recipient.answers(FakeRecipient.with(200, "text/plain", "thanks"));
      assertThat(acme.post(hook.path() + "/deliveries/" + message + "/redrive").is(202).at("state"))
          .isEqualTo("waiting");
      hook.awaitState(message, "delivered");
      assertThat(recipient.received().getLast().headers()).containsEntry("webhook-id", message);
      JsonNode last = hook.delivery(message).path("attempts").get(10);
      assertThat(last.path("number").asInt()).isEqualTo(11);
      assertThat(last.path("status").asInt()).isEqualTo(200);
      assertThat(last.path("response").asString()).isEqualTo("thanks");
      assertThat(hook.show().json().path("failing_since").isNull()).isTrue();
    }
  }

  @Test
  void all_that_was_given_up_in_a_time_can_be_sent_again_together() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answers(FakeRecipient.hangUp());
    List<String> messages = List.of(hook.test(), hook.test(), hook.test());
    messages.forEach(message -> hook.awaitState(message, "dead"));
    assertThat(hook.deliveries("?state=dead&limit=2")).hasSize(2);
    assertThat(hook.deliveries("?state=dead&before_id=" + messages.get(1))).extracting(
        delivery -> delivery.path("message_id").asString()).containsExactly(messages.getFirst());
    assertThat(hook.delivery(messages.getFirst()).at("/delivery/last_error").asString()).contains("closed");

    recipient.answers(FakeRecipient.with(200, Map.of(), ""));
    String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString();
    Reply none = acme.post(hook.path() + "/redrive", "{\"since\":\"" + tomorrow + "\"}").is(202);
    assertThat(none.json().path("count").asInt()).isZero();
    assertThat(acme.post(hook.path() + "/redrive").is(202).json().path("count").asInt()).isEqualTo(3);
    messages.forEach(message -> hook.awaitState(message, "delivered"));
    assertThat(acme.post(hook.path() + "/redrive").is(202).json().path("count").asInt()).isZero();
  }

  @Test
  void a_message_that_is_sent_again_during_its_last_attempt_is_not_given_up_with_that() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answersOnce(FakeRecipient.slow(Duration.ofSeconds(3), FakeRecipient.with(500, "text/plain", "sorry")));
    String message = hook.test();
    recipient.awaitRequest(Hook.LIMIT);
    acme.post(hook.path() + "/deliveries/" + message + "/redrive").is(202);
    hook.awaitState(message, "delivered");
    assertThat(hook.delivery(message).path("attempts").valueStream().map(attempt -> attempt.path("status").asInt()))
        .containsExactly(500, 204);
  }

  @Test
  void a_message_that_is_sent_again_during_its_first_attempt_is_sent_again() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answersOnce(FakeRecipient.slow(Duration.ofSeconds(3), FakeRecipient.with(204, Map.of(), "")));
    submit(acme, flow(acme, ""), "{\"state\":\"TX\"}");
    String message = recipient.awaitRequest(Hook.LIMIT).headers().get("webhook-id");
    acme.post(hook.path() + "/deliveries/" + message + "/redrive").is(202);
    hook.awaitAttempts(message, 2);
    hook.awaitState(message, "delivered");
  }

  @Test
  void a_message_that_is_sent_again_before_it_was_its_turn_is_sent_once() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answers(FakeRecipient.hangUp());
    List<String> messages = Stream.generate(hook::test).limit(5).toList();
    messages.forEach(message -> hook.awaitState(message, "dead"));
    recipient.answers(FakeRecipient.slow(Duration.ofSeconds(2), FakeRecipient.with(204, Map.of(), "")));
    acme.post(hook.path() + "/redrive").is(202);
    Hook.await(() -> recipient.received().size() == messages.size() + 4, () -> "the first four");
    acme.post(hook.path() + "/deliveries/" + messages.getLast() + "/redrive").is(202);
    messages.forEach(message -> hook.awaitState(message, "delivered"));
    assertThat(hook.delivery(messages.getLast()).path("attempts")).hasSize(2);
  }

  @Test
  void a_message_that_another_server_delivered_is_not_sent_again_by_the_one_that_stood_still_with_it() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answersOnce(FakeRecipient.slow(Duration.ofSeconds(3), FakeRecipient.with(500, "text/plain", "sorry")));
    String message = hook.test();
    recipient.awaitRequest(Hook.LIMIT);
    server.db().sql("""
        UPDATE webhook_delivery SET state = 'delivered', attempts = 1, attempts_left = 0, next_attempt_at = NULL,
          ended_at = now(), last_status = 204 WHERE account_id = :account AND message_id = :message""")
        .param("account", acme.accountId()).param("message", message).update();
    hook.awaitState(hook.test(), "delivered"); // it waits for the turn before
    assertThat(hook.delivery(message).at("/delivery/state").asString()).isEqualTo("delivered");
  }

  @Test
  void an_endpoint_that_is_deleted_is_sent_nothing_but_what_is_under_way() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answers(FakeRecipient.hangUp());
    List<String> messages = Stream.generate(hook::test).limit(8).toList();
    messages.forEach(message -> hook.awaitState(message, "dead"));
    recipient.answers(FakeRecipient.slow(Duration.ofSeconds(2), FakeRecipient.with(204, Map.of(), "")));
    acme.post(hook.path() + "/redrive").is(202);
    Hook.await(() -> recipient.received().size() > messages.size(), () -> "the first of them");
    hook.delete();
    Hook.await(() -> server.db().sql("SELECT count(*) FROM job WHERE kind = 'webhook' AND key LIKE '%/' || :id")
        .param("id", hook.id()).query(Long.class).single() == 0, () -> "its turn to be over");
    assertThat(recipient.received()).hasSizeLessThanOrEqualTo(messages.size() + 4);
  }

  @Test
  void a_test_message_is_attempted_once() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "onboard.failed");
    JsonNode good = hook.delivery(awaited(hook, hook.test(), "delivered"));
    assertThat(good.at("/payload/type").asString()).isEqualTo("webhook.test");
    assertThat(good.at("/payload/data/endpoint_id").asString()).isEqualTo(hook.id());
    assertThat(good.at("/attempts/0/status").asInt()).isEqualTo(204);
    recipient.answers(FakeRecipient.with(404, "text/plain", "who?"));
    JsonNode bad = hook.delivery(awaited(hook, hook.test(), "dead"));
    assertThat(bad.path("attempts")).hasSize(1);
    assertThat(bad.at("/attempts/0/error").asString()).isEqualTo("answered 404");
  }

  @Test
  void a_redirect_is_not_followed() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "onboard.failed");
    recipient.answers(FakeRecipient.redirect(other.url("/elsewhere")));
    JsonNode told = hook.delivery(awaited(hook, hook.test(), "dead"));
    assertThat(told.at("/attempts/0/status").asInt()).isEqualTo(302);
    assertThat(other.received()).isEmpty();
  }

  @Test
  void an_address_that_turned_private_is_not_dialled() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "onboard.failed");
    server.db().sql("UPDATE webhook_endpoint SET url = 'http://169.254.169.254/latest/meta-data' WHERE id = :id")
        .param("id", hook.id()).update();
    JsonNode told = hook.delivery(awaited(hook, hook.test(), "dead"));
    assertThat(told.at("/attempts/0/status").isNull()).isTrue();
    assertThat(told.at("/attempts/0/error").asString()).isEqualTo("URL must be public");
  }

  @Test
  void an_endpoint_that_is_gone_is_told_nothing_more_and_its_admins_are_mailed() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "lead.*");
    recipient.answers(FakeRecipient.with(410, "text/plain", "gone"));
    String message = hook.test();
    hook.awaitState(message, "dead");
    assertThat(hook.show().json().path("enabled").asBoolean()).isFalse();
    assertThat(hook.show().at("disabled_reason")).isEqualTo("gone");
    JsonNode mail = server.awaitMail(acme.email(), 1);
    assertThat(mail.toString()).contains("Your webhook endpoint is disabled").contains(recipient.url("/hook"));

    submit(acme, flow(acme, ""), "{\"state\":\"TX\"}");
    acme.post(hook.path() + "/test").is(409);
    assertThat(acme.post(hook.path() + "/deliveries/" + message + "/redrive").is(409).at("code"))
        .isEqualTo("webhook_endpoint_disabled");
    assertThat(recipient.received()).hasSize(1);

    recipient.answers(FakeRecipient.with(200, Map.of(), ""));
    acme.put(hook.path(), "{\"url\":\"%s\",\"types\":[\"lead.*\"]}".formatted(recipient.url("/hook"))).is(200);
    acme.post(hook.path() + "/deliveries/" + message + "/redrive").is(202);
    hook.awaitState(message, "delivered");
  }

  @Test
  void an_endpoint_that_nothing_reached_for_five_days_is_disabled_and_its_admins_are_mailed() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party acme = timed.open("Acme");
      Hook hook = Hook.of(acme, recipient, "lead.*");
      recipient.answers(FakeRecipient.with(500, "text/plain", "no"));
      awaited(hook, hook.test(), "dead");
      Instant since = Instant.parse(hook.show().at("failing_since"));
      for (int day = 1; day < 5; day++) {
        clock.move(Duration.ofDays(1));
        awaited(hook, hook.test(), "dead");
      }
      clock.move(Duration.ofDays(1).minusSeconds(1));
      awaited(hook, hook.test(), "dead");
      assertThat(hook.show().json().path("enabled").asBoolean()).isTrue();
      assertThat(Instant.parse(hook.show().at("failing_since"))).isEqualTo(since);
      clock.move(Duration.ofSeconds(1));
      awaited(hook, hook.test(), "dead");
      assertThat(hook.show().at("disabled_reason")).isEqualTo("failing");
      assertThat(timed.awaitMail(acme.email(), 1).toString())
          .contains("For 5 days no message has reached this endpoint");
    }
  }

  @Test
  void an_endpoint_that_fails_now_and_then_and_is_sent_nothing_in_between_is_not_disabled() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Hook hook = Hook.of(timed.open("Acme"), recipient, "lead.*");
      recipient.answers(FakeRecipient.with(500, "text/plain", "no"));
      awaited(hook, hook.test(), "dead");
      Instant first = Instant.parse(hook.show().at("failing_since"));
      clock.move(Duration.ofDays(30));
      awaited(hook, hook.test(), "dead");
      assertThat(hook.show().json().path("enabled").asBoolean()).isTrue();
      assertThat(Instant.parse(hook.show().at("failing_since"))).isEqualTo(first.plus(Duration.ofDays(30)));
    }
  }

  @Test
  void what_waited_while_an_endpoint_was_disabled_by_hand_is_sent_when_it_is_enabled() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "invitation.*");
    recipient.answersOnce(FakeRecipient.with(500, "text/plain", "no"));
    acme.post("/invitations/source", "{\"email\":\"ian@initech.com\"}").is(201);
    recipient.awaitRequest(Hook.LIMIT);
    Hook.await(() -> !hook.deliveries("").isEmpty() && hook.deliveries("").getFirst().path("attempts").asInt() == 1,
        () -> "the first attempt to be written down");
    String body = "{\"url\":\"%s\",\"types\":[\"invitation.*\"],\"enabled\":%s}";
    acme.put(hook.path(), body.formatted(recipient.url("/hook"), false)).is(200);
    String message = hook.deliveries("").getFirst().path("message_id").asString();
    assertThat(hook.delivery(message).at("/delivery/state").asString()).isEqualTo("waiting");
    acme.put(hook.path(), body.formatted(recipient.url("/hook"), true)).is(200);
    hook.awaitState(message, "delivered");
  }

  @Test
  void an_endpoint_that_asks_for_time_gets_it() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party acme = timed.open("Acme");
      Hook hook = Hook.of(acme, recipient, "invitation.*");
      recipient.answersOnce(FakeRecipient.with(429, Map.of("Retry-After", "120"), ""));
      acme.post("/invitations/source", "{\"email\":\"ian@initech.com\"}").is(201);
      Hook.await(() -> recipient.received().size() == 1, () -> "the first attempt");
      String message = hook.deliveries("").getFirst().path("message_id").asString();
      hook.awaitAttempts(message, 1);
      assertThat(Instant.parse(hook.delivery(message).at("/delivery/next_attempt_at").asString()))
          .isEqualTo(clock.instant().plusSeconds(120));
      acme.post("/invitations/source", "{\"email\":\"peter@initech.com\"}").is(201);
      clock.move(Duration.ofSeconds(119));
      Hook.await(() -> hook.deliveries("").size() == 2, () -> "the second message");
      assertThat(recipient.received()).as("nothing else is sent meanwhile").hasSize(1);
      clock.move(Duration.ofSeconds(1));
      Hook.await(() -> hook.deliveries("?state=delivered").size() == 2, () -> "both to arrive: " + hook.deliveries(""));
    }
  }

  @Test
  void an_endpoint_that_moves_is_not_held_to_what_its_old_address_said() {
    Party acme = server.open("Acme");
    Hook hook = Hook.of(acme, recipient, "invitation.*");
    recipient.answers(FakeRecipient.with(503, Map.of("Retry-After", "3600"), ""));
    awaited(hook, hook.test(), "dead");
    assertThat(hook.show().json().path("failing_since").isNull()).isFalse();
    acme.put(hook.path(), "{\"url\":\"%s\"}".formatted(other.url("/hook"))).is(200);
    assertThat(hook.show().json().path("failing_since").isNull()).isTrue();
    awaited(hook, hook.test(), "delivered");
    assertThat(other.received()).hasSize(1);
  }

  @Test
  void eighty_silent_endpoints_hold_up_nobody_but_themselves() {
    List<FakeRecipient> silent = Stream.generate(FakeRecipient::start).limit(80).toList();
    try {
      List<Hook> hooks = new ArrayList<>();
      Party acme = server.open("Acme");
      for (FakeRecipient each : silent) {
        each.answers(FakeRecipient.never());
        hooks.add(Hook.of(acme, each, "lead.*"));
        if (hooks.size() % 20 == 0) {
          acme = server.open("Acme"); // an account has no more
        }
      }
      hooks.forEach(Hook::test);
      Hook quick = Hook.of(server.open("Globex"), recipient, "lead.*");
      quick.awaitState(quick.test(), "delivered");
      assertThat(hooks.get(10).show().json().path("failing_since").isNull()).as("it is still waited for").isTrue();
      hooks.forEach(Hook::delete);
    } finally {
      silent.forEach(FakeRecipient::close);
    }
  }

  @Test
  void a_slow_endpoint_holds_up_nobody_but_itself() {
    Party acme = server.open("Acme");
    Hook slow = Hook.of(acme, recipient, "lead.*");
    Hook quick = Hook.of(acme, other, "lead.*");
    recipient.answers(FakeRecipient.never());
    String flow = flow(acme, "");
    for (int i = 0; i < 20; i++) {
      submit(acme, flow, "{\"state\":\"TX\"}");
    }
    Hook.await(() -> quick.deliveries("?state=delivered").size() == 20, () -> "the quick one to be told everything");
    assertThat(slow.deliveries("?state=delivered")).isEmpty();
    assertThat(recipient.received()).as("a few at a time").hasSizeLessThanOrEqualTo(4);
    acme.delete(slow.path()).is(200);
  }

  @Test
  void two_servers_send_each_message_once() {
    try (SluiceServer one = SluiceServer.with(Map.of()); SluiceServer two = one.twin()) {
      Party acme = one.open("Acme");
      Hook hook = Hook.of(acme, recipient, "lead.*");
      String flow = flow(acme, "");
      List<String> leads = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        leads.add(submit(acme.at(i % 2 == 0 ? one : two), flow, "{\"state\":\"TX\"}").at("lead.id"));
      }
      Hook.await(() -> hook.deliveries("?state=delivered").size() == 60, () -> "all to arrive");
      List<String> told = recipient.received().stream().map(received -> hook.verified(received).body())
          .map(body -> tools.jackson.databind.json.JsonMapper.shared().readTree(body).at("/data/lead/id").asString())
          .toList();
      assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(leads);
    }
  }

  @Test
  void messages_are_forgotten_after_thirty_days() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Hook hook = Hook.of(timed.open("Acme"), recipient, "lead.*");
      awaited(hook, hook.test(), "delivered");
      clock.move(Duration.ofDays(29));
      String kept = awaited(hook, hook.test(), "delivered");
      clock.move(Duration.ofDays(1).plusHours(1));
      Hook.await(() -> hook.deliveries("").size() == 1, () -> "the first message to be forgotten");
      assertThat(hook.deliveries("").getFirst().path("message_id").asString()).isEqualTo(kept);
      assertThat(timed.db().sql("SELECT count(*) FROM webhook_attempt").query(Long.class).single()).isEqualTo(1);
    }
  }

  private static String awaited(Hook hook, String message, String state) {
    hook.awaitState(message, state);
    return message;
  }

  private static List<String> types(Hook hook, int count) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(hook.awaitMessage().path("type").asString());
    }
    return types;
  }

  private static String flow(Party owner, String more) {
    String id = owner.post("/flows", """
        {"name":"Auto leads","enabled":true,"fields":["state"],"steps":[],"sources":[{
         "entity":{"id":"%s","name":"Web form"},"enabled":true,"integration":{"module_id":"leadconduit-default.inbound"}}]%s}""".formatted(WEB_FORM, more))
        .is(201).at("id");
    owner.post("/flows/" + id + "/deploy").is(200);
    return id;
  }

  private static Reply submit(Party sender, String flow, String json) {
    return sender.post("/flows/" + flow + "/sources/" + WEB_FORM + "/submit", json).is(201);
  }
}
