package io.sluice.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.LossyWay;
import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Any POST to a route may come again under its key (decision 0101). */
class KeyedPostsTest {

  private static final String REPLAYED = "Idempotent-Replayed";
  private static final String SOLAR = "{\"name\":\"Solar\",\"enabled\":true,\"fields\":[],\"sources\":[],\"steps\":[]}";
  private static final String ROOFS = SOLAR.replace("Solar", "Roofs");

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final String key = UUID.randomUUID().toString();

  @Test
  void a_flow_that_is_created_again_under_its_key_is_one_flow() {
    Reply first = acme.postAs(key, "/flows", SOLAR).is(201);
    Reply again = acme.postAs(key, "/flows", SOLAR).is(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(first.header(REPLAYED)).isEmpty();
    assertThat(again.header(REPLAYED)).contains("true");
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(acme.get("/flows").json()).hasSize(1);
  }

  @Test
  void without_a_key_or_under_another_one_it_is_another_flow() {
    acme.post("/flows", SOLAR).is(201);
    acme.postAs("one", "/flows", SOLAR).is(201);
    acme.postAs("two", "/flows", SOLAR).is(201);
    assertThat(acme.get("/flows").json()).hasSize(3);
  }

  @Test
  void an_error_that_a_route_answered_is_told_again_even_when_it_would_not_be_one_now() {
    Party initech = server.open("Initech");
    String invitation = "{\"email\":\"%s\"}".formatted(acme.email());
    Reply refused = acme.postAs(key, "/invitations/recipient", invitation);
    assertThat(refused.status()).isEqualTo(400);
    Reply again = acme.postAs(key, "/invitations/recipient", invitation).is(400);
    assertThat(again.text()).isEqualTo(refused.text());
    assertThat(again.header(REPLAYED)).contains("true");
    assertThat(initech.postAs(key, "/invitations/recipient", invitation).is(201).header(REPLAYED))
        .as("keys of one account mean nothing to another").isEmpty();
  }

  @Test
  void what_was_refused_before_its_route_ran_may_be_corrected_under_its_key() {
    acme.postAs(key, "/flows", "{\"name\":\"Solar\"}").is(400);
    acme.postAs(key, "/flows", "{\"name\":").is(400);
    assertThat(acme.postAs(key, "/flows", SOLAR).is(201).header(REPLAYED)).isEmpty();
  }

  @Test
  void a_body_that_turns_out_not_to_fit_may_be_corrected_under_its_key() {
    acme.postAs(key, "/flows", SOLAR.replace("\"fields\":[]", "\"fields\":[\"no_such_field\"]")).is(422);
    assertThat(acme.postAs(key, "/flows", SOLAR).is(201).header(REPLAYED)).isEmpty();
    String other = UUID.randomUUID().toString();
    acme.postAs(other, "/webhook_endpoints", "{\"url\":\"ftp://hooli.com\"}").is(400);
    acme.postAs(other, "/webhook_endpoints", "{\"url\":\"https://hooks.hooli.com/\"}").is(201);
  }

  @Test
  void another_request_under_a_key_is_refused_in_the_words_of_its_surface() {
    acme.postAs(key, "/flows", SOLAR).is(201);
    assertThat(acme.postAs(key, "/flows", ROOFS).is(400).at("error")).contains("different request");
    assertThat(acme.postAs(key, "/flows?a=b", SOLAR).is(400).at("error")).contains("different request");
    Reply console = acme.postAs(key, "/api_keys", "{\"name\":\"integrator\"}").is(400);
    assertThat(console.at("code")).isEqualTo("idempotency_key_reused");
    assertThat(console.header("Content-Type").orElse("")).startsWith("application/problem+json");
    assertThat(acme.get("/flows").json()).hasSize(1);
  }

  @Test
  void a_key_has_1_to_255_printable_characters() {
    acme.postAs("k".repeat(255), "/flows", SOLAR).is(201);
    assertThat(acme.postAs("k".repeat(256), "/flows", SOLAR).is(400).at("error")).contains("1 to 255");
    assertThat(acme.postAs("", "/flows", SOLAR).is(400).at("error")).contains("1 to 255");
    assertThat(acme.postAs("k".repeat(256), "/api_keys", "{\"name\":\"x\"}").is(400).at("code"))
        .isEqualTo("idempotency_key_invalid");
  }

  @Test
  void nobody_is_told_anything_without_credentials() {
    acme.postAs(key, "/flows", SOLAR).is(201);
    server.anybody().postAs(key, "/flows", SOLAR).is(401);
    server.open("Globex").postAs(key, "/flows", SOLAR).is(201);
    assertThat(acme.get("/flows").json()).hasSize(1);
  }

  @Test
  void other_methods_take_no_notice_of_a_key() {
    String flow = acme.postAs(key, "/flows", SOLAR).is(201).at("id");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/status"))
        .header("Idempotency-Key", key);
    assertThat(server.send(request.copy().GET()).is(200).header(REPLAYED)).isEmpty();
    acme.delete("/flows/" + flow).is(200);
    acme.get("/flows/" + flow).is(404);
  }

  @Test
  void a_secret_that_is_shown_once_is_told_again_under_its_key_and_stored_nowhere() {
    String wanted = "{\"name\":\"integrator\",\"kind\":\"user\"}";
    String secret = acme.postAs(key, "/api_keys", wanted).is(201).at("api_key");
    assertThat(acme.postAs(key, "/api_keys", wanted).is(201).at("api_key")).isEqualTo(secret);
    String stored = server.db().sql("""
        SELECT string_agg(key_hash || fingerprint || encode(answer, 'escape'), ' ') FROM request_key
         WHERE account_id = :account""").param("account", acme.accountId()).query(String.class).single();
    assertThat(stored).isNotEmpty().doesNotContain(key).doesNotContain(secret).doesNotContain("integrator");
  }

  @Test
  void what_one_user_was_told_is_told_to_no_other_of_the_same_account() {
    Party colleague = server.colleague(acme, "admin");
    String wanted = "{\"name\":\"integrator\",\"kind\":\"user\"}";
    String secret = acme.postAs(key, "/api_keys", wanted).is(201).at("api_key");
    Reply refused = colleague.postAs(key, "/api_keys", wanted).is(400);
    assertThat(refused.text()).doesNotContain(secret);
    assertThat(refused.at("code")).isEqualTo("idempotency_key_reused");
  }

  @Test
  void whatever_a_route_writes_it_is_known_to_have_written() {
    acme.postAs(key, "/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"https://quotes.hooli.com/"}]}}""").is(201);
    assertThat(server.db().sql("SELECT committed FROM request_key WHERE account_id = ?").param(acme.accountId())
        .query(Boolean.class).single()).isTrue();
  }

  @Test
  void a_request_that_took_effect_and_was_answered_at_great_length_is_never_carried_out_again() {
    String step = """
        {"type":"recipient","entity":{"id":"5fd0e97a9f80974c1c9c6ac0","name":"CRM"},"integration":{
         "module_id":"leadconduit-default.outbound","mappings":[{"property":"url","value":"https://hooli.com/"}]}}""";
    String large = SOLAR.replace("\"steps\":[]", "\"steps\":" + Collections.nCopies(5_000, step));
    assertThat(acme.postAs(key, "/flows", large).is(201).text()).hasSizeGreaterThan(1 << 20);
    assertThat(acme.postAs(key, "/flows", large).is(409).at("error")).contains("its answer is lost");
    assertThat(acme.get("/flows").json()).hasSize(1);
  }

  @Test
  void somebody_who_signs_up_again_after_losing_the_answer_has_one_account() {
    String address = "newcomer" + System.nanoTime() + "@example.com";
    String body = """
        {"email":"%s","password":"correct horse battery","first_name":"New","last_name":"Comer",
         "company_name":"Hooli","time_zone":"America/New_York"}""".formatted(address);
    Reply first = server.anybody().postAs(key, "/signup", body).is(201);
    Reply again = server.anybody().postAs(key, "/signup", body).is(201);
    assertThat(again.at("account.id")).isEqualTo(first.at("account.id"));
    assertThat(again.header(REPLAYED)).contains("true");
    String other = body.replace(address, "other" + address);
    assertThat(server.anybody().postAs(key, "/signup", other).is(201).at("account.id"))
        .as("strangers share no keys").isNotEqualTo(first.at("account.id"));
  }

  @Test
  void signing_in_again_under_a_key_opens_a_session_again() {
    String credentials = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(acme.email(), acme.password());
    for (int i = 0; i < 2; i++) {
      Reply signedIn = server.anybody().postAs(key, "/session", credentials).is(200);
      assertThat(signedIn.header(REPLAYED)).isEmpty();
      assertThat(signedIn.header("Set-Cookie")).isPresent();
    }
  }

  @Test
  void of_many_that_come_at_once_under_one_key_exactly_one_is_carried_out() throws Exception {
    List<Reply> replies = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Reply> request = () -> acme.postAs(key, "/flows", SOLAR);
      for (Future<Reply> reply : threads.invokeAll(Collections.nCopies(30, request))) {
        replies.add(reply.get());
      }
    }
    assertThat(replies).extracting(Reply::status).containsAnyOf(201).isSubsetOf(201, 409);
    assertThat(replies).filteredOn(reply -> reply.status() == 201 && reply.header(REPLAYED).isEmpty()).hasSize(1);
    assertThat(replies).filteredOn(reply -> reply.status() == 409).allSatisfy(reply -> {
      assertThat(reply.at("error")).contains("still being handled");
      assertThat(reply.header("Retry-After")).contains("1");
    });
    assertThat(acme.get("/flows").json()).hasSize(1);
  }

  @Test
  void a_request_whose_server_died_before_it_took_effect_is_carried_out_after_its_lease() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party party = timed.open("Acme");
      party.postAs(key, "/flows", SOLAR).is(201);
      timed.db().sql("UPDATE request_key SET answer = NULL, committed = false").update();
      party.postAs(key, "/flows", SOLAR).is(409);
      clock.move(RequestKeys.LEASE);
      assertThat(party.postAs(key, "/flows", SOLAR).is(201).header(REPLAYED)).isEmpty();
      assertThat(party.postAs(key, "/flows", SOLAR).is(201).header(REPLAYED)).contains("true");
    }
  }

  @Test
  void a_request_whose_server_died_after_it_took_effect_is_never_carried_out_again() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party party = timed.open("Acme");
      party.postAs(key, "/flows", SOLAR).is(201);
      assertThat(timed.db().sql("SELECT committed FROM request_key").query(Boolean.class).single()).isTrue();
      timed.db().sql("UPDATE request_key SET answer = NULL").update();
      party.postAs(key, "/flows", SOLAR).is(409);
      clock.move(RequestKeys.LEASE);
      assertThat(party.postAs(key, "/flows", SOLAR).is(409).at("error")).contains("its answer is lost");
      assertThat(party.get("/flows").json()).hasSize(1);
    }
  }

  @Test
  void a_request_that_took_effect_without_hearing_so_is_never_carried_out_again() throws Exception {
    try (LossyWay way = LossyWay.to(TestDatabase.fresh()); SluiceServer far = SluiceServer.with(way.settings())) {
      Party party = far.open("Acme");
      way.loseTheAnswerBehind("SET committed = true");
      party.postAs(key, "/flows", SOLAR).is(503);
      assertThat(way.hasLost()).isTrue();
      assertThat(party.get("/flows").json()).hasSize(1);
      assertThat(party.postAs(key, "/flows", SOLAR).is(409).at("error")).contains("its answer is lost");
      assertThat(party.get("/flows").json()).hasSize(1);
    }
  }

  @Test
  void a_request_that_lost_its_database_on_the_way_may_be_sent_again() throws Exception {
    try (LossyWay way = LossyWay.to(TestDatabase.fresh()); SluiceServer far = SluiceServer.with(way.settings())) {
      Party party = far.open("Acme");
      way.loseTheAnswerTo("INSERT INTO flow");
      assertThat(party.postAs(key, "/flows", SOLAR).is(503).header("Retry-After")).isPresent();
      assertThat(way.hasLost()).isTrue();
      assertThat(party.postAs(key, "/flows", SOLAR).is(201).header(REPLAYED)).isEmpty();
      assertThat(party.get("/flows").json()).hasSize(1);
    }
  }

  @Test
  void a_key_is_known_for_24_hours() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party party = timed.open("Acme");
      party.postAs(key, "/flows", SOLAR).is(201);
      clock.move(Duration.ofHours(24).minusSeconds(1));
      assertThat(party.postAs(key, "/flows", SOLAR).is(201).header(REPLAYED)).contains("true");
      clock.move(Duration.ofSeconds(1));
      assertThat(party.postAs(key, "/flows", ROOFS).is(201).header(REPLAYED)).isEmpty();
      assertThat(party.get("/flows").json()).hasSize(2);
    }
  }
}
