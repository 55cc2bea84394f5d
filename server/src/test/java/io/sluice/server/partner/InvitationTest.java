package io.sluice.server.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.account.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Exchange 4.1 to 4.3: what an inviter can do, rule by rule. */
class InvitationTest {

  private final SluiceServer server = SluiceServer.shared();
  private Party acme;
  private Party initech;
  private Party globex;
  private String newcomer;

  @BeforeEach
  void cast() {
    acme = server.open("Acme");
    initech = server.open("Initech");
    globex = server.open("Globex");
    newcomer = "new" + System.nanoTime() + "@example.org";
  }

  @Test
  void inviting_a_seller_makes_a_pending_entity_that_is_a_source() {
    Reply invited = Partners.inviteSeller(acme, newcomer).is(201);

    assertThat(invited.at("message")).isEqualTo("Invitation was sent successfully");
    JsonNode entity = invited.json().get("entity");
    assertThat(entity.get("pending").asBoolean()).isTrue();
    assertThat(entity.get("source").asString()).isEqualTo("seller");
    assertThat(entity.get("recipient").isNull()).isTrue();
    assertThat(entity.get("expired").asBoolean()).isFalse();
    assertThat(entity.get("invitation_id").asString()).matches("[0-9a-f]{24}");
  }

  @Test
  void inviting_a_buyer_makes_a_pending_entity_that_is_a_recipient() {
    JsonNode entity = Partners.inviteBuyer(initech, newcomer).is(201).json().get("entity");

    assertThat(entity.get("recipient").asString()).isEqualTo("buyer");
  }

  @Test
  void an_invited_seller_is_shown_among_the_pending_sellers_and_an_invited_buyer_among_the_pending_buyers() {
    String seller = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String buyer = Partners.inviteBuyer(acme, "x" + newcomer).is(201).at("entity.id");

    JsonNode account = acme.get("/account").is(200).json();
    assertThat(account.at("/pending_sellers/0/id").asString()).isEqualTo(seller);
    assertThat(account.at("/pending_buyers/0/id").asString()).isEqualTo(buyer);
    assertThat(account.get("pending_sellers")).hasSize(1);
    assertThat(account.get("pending_buyers")).hasSize(1);
  }

  @Test
  void the_invitation_is_mailed_with_the_inviters_name_and_words_and_a_link_that_ends_in_the_token() {
    acme.post("/invitations/source", """
        {"email": "%s", "description": "We buy <solar> leads in Texas"}""".formatted(newcomer)).is(201);

    JsonNode mail = server.awaitMail(newcomer, 1);
    assertThat(mail.get("subject").asString()).contains("Acme");
    assertThat(mail.get("text").asString()).contains("We buy <solar> leads in Texas");
    assertThat(mail.get("html").asString()).contains("We buy &lt;solar&gt; leads in Texas");
    server.anybody().get("/invitations/" + server.awaitToken(newcomer, 1)).is(200);
  }

  @Test
  void an_invitation_lives_thirty_days() {
    String expires = Partners.inviteSeller(acme, newcomer).is(201).at("entity.invitation_expires_at");

    assertThat(Duration.between(Instant.now(), Instant.parse(expires))).isBetween(Duration.ofDays(29), Duration.ofDays(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"email\":\"nobody\"}", "{\"email\":\"\"}", "{\"email\":null}", "{}", "{\"email\":7}"})
  void a_bad_or_missing_address_is_refused(String body) {
    assertThat(acme.post("/invitations/source", body).is(400).at("error")).isEqualTo("email is invalid");
  }

  @Test
  void a_user_of_ones_own_account_cannot_be_invited() {
    assertThat(Partners.inviteSeller(acme, acme.email()).is(400).at("error")).isEqualTo("cannot invite your own account");
  }

  @Test
  void a_second_invitation_to_the_same_address_answers_the_first_entity_and_mails_nobody() {
    String first = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");

    Reply second = Partners.inviteSeller(acme, "  " + newcomer.toUpperCase(java.util.Locale.ROOT) + " ").is(200);

    assertThat(second.at("entity.id")).isEqualTo(first);
    Partners.inviteSeller(globex, newcomer).is(201);
    server.awaitMail(newcomer, 2); // Globex's has come, so one of Acme's would have
    assertThat(server.mailsTo(newcomer)).hasSize(2);
  }

  @Test
  void the_same_address_may_be_invited_in_the_other_direction() {
    String asSeller = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String asBuyer = Partners.inviteBuyer(acme, newcomer).is(201).at("entity.id");

    assertThat(asBuyer).isNotEqualTo(asSeller);
  }

  @Test
  void of_twenty_simultaneous_invitations_to_one_address_one_is_sent() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = IntStream.range(0, 20)
          .mapToObj(i -> threads.submit(() -> Partners.inviteSeller(acme, newcomer))).toList();
      int created = 0;
      String entity = null;
      for (Future<Reply> reply : replies) {
        created += reply.get().status() == 201 ? 1 : 0;
        entity = entity == null ? reply.get().at("entity.id") : entity;
        assertThat(reply.get().at("entity.id")).isEqualTo(entity);
      }
      assertThat(created).isEqualTo(1);
    }
  }

  @Test
  void an_expired_invitation_answers_its_entity_and_is_not_sent_again_by_itself() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    Partners.expire(server, entity);

    Reply again = Partners.inviteSeller(acme, newcomer).is(200);

    assertThat(again.at("entity.id")).isEqualTo(entity);
    assertThat(again.json().at("/entity/expired").asBoolean()).isTrue();
    assertThat(acme.get("/account").json().at("/pending_sellers/0/expired").asBoolean()).isTrue();
  }

  @Test
  void resending_gives_a_new_expiry_a_new_mail_and_a_new_link_and_voids_the_old_one() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String oldToken = server.awaitToken(newcomer, 1);
    Partners.expire(server, entity);

    Reply resent = acme.put("/invitations/" + entity + "/resend").is(200);

    assertThat(resent.at("message")).isEqualTo("Invitation was sent successfully");
    assertThat(resent.json().at("/entity/expired").asBoolean()).isFalse();
    assertThat(Instant.parse(resent.at("entity.invitation_expires_at"))).isAfter(Instant.now());
    String newToken = server.awaitToken(newcomer, 2);
    server.anybody().get("/invitations/" + oldToken).is(404);
    server.anybody().get("/invitations/" + newToken).is(200);
  }

  @Test
  void an_address_is_mailed_so_many_invitations_an_hour_by_one_account_and_others_may_invite_it() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    for (int i = 0; i < 2; i++) {
      acme.put("/invitations/" + entity + "/resend").is(200);
      acme.delete("/invitations/" + entity).is(200);
      entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    }

    Reply refused = acme.put("/invitations/" + entity + "/resend").is(429);
    assertThat(refused.header("Retry-After")).contains("3600");
    acme.delete("/invitations/" + entity).is(200);
    Partners.inviteSeller(acme, newcomer).is(429);
    Partners.inviteSeller(globex, newcomer).is(201);
  }

  @Test
  void resending_what_is_not_pending_is_refused() {
    String custom = acme.post("/entities", """
        {"name": "Somebody", "source": "seller", "recipient": null, "module_ids": []}""").is(201).at("id");

    assertThat(acme.put("/invitations/" + custom + "/resend").is(400).at("error")).isEqualTo("entity is not pending");
  }

  @Test
  void resending_withdrawing_or_reading_the_history_of_anothers_invitation_is_not_found() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");

    globex.put("/invitations/" + entity + "/resend").is(404);
    globex.delete("/invitations/" + entity).is(404);
    globex.get("/invitations/" + entity + "/history").is(404);
    globex.get("/entities/" + entity).is(404);
  }

  @Test
  void withdrawing_removes_the_pending_entity_and_closes_the_link() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String token = server.awaitToken(newcomer, 1);

    assertThat(acme.delete("/invitations/" + entity).is(200).at("state")).isEqualTo("cancelled");

    acme.get("/entities/" + entity).is(404);
    assertThat(acme.get("/account").json().get("pending_sellers")).isEmpty();
    assertThat(server.anybody().get("/invitations/" + token).is(200).at("state")).isEqualTo("cancelled");
    server.anybody().post("/invitations/" + token + "/accept", Partners.SIGN_UP).is(409);
  }

  @Test
  void after_a_withdrawal_the_same_address_can_be_invited_anew() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    acme.delete("/invitations/" + entity).is(200);

    assertThat(Partners.inviteSeller(acme, newcomer).is(201).at("entity.id")).isNotEqualTo(entity);
  }

  @Test
  void deleting_a_pending_entity_withdraws_its_invitation() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String token = server.awaitToken(newcomer, 1);

    assertThat(acme.delete("/entities/" + entity).is(200).at("id")).isEqualTo(entity);

    assertThat(server.anybody().get("/invitations/" + token).at("state")).isEqualTo("cancelled");
  }

  @Test
  void a_partner_account_cannot_invite() {
    Party partner = server.open("Hooli", Plan.PARTNER);

    assertThat(Partners.inviteSeller(partner, newcomer).is(401).at("error")).isEqualTo("not authorized");
  }

  @Test
  void sent_invitations_are_listed_to_the_inviter_and_received_ones_to_the_invited() {
    Partners.inviteSeller(acme, initech.email()).is(201);

    JsonNode sent = acme.get("/invitations?direction=sent").is(200).json().get(0);
    JsonNode received = initech.get("/invitations?direction=received").is(200).json().get(0);

    assertThat(sent.get("direction").asString()).isEqualTo("sent");
    assertThat(sent.get("role").asString()).isEqualTo("seller");
    assertThat(sent.get("state").asString()).isEqualTo("sent");
    assertThat(received.get("direction").asString()).isEqualTo("received");
    assertThat(received.at("/inviter/name").asString()).isEqualTo("Acme");
    assertThat(received.get("id").asString()).isEqualTo(sent.get("id").asString());
    assertThat(globex.get("/invitations?direction=received").json()).isEmpty();
  }

  @Test
  void the_history_says_what_happened_when_and_by_whom() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String token = server.awaitToken(newcomer, 1);
    acme.put("/invitations/" + entity + "/resend").is(200);
    token = server.awaitToken(newcomer, 2);
    server.anybody().post("/invitations/" + token + "/decline").is(200);

    JsonNode history = acme.get("/invitations/" + entity + "/history").is(200).json();

    assertThat(history).extracting(moment -> moment.get("what").asString()).containsExactly("sent", "resent", "declined");
    assertThat(history.get(0).at("/who/email").asString()).isEqualTo(acme.email());
    assertThat(history.get(2).get("who").isNull()).isTrue();
  }

  @Test
  void tokens_are_kept_as_hashes_only() {
    Partners.inviteSeller(acme, newcomer).is(201);
    String token = server.awaitToken(newcomer, 1);

    String stored = server.db().sql("SELECT token_hash FROM invitation WHERE email = :email")
        .param("email", newcomer).query(String.class).single();
    assertThat(stored).hasSize(64).doesNotContain(token);
  }
}
