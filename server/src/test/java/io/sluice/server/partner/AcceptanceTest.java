package io.sluice.server.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.sql.Connection;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Exchange 4.3, 4.5 to 4.7: what an invitee can do, rule by rule. */
class AcceptanceTest {

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
  void the_preview_tells_who_invites_as_what_until_when_and_whether_to_sign_up() {
    Partners.inviteSeller(acme, newcomer).is(201);
    JsonNode preview = server.anybody().get("/invitations/" + server.awaitToken(newcomer, 1)).is(200).json();

    assertThat(preview.at("/inviter/name").asString()).isEqualTo("Acme");
    assertThat(preview.get("as").asString()).isEqualTo("seller");
    assertThat(preview.get("state").asString()).isEqualTo("sent");
    assertThat(preview.get("signup_required").asBoolean()).isTrue();
    assertThat(preview.get("expires_at").asString()).isNotBlank();
  }

  @Test
  void somebody_with_an_account_need_not_sign_up() {
    Partners.inviteSeller(acme, initech.email()).is(201);

    JsonNode preview = server.anybody().get("/invitations/" + server.awaitToken(initech.email(), 1)).json();
    assertThat(preview.get("signup_required").asBoolean()).isFalse();
  }

  @Test
  void accepting_makes_a_connection_that_both_sides_see() {
    Reply accepted = Partners.connect(initech, acme);

    assertThat(accepted.at("connection.buyer_account_id")).isEqualTo(acme.accountId());
    assertThat(accepted.at("connection.seller_account_id")).isEqualTo(initech.accountId());
    assertThat(acme.get("/account").json().at("/connected_sellers/0/id").asString()).isEqualTo(initech.accountId());
    assertThat(initech.get("/account").json().at("/connected_buyers/0/id").asString()).isEqualTo(acme.accountId());
    assertThat(acme.get("/entities/" + initech.accountId()).is(200).at("connected")).isEqualTo("seller");
    assertThat(initech.get("/entities/" + acme.accountId()).is(200).at("connected")).isEqualTo("buyer");
    assertThat(acme.get("/connections").json().get(0).at("/seller/name").asString()).isEqualTo("Initech");
  }

  @Test
  void a_newcomer_signs_up_by_the_link_gets_a_partner_plan_and_a_proved_address() {
    Partners.inviteSeller(acme, newcomer).is(201);
    Reply accepted =
        server.anybody().post("/invitations/" + server.awaitToken(newcomer, 1) + "/accept", Partners.SIGN_UP).is(200);

    assertThat(accepted.at("account.name")).isEqualTo("Hooli");
    assertThat(accepted.at("user.email")).isEqualTo(newcomer);
    assertThat(accepted.json().at("/user/verified").asBoolean()).isTrue();
    server.anybody().post("/session", """
        {"email": "%s", "password": "a long enough one"}""".formatted(newcomer)).is(200);
    String plan = server.db().sql("SELECT plan FROM account WHERE id = :id")
        .param("id", accepted.at("account.id")).query(String.class).single();
    assertThat(plan).isEqualTo("partner");
  }

  @Test
  void an_account_that_has_a_plan_keeps_it() {
    Partners.connect(initech, acme);

    assertThat(acme.get("/account").json().at("/subscriptions/pro/state").asString()).isEqualTo("active");
  }

  @Test
  void all_that_is_wrong_with_a_sign_up_is_named_at_once_and_nothing_is_written() {
    Partners.inviteSeller(acme, newcomer).is(201);
    String token = server.awaitToken(newcomer, 1);

    Reply refused = server.anybody().post("/invitations/" + token + "/accept", """
        {"signup": {"password": "short", "first_name": "", "company_name": "Hooli", "nickname": "S"}}""").is(400);

    assertThat(refused.text()).contains("password", "first_name", "last_name", "nickname");
    assertThat(server.anybody().get("/invitations/" + token).at("state")).isEqualTo("sent");
  }

  @Test
  void nobody_accepts_without_signing_in_or_up() {
    Partners.inviteSeller(acme, newcomer).is(201);

    server.anybody().post("/invitations/" + server.awaitToken(newcomer, 1) + "/accept").is(401);
  }

  @Test
  void a_sign_up_with_the_address_of_an_account_is_told_to_sign_in() {
    Partners.inviteSeller(acme, initech.email()).is(201);

    assertThat(server.anybody().post("/invitations/" + server.awaitToken(initech.email(), 1) + "/accept", Partners.SIGN_UP)
        .is(409).at("code")).isEqualTo("email_taken");
  }

  @Test
  void somebody_else_who_typed_the_address_first_does_not_stand_in_the_way() {
    server.anybody().post("/signup", """
        {"email": "%s", "password": "the squatters one", "first_name": "S", "last_name": "Q", "company_name": "Squat"}"""
        .formatted(newcomer)).is(201);
    Partners.inviteSeller(acme, newcomer).is(201);

    String token = server.awaitToken(newcomer, 2);
    assertThat(server.anybody().get("/invitations/" + token).json().get("signup_required").asBoolean()).isTrue();
    server.anybody().post("/invitations/" + token + "/accept", Partners.SIGN_UP).is(200);
    server.anybody().post("/session", """
        {"email": "%s", "password": "a long enough one"}""".formatted(newcomer)).is(200);
  }

  @Test
  void any_user_of_an_account_may_accept_for_it_whoever_was_invited() {
    Partners.inviteSeller(acme, newcomer).is(201);

    Reply accepted = initech.post("/invitations/" + server.awaitToken(newcomer, 1) + "/accept").is(200);

    assertThat(accepted.at("connection.seller_account_id")).isEqualTo(initech.accountId());
  }

  @Test
  void an_account_cannot_accept_its_own_invitation() {
    Partners.inviteSeller(acme, newcomer).is(201);

    acme.post("/invitations/" + server.awaitToken(newcomer, 1) + "/accept").is(409);
  }

  @Test
  void an_unknown_token_is_not_found() {
    server.anybody().get("/invitations/nothing-like-it").is(404);
    acme.post("/invitations/nothing-like-it/accept").is(404);
    acme.post("/invitations/nothing-like-it/decline").is(404);
  }

  @Test
  void an_accepted_invitation_is_accepted_again_by_the_same_account_without_effect() {
    Partners.inviteBuyer(initech, acme.email()).is(201);
    String token = server.awaitToken(acme.email(), 1);
    Reply first = acme.post("/invitations/" + token + "/accept").is(200);

    Reply second = acme.post("/invitations/" + token + "/accept").is(200);

    assertThat(second.at("connection.id")).isEqualTo(first.at("connection.id"));
    assertThat(second.at("onboard.id")).isEqualTo(first.at("onboard.id"));
    assertThat(acme.get("/onboards").json()).hasSize(1);
  }

  @Test
  void an_accepted_invitation_cannot_be_accepted_by_another_account() {
    Partners.inviteBuyer(initech, newcomer).is(201);
    String token = server.awaitToken(newcomer, 1);
    acme.post("/invitations/" + token + "/accept").is(200);

    assertThat(globex.post("/invitations/" + token + "/accept").is(409).at("code")).isEqualTo("accepted");
  }

  @Test
  void of_many_accounts_that_accept_at_once_one_is_connected() throws Exception {
    Partners.inviteBuyer(initech, newcomer).is(201);
    String token = server.awaitToken(newcomer, 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = IntStream.range(0, 6).mapToObj(i -> i % 2 == 0 ? acme : globex)
          .map(party -> threads.submit(() -> party.post("/invitations/" + token + "/accept"))).toList();
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().status()).isIn(200, 409);
      }
    }
    assertThat(initech.get("/account").json().get("connected_buyers")).hasSize(1);
  }

  @Test
  void an_expired_invitation_is_refused_and_the_inviter_can_be_asked_for_a_fresh_link_once_a_day() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String token = server.awaitToken(newcomer, 1);
    Partners.expire(server, entity);

    assertThat(server.anybody().get("/invitations/" + token).at("state")).isEqualTo("expired");
    assertThat(initech.post("/invitations/" + token + "/accept").is(410).at("code")).isEqualTo("expired");
    server.anybody().post("/invitations/" + token + "/fresh_link").is(202);
    server.anybody().post("/invitations/" + token + "/fresh_link").is(409);
    assertThat(server.awaitMail(acme.email(), 1).get("text").asString()).contains(newcomer);
  }

  @Test
  void whoever_asked_for_a_fresh_link_is_mailed_one_and_not_invited_anew() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    Partners.expire(server, entity);
    server.anybody().post("/invitations/" + server.awaitToken(newcomer, 1) + "/fresh_link").is(202);
    acme.put("/invitations/" + entity + "/resend").is(200);
    assertThat(server.awaitMail(newcomer, 2).get("subject").asString())
        .isEqualTo("Your fresh link to the invitation of Acme");
    assertThat(server.anybody().get("/invitations/" + server.awaitToken(newcomer, 2)).at("state")).isEqualTo("sent");

    acme.put("/invitations/" + entity + "/resend").is(200);
    assertThat(server.awaitMail(newcomer, 3).get("subject").asString()).isEqualTo("Acme invites you to sell leads");
  }

  @Test
  void a_pending_entity_that_is_deleted_while_its_partner_accepts_cannot_be_changed_any_more() throws Exception {
    String entity = Partners.inviteSeller(acme, initech.email()).is(201).at("entity.id");
    String token = server.awaitToken(initech.email(), 1);
    try (Connection first = server.bean(DataSource.class).getConnection(); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      first.setAutoCommit(false);
      first.createStatement().execute("SELECT FROM account WHERE id = '" + acme.accountId() + "' FOR UPDATE");
      Future<Reply> accepted = clients.submit(() -> initech.post("/invitations/" + token + "/accept"));
      awaitWaiting(1);
      Future<Reply> deleted = clients.submit(() -> acme.delete("/entities/" + entity));
      awaitWaiting(2);
      first.rollback();
      accepted.get().is(200);
      assertThat(deleted.get().is(400).text()).isEqualTo("{\"error\":\"entity cannot be changed\"}");
    }
  }

  /** Until so many wait for a lock. */
  private void awaitWaiting(int count) throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(60);
    while (server.db().sql("""
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        """).query(Long.class).single() < count) {
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(50);
    }
  }

  @Test
  void after_a_seller_accepts_the_pending_source_is_the_account_source_enabled_with_its_rules_and_mappings() {
    String pending = Partners.inviteSeller(acme, initech.email()).is(201).at("entity.id");
    String flow = Partners.flow(acme, "Solar", Partners.source(pending, initech.email()), "");
    JsonNode before = sourceOf(acme, flow, pending);
    assertThat(before.get("enabled").asBoolean()).isFalse();

    initech.post("/invitations/" + server.awaitToken(initech.email(), 1) + "/accept").is(200);

    JsonNode after = sourceOf(acme, flow, initech.accountId());
    assertThat(after.at("/entity/name").asString()).isEqualTo("Initech");
    assertThat(after.get("enabled").asBoolean()).isTrue();
    assertThat(after.get("id")).isEqualTo(before.get("id"));
    assertThat(after.get("integration")).isEqualTo(before.get("integration"));
    assertThat(after.get("acceptance_criteria")).isEqualTo(before.get("acceptance_criteria"));
  }

  @Test
  void after_a_buyer_accepts_the_pending_step_shows_the_account_and_stays_disabled() {
    String pending = Partners.inviteBuyer(initech, acme.email()).is(201).at("entity.id");
    String flow = Partners.flow(initech, "Solar", "", Partners.buyerStep(pending, acme.email()));

    acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/accept").is(200);

    JsonNode step = initech.get("/flows/" + flow).json().at("/steps/0");
    assertThat(step.at("/entity/id").asString()).isEqualTo(acme.accountId());
    assertThat(step.at("/entity/name").asString()).isEqualTo("Acme");
    assertThat(step.get("enabled").asBoolean()).isFalse();
    assertThat(step.at("/integration/mappings")).hasSize(2);
  }

  @Test
  void the_exchange_of_entities_is_a_changelog_entry_of_the_flow_by_the_system() {
    String pending = Partners.inviteBuyer(initech, acme.email()).is(201).at("entity.id");
    String flow = Partners.flow(initech, "Solar", "", Partners.buyerStep(pending, acme.email()));
    acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/accept").is(200);

    JsonNode logs = initech.get("/flows/" + flow + "/changelogs").is(200).json();
    assertThat(logs).anySatisfy(log -> assertThat(log.path("user").isMissingNode() || log.path("user").isNull()).isTrue());
    assertThat(logs).hasSize(2);
  }

  @Test
  void if_the_account_is_a_source_of_the_flow_already_that_source_is_kept_and_the_pending_one_dropped() {
    Partners.connect(initech, acme);
    String colleague = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String flow = Partners.flow(acme, "Solar",
        Partners.source(initech.accountId(), "Initech") + "," + Partners.source(colleague, newcomer), "");
    String kept = sourceOf(acme, flow, initech.accountId()).get("id").asString();

    initech.post("/invitations/" + server.awaitToken(newcomer, 1) + "/accept").is(200);

    JsonNode sources = acme.get("/flows/" + flow).json().get("sources");
    assertThat(sources).filteredOn(source -> source.at("/entity/id").asString().equals(initech.accountId()))
        .singleElement().satisfies(source -> assertThat(source.get("id").asString()).isEqualTo(kept));
    assertThat(sources).noneMatch(source -> source.at("/entity/id").asString().equals(colleague));
  }

  @Test
  void the_pending_entity_still_resolves_and_says_whom_to_see_but_is_listed_no_more() {
    String pending = Partners.inviteBuyer(initech, acme.email()).is(201).at("entity.id");
    acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/accept").is(200);

    JsonNode entity = initech.get("/entities/" + pending).is(200).json();
    assertThat(entity.get("see").asString()).isEqualTo(acme.accountId());
    assertThat(entity.get("pending").asBoolean()).isFalse();
    assertThat(initech.get("/entities").json()).noneMatch(one -> one.get("id").asString().equals(pending));
  }

  @Test
  void two_people_of_one_company_invited_become_the_same_account_entity_at_the_first_acceptance() {
    Party hooli = server.open("Hooli");
    String colleague = "colleague" + newcomer;
    server.db().sql("""
        INSERT INTO account_user (id, number, account_id, email, first_name, last_name, verified_at, ui_state, created_at)
        VALUES (:id, nextval('user_number'), :account, :email, 'C', 'L', now(), '{}', now())
        """)
        .param("id", "5fd0" + "%020x".formatted(System.nanoTime())).param("account", hooli.accountId())
        .param("email", colleague).update();
    String one = Partners.inviteBuyer(initech, hooli.email()).is(201).at("entity.id");
    String two = Partners.inviteBuyer(initech, colleague).is(201).at("entity.id");
    String flow = Partners.flow(initech, "Solar", "",
        Partners.buyerStep(one, "one") + "," + Partners.buyerStep(two, "two"));

    hooli.post("/invitations/" + server.awaitToken(hooli.email(), 1) + "/accept").is(200);

    assertThat(initech.get("/flows/" + flow).json().get("steps"))
        .allSatisfy(step -> assertThat(step.at("/entity/id").asString()).isEqualTo(hooli.accountId()));
    assertThat(initech.get("/account").json().get("pending_buyers")).isEmpty();
    assertThat(initech.get("/account").json().get("connected_buyers")).hasSize(1);
  }

  @Test
  void an_address_of_an_account_connected_in_that_direction_answers_the_account_entity_and_mails_nobody() {
    Partners.connect(initech, acme);
    int mails = server.mailsTo(acme.email()).size();

    Reply again = Partners.inviteBuyer(initech, acme.email()).is(200);

    assertThat(again.at("entity.id")).isEqualTo(acme.accountId());
    Partners.inviteBuyer(globex, acme.email()).is(201);
    server.awaitMail(acme.email(), mails + 1); // Globex's has come, so Initech's would have
    assertThat(server.mailsTo(acme.email())).hasSize(mails + 1);
  }

  @Test
  void connected_in_the_other_direction_too_the_entity_is_both() {
    Partners.connect(initech, acme);
    Partners.connect(acme, initech);

    assertThat(acme.get("/entities/" + initech.accountId()).at("connected")).isEqualTo("both");
    assertThat(initech.get("/entities/" + acme.accountId()).at("connected")).isEqualTo("both");
  }

  @Test
  void accepting_as_the_buyer_makes_an_onboard_and_as_the_seller_none() {
    JsonNode asBuyer = Partners.connect(initech, acme).json();
    Partners.inviteSeller(acme, globex.email()).is(201);
    JsonNode asSeller = globex.post("/invitations/" + server.awaitToken(globex.email(), 1) + "/accept").is(200).json();

    assertThat(asBuyer.at("/onboard/status").asString()).isEqualTo("created");
    assertThat(asBuyer.at("/onboard/connection_id")).isEqualTo(asBuyer.at("/connection/id"));
    assertThat(asSeller.get("onboard").isNull()).isTrue();
  }

  @Test
  void the_inviters_users_are_mailed_that_it_was_accepted_unless_they_switched_that_off() {
    Partners.connect(initech, acme);
    assertThat(server.awaitMail(initech.email(), 1).get("text").asString()).contains("Acme");

    initech.put("/user_settings/" + initech.userId(), """
        {"notifications": {"connection_invites": {"enabled": false}}}""").is(200);
    Partners.connect(initech, globex);
    Partners.inviteSeller(globex, initech.email()).is(200); // connected already: nobody is mailed
    Partners.inviteBuyer(acme, initech.email()).is(201);
    server.awaitMail(initech.email(), 2); // an invitation is not a notification: it has come, the other would have
    assertThat(server.mailsTo(initech.email())).hasSize(2);
  }

  @Test
  void declining_removes_the_pending_entity_from_the_account_the_sources_and_the_steps() {
    String seller = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String buyer = Partners.inviteBuyer(acme, "b" + newcomer).is(201).at("entity.id");
    String flow =
        Partners.flow(acme, "Solar", Partners.source(seller, newcomer), Partners.buyerStep(buyer, "b" + newcomer));

    server.anybody().post("/invitations/" + server.awaitToken(newcomer, 1) + "/decline").is(200);
    server.anybody().post("/invitations/" + server.awaitToken("b" + newcomer, 1) + "/decline").is(200);

    JsonNode after = acme.get("/flows/" + flow).json();
    assertThat(after.get("sources")).noneMatch(source -> source.at("/entity/id").asString().equals(seller));
    assertThat(after.get("steps")).isEmpty();
    acme.get("/entities/" + seller).is(404);
    assertThat(acme.get("/account").json().get("pending_sellers")).isEmpty();
    assertThat(acme.get("/account").json().get("pending_buyers")).isEmpty();
    assertThat(server.awaitMail(acme.email(), 1).get("text").asString()).contains(newcomer);
  }

  @Test
  void a_reader_who_is_signed_in_may_decline_too() {
    initech.post("/invitations/recipient", "{\"email\": \"%s\"}".formatted(acme.email())).is(201);
    assertThat(acme.post("/invitations/" + server.awaitToken(acme.email(), 1) + "/decline").is(200).at("state"))
        .isEqualTo("declined");
  }

  @Test
  void a_decline_undone_within_the_lifetime_puts_everything_back_as_it_was() {
    String seller = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String flow = Partners.flow(acme, "Solar", Partners.source(seller, newcomer), "");
    JsonNode before = acme.get("/flows/" + flow).json();
    String token = server.awaitToken(newcomer, 1);
    server.anybody().post("/invitations/" + token + "/decline").is(200);

    assertThat(server.anybody().post("/invitations/" + token + "/undo_decline").is(200).at("state")).isEqualTo("sent");

    assertThat(acme.get("/flows/" + flow).json().get("sources")).isEqualTo(before.get("sources"));
    assertThat(acme.get("/entities/" + seller).is(200).json().get("pending").asBoolean()).isTrue();
    initech.post("/invitations/" + token + "/accept").is(200);
  }

  @Test
  void a_decline_is_undone_no_more_once_the_lifetime_is_over() {
    String entity = Partners.inviteSeller(acme, newcomer).is(201).at("entity.id");
    String token = server.awaitToken(newcomer, 1);
    server.anybody().post("/invitations/" + token + "/decline").is(200);
    Partners.expire(server, entity);

    server.anybody().post("/invitations/" + token + "/undo_decline").is(410);
  }

  @Test
  void a_flow_in_service_takes_the_new_partner_without_a_deploy() {
    String pending = Partners.inviteSeller(acme, initech.email()).is(201).at("entity.id");
    String flow = Partners.flow(acme, "Solar", Partners.source(pending, initech.email()), "");
    acme.post("/flows/" + flow + "/deploy").is(200);

    initech.post("/invitations/" + server.awaitToken(initech.email(), 1) + "/accept").is(200);

    server.anybody().post("/flows/" + flow + "/sources/" + initech.accountId() + "/submit", """
        {"email": "lead@example.com"}""").is(201);
  }

  private static JsonNode sourceOf(Party owner, String flow, String entity) {
    for (JsonNode source : owner.get("/flows/" + flow).is(200).json().get("sources")) {
      if (source.at("/entity/id").asString().equals(entity)) {
        return source;
      }
    }
    throw new AssertionError("no source " + entity + " in " + flow);
  }
}
