package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow.Deployed;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A submission that comes again is the same lead (decision 0100). */
class RepeatedSubmissionTest {

  private static final String ANN = "{\"email\":\"ann@hooli.example\"}";
  private static final String BOB = "{\"email\":\"bob@hooli.example\"}";
  private static final String REPLAYED = "Idempotent-Replayed";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();
  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_lead_that_is_sent_again_under_its_key_is_the_same_lead() {
    Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").deploy();
    Reply first = submit(flow, key, ANN).is(201);
    Reply again = submit(flow, key, ANN).is(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(first.header(REPLAYED)).isEmpty();
    assertThat(again.header(REPLAYED)).contains("true");
    assertThat(recipient.received()).hasSize(1);
    assertThat(leads(flow)).isEqualTo(1);
  }

  @Test
  void without_a_key_every_submission_is_a_lead() {
    Deployed flow = LeadFlow.of(acme).deploy();
    assertThat(flow.submit(ANN).is(201).at("lead.id")).isNotEqualTo(flow.submit(ANN).is(201).at("lead.id"));
    assertThat(leads(flow)).isEqualTo(2);
  }

  @Test
  void what_became_of_the_first_is_told_again_even_when_it_would_end_differently_now() {
    Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").step("""
        {"type":"filter","outcome":"{{generic_crm.outcome}}","reason":"{{generic_crm.reason}}","rule_set":{
         "op":"and","rules":[{"lhv":"generic_crm.outcome","op":"is not equal to","rhv":"success"}]}}""").deploy();
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"full up\"}"));
    Reply first = submit(flow, key, ANN).is(201);
    assertThat(first.at("outcome")).isEqualTo("failure");
    assertThat(submit(flow, key, ANN).text()).isEqualTo(first.text());
    assertThat(submit(flow, "another", ANN).at("outcome")).isEqualTo("success");
  }

  @Test
  void a_redirection_is_told_again_with_its_place() {
    Deployed flow = LeadFlow.of(acme).deploy();
    String form = "email=ann%40hooli.example";
    String query = "submit?redir_url=https%3A%2F%2Fhooli.example%2Fthanks";
    Reply first = send(flow, query, key, "application/x-www-form-urlencoded", form).is(303);
    Reply again = send(flow, query, key, "application/x-www-form-urlencoded", form).is(303);
    assertThat(again.header("Location")).isEqualTo(first.header("Location")).isPresent();
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(again.header(REPLAYED)).contains("true");
  }

  @Test
  void a_lead_by_query_may_have_a_key_too() {
    Deployed flow = LeadFlow.of(acme).deploy();
    Reply first = server.send(flow.request("submit?email=ann%40hooli.example").header("Idempotency-Key", key).GET());
    Reply again = server.send(flow.request("submit?email=ann%40hooli.example").header("Idempotency-Key", key).GET());
    assertThat(again.is(201).text()).isEqualTo(first.text());
    assertThat(leads(flow)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(quoteCharacter = '"', value = {
    "another body,         submit,      application/json,   {\"\"email\"\":\"\"bob@hooli.example\"\"}",
    "another query,        submit?a=b,  application/json,   {\"\"email\"\":\"\"ann@hooli.example\"\"}",
    "another type,         submit,      application/json;charset=utf-8, {\"\"email\"\":\"\"ann@hooli.example\"\"}",
    "a byte more,          submit,      application/json,   \" {\"\"email\"\":\"\"ann@hooli.example\"\"} \""})
  void another_request_under_the_same_key_is_refused(String what, String path, String type, String body) {
    Deployed flow = LeadFlow.of(acme).deploy();
    submit(flow, key, ANN).is(201);
    Reply refused = send(flow, path, key, type, body.replace("\"\"", "\"")).is(400);
    assertThat(refused.at("error")).contains("Idempotency-Key was used for a different request");
    assertThat(leads(flow)).as(what).isEqualTo(1);
    submit(flow, key, ANN).is(201);
  }

  @Test
  void a_key_that_was_used_for_another_flow_of_the_account_is_refused() {
    submit(LeadFlow.of(acme).deploy(), key, ANN).is(201);
    assertThat(submit(LeadFlow.of(acme).deploy(), key, ANN).is(400).at("error")).contains("different request");
  }

  @Test
  void what_is_no_submission_is_not_kept_and_may_be_corrected_under_its_key() {
    Deployed flow = LeadFlow.of(acme).deploy();
    send(flow, "submit", key, "text/plain", ANN).is(406);
    send(flow, "submit", key, "application/json", "{\"email\":").is(400);
    send(flow, "submit?redir_url=nowhere", key, "application/json", ANN).is(400);
    assertThat(submit(flow, key, ANN).is(201).header(REPLAYED)).isEmpty();
  }

  @Test
  void keys_of_one_source_mean_nothing_to_another() {
    Party initech = server.open("Initech");
    LeadFlow.connect(initech, acme);
    Deployed ours = LeadFlow.of(acme).deploy();
    Deployed theirs = LeadFlow.of(acme).from(initech.accountId()).deploy();
    Deployed elsewhere = LeadFlow.of(initech).deploy();
    for (Deployed flow : List.of(ours, theirs, elsewhere)) {
      assertThat(submit(flow, key, ANN).is(201).header(REPLAYED)).isEmpty();
    }
  }

  @Test
  void a_source_that_must_show_its_key_is_told_nothing_without_it() {
    Deployed flow = LeadFlow.of(acme).from(acme.accountId()).source("\"authentication_required\":true").deploy();
    acme.postAs(key, flow.path() + "/submit", ANN).is(201);
    submit(flow, key, ANN).is(401);
    assertThat(acme.postAs(key, flow.path() + "/submit", ANN).is(201).header(REPLAYED)).contains("true");
  }

  @Test
  void a_key_has_1_to_255_printable_characters_and_comes_once() {
    Deployed flow = LeadFlow.of(acme).deploy();
    submit(flow, "k".repeat(255), ANN).is(201);
    assertThat(submit(flow, "k".repeat(256), ANN).is(400).at("error")).contains("1 to 255");
    assertThat(submit(flow, "", ANN).is(400).at("error")).contains("Idempotency-Key must be");
    assertThat(server.send(flow.request("submit").header("Content-Type", "application/json")
        .header("Idempotency-Key", "a").header("Idempotency-Key", "b")
        .POST(HttpRequest.BodyPublishers.ofString(ANN))).is(400).at("error")).contains("one header");
    assertThat(leads(flow)).isEqualTo(1);
  }

  @Test
  void a_lead_of_a_disabled_flow_has_its_key_as_well() {
    Deployed flow = LeadFlow.of(acme).deploy();
    String enabled = "\"name\":\"Auto leads\",\"enabled\":";
    acme.put("/flows/" + flow.id(),
        acme.get("/flows/" + flow.id()).text().replace(enabled + "true", enabled + "false")).is(200);
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
    Reply first = submit(flow, key, ANN).is(201);
    assertThat(first.at("reason")).isEqualTo("Flow is disabled");
    assertThat(submit(flow, key, ANN).is(201).text()).isEqualTo(first.text());
    assertThat(leads(flow)).isEqualTo(1);
  }

  @Test
  void a_ping_takes_no_notice_of_a_key() {
    Deployed flow = LeadFlow.of(acme).with("\"ping_enabled\":true").deploy();
    for (int i = 0; i < 2; i++) {
      assertThat(send(flow, "ping", key, "application/json", ANN).is(200).header(REPLAYED)).isEmpty();
    }
    submit(flow, key, ANN).is(201);
  }

  @Test
  void of_many_that_come_at_once_under_one_key_exactly_one_is_a_lead() throws Exception {
    Deployed flow = LeadFlow.of(acme).deploy();
    List<Reply> replies = atOnce(100, () -> submit(flow, key, ANN));
    assertThat(replies).extracting(Reply::status).containsOnly(201);
    assertThat(replies).extracting(reply -> reply.at("lead.id")).containsOnly(replies.getFirst().at("lead.id"));
    assertThat(replies).filteredOn(reply -> reply.header(REPLAYED).isEmpty()).hasSize(1);
    assertThat(leads(flow)).isEqualTo(1);
    assertThat(events(flow)).isEqualTo(1);
  }

  @Test
  void a_twin_of_a_lead_on_its_way_waits_for_its_answer_and_is_never_delivered() throws Exception {
    Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").deploy();
    recipient.answers(FakeRecipient.slow(Duration.ofSeconds(1), FakeRecipient.json("{\"outcome\":\"success\"}")));
    List<Reply> replies = atOnce(12, () -> submit(flow, key, ANN));
    assertThat(replies).extracting(Reply::status).containsOnly(201);
    assertThat(replies).extracting(reply -> reply.at("lead.id")).containsOnly(replies.getFirst().at("lead.id"));
    assertThat(recipient.received()).hasSize(1);
    assertThat(leads(flow)).isEqualTo(1);
  }

  @Test
  void a_twin_that_waits_too_long_is_told_so_and_gets_the_answer_later() throws Exception {
    Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").deploy();
    recipient.answers(
        FakeRecipient.slow(Repeats.PATIENCE.plusSeconds(4), FakeRecipient.json("{\"outcome\":\"success\"}")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> first = threads.submit(() -> submit(flow, key, ANN));
      recipient.awaitRequest(Duration.ofSeconds(20));
      Reply twin = submit(flow, key, ANN).is(409);
      assertThat(twin.at("error")).contains("still being handled");
      assertThat(twin.header("Retry-After")).contains("2");
      assertThat(submit(flow, key, BOB).is(400).at("error")).as("another body need not wait").contains("different");
      assertThat(submit(flow, key, ANN).is(201).text()).isEqualTo(first.get().text());
    }
    assertThat(recipient.received()).hasSize(1);
  }

  @Test
  void a_cap_has_room_for_the_lead_and_not_for_its_twins() throws Exception {
    Deployed flow = LeadFlow.of(acme).with("""
        "caps":[{"type":"volume","maximum":2,"duration":1,"duration_units":"month"}]""").deploy();
    assertThat(atOnce(10, () -> submit(flow, key, ANN))).extracting(reply -> reply.at("outcome"))
        .containsOnly("success");
    assertThat(submit(flow, "another", BOB).at("outcome")).isEqualTo("success");
    assertThat(submit(flow, "a third", BOB).at("reason")).isEqualTo("Cap reached");
  }

  /** Who finds the cap full is through sooner than the lead in the last place, and must not be who is remembered. */
  @Test
  void no_twin_that_finds_the_cap_full_is_quicker_than_the_lead_in_its_last_place() throws Exception {
    LeadFlow busy = LeadFlow.of(acme).fields("comments").with("""
        "caps":[{"type":"volume","maximum":1,"duration":1,"duration_units":"month"}]""");
    for (int i = 0; i < 100; i++) {
      busy.step("""
          {"type":"filter","outcome":"failure","reason":"no","rule_set":{"op":"and","rules":[
           {"lhv":"lead.comments","op":"matches pattern","rhv":"x*y%d"}]}}""".formatted(i));
    }
    Deployed flow = busy.deploy();
    String lengthy = "{\"comments\":\"" + "x".repeat(20_000) + "\"}";
    assertThat(atOnce(10, () -> submit(flow, key, lengthy))).extracting(reply -> reply.at("outcome"))
        .containsOnly("success");
  }

  @Test
  void twins_on_two_servers_are_one_lead() throws Exception {
    try (SluiceServer one = SluiceServer.with(java.util.Map.of()); SluiceServer other = one.twin()) {
      Party owner = one.open("Acme");
      Deployed quick = LeadFlow.of(owner).deploy();
      Deployed slow = LeadFlow.of(owner).from(owner.accountId()).delivery(recipient.url("/"), "").deploy();
      recipient.answers(FakeRecipient.slow(Duration.ofMillis(500), FakeRecipient.json("{\"outcome\":\"success\"}")));
      for (Deployed flow : List.of(quick, slow)) {
        for (int round = 0; round < 5; round++) {
          String same = "round " + round;
          List<Reply> replies = new ArrayList<>();
          try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              Party sender = owner.at(i % 2 == 0 ? one : other);
              sent.add(threads.submit(() -> sender.postAs(same, flow.path() + "/submit", ANN)));
            }
            for (Future<Reply> reply : sent) {
              replies.add(reply.get());
            }
          }
          assertThat(replies).extracting(Reply::status).containsOnly(201);
          assertThat(replies).extracting(reply -> reply.at("lead.id")).containsOnly(replies.getFirst().at("lead.id"));
        }
        assertThat(one.db().sql("SELECT count(*) FROM lead WHERE flow_id = :flow").param("flow", flow.id())
            .query(Long.class).single()).isEqualTo(5);
      }
      assertThat(recipient.received()).hasSize(5);
    }
  }

  /** The second of them finds the cap full, or would take a place that others need. */
  @ParameterizedTest(name = "a cap of {0}")
  @ValueSource(ints = {1, 2})
  void below_a_cap_twins_on_two_servers_take_one_place(int maximum) throws Exception {
    try (SluiceServer one = SluiceServer.with(java.util.Map.of()); SluiceServer other = one.twin();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Party owner = one.open("Acme");
      Deployed flow = pricedBelowACap(owner, maximum);
      recipient.answers(FakeRecipient.slow(Duration.ofSeconds(2), FakeRecipient.json("{\"price\":2}")));
      Future<Reply> first = threads.submit(() -> owner.postAs(key, flow.path() + "/submit", ANN));
      recipient.awaitRequest(Duration.ofSeconds(20));
      Reply twin = untilFree(owner.at(other), flow).is(201);
      assertThat(twin.at("outcome")).isEqualTo("success");
      assertThat(twin.text()).isEqualTo(first.get().is(201).text());
      assertThat(recipient.received()).as("asked for a price").hasSize(1);
      assertThat(one.db().sql("SELECT taken + failed_count FROM cap_counter").query(Long.class).single()).isEqualTo(1);
    }
  }

  @Test
  void a_twin_that_finds_the_place_of_its_lead_free_at_its_end_gives_it_back() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (SluiceServer one = SluiceServer.with(java.util.Map.of()); SluiceServer other = one.twin();
        Connection test = one.bean(DataSource.class).getConnection(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Party owner = one.open("Acme");
      Deployed flow = pricedBelowACap(owner, 2);
      recipient.answers(out -> {
        asked.await();
        return FakeRecipient.json("{\"price\":2}").write(out);
      });
      Future<Reply> first = threads.submit(() -> owner.postAs(key, flow.path() + "/submit", ANN));
      recipient.awaitRequest(Duration.ofSeconds(20));
      one.db().sql("""
          CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END'""").update();
      one.db().sql("CREATE TRIGGER held BEFORE INSERT ON cap_slot FOR EACH ROW EXECUTE FUNCTION held()").update();
      test.createStatement().execute("SELECT pg_advisory_lock(1)");
      Future<Reply> twin = threads.submit(() -> owner.at(other).postAs(key, flow.path() + "/submit", ANN));
      await("the twin to look for a place", () -> one.db().sql("""
          SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database =
            (SELECT oid FROM pg_database WHERE datname = current_database())""").query(Long.class).single() == 1);
      asked.countDown();
      String answer = first.get().is(201).text();
      test.createStatement().execute("SELECT pg_advisory_unlock(1)");
      assertThat(twin.get().is(201).text()).isEqualTo(answer);
      assertThat(recipient.received()).as("asked for a price").hasSize(1);
      assertThat(one.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isEqualTo(1);
    }
  }

  /** Both need the counter as well as the place: in another order each would wait for the other. */
  @Test
  void a_twin_that_looks_for_a_place_while_its_lead_gives_it_back_is_told_what_became_of_that() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (SluiceServer one = SluiceServer.with(java.util.Map.of()); SluiceServer other = one.twin();
        Connection test = one.bean(DataSource.class).getConnection(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Party owner = one.open("Acme");
      Deployed flow = priced(owner, 2).step("""
          {"type":"filter","outcome":"failure","reason":"no","rule_set":{"op":"and","rules":[
           {"lhv":"lead.email","op":"is equal to","rhv":"ann@hooli.example"}]}}""").deploy();
      recipient.answers(out -> {
        asked.await();
        return FakeRecipient.json("{\"price\":2}").write(out);
      });
      Future<Reply> first = threads.submit(() -> owner.postAs(key, flow.path() + "/submit", ANN));
      recipient.awaitRequest(Duration.ofSeconds(20));
      test.setAutoCommit(false);
      test.createStatement().execute("SELECT FROM cap_counter FOR UPDATE");
      Future<Reply> twin = threads.submit(() -> owner.at(other).postAs(key, flow.path() + "/submit", ANN));
      await("the twin to look for a place", () -> waiting(one) == 1);
      asked.countDown();
      await("its lead to give its own back", () -> waiting(one) == 2);
      test.rollback();
      String answer = first.get().is(201).text();
      assertThat(twin.get().is(201).text()).isEqualTo(answer);
      assertThat(one.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isZero();
    }
  }

  private static long waiting(SluiceServer server) {
    return server.db().sql("""
        SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%cap_counter%'""")
        .query(Long.class).single();
  }

  private Deployed pricedBelowACap(Party owner, int maximum) {
    return priced(owner, maximum).deploy();
  }

  private LeadFlow priced(Party owner, int maximum) {
    String service = owner.post("/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"%s"}]}}""".formatted(recipient.url("/quote"))).is(201).at("id");
    return LeadFlow.of(owner).from(owner.accountId()).with("""
        "pricing_service":{"service_id":"%s","fallback_price":1},
        "caps":[{"type":"volume","maximum":%d,"duration":1,"duration_units":"month"}]""".formatted(service, maximum));
  }

  /** A sender that is told that its first request is under way asks again. */
  private Reply untilFree(Party sender, Deployed flow) {
    Reply reply;
    do {
      reply = sender.postAs(key, flow.path() + "/submit", ANN);
    } while (reply.status() == 409);
    return reply;
  }

  @Test
  void a_sender_that_hung_up_before_the_answer_gets_it_the_next_time() throws Exception {
    Deployed flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").deploy();
    recipient.answersOnce(FakeRecipient.slow(Duration.ofMillis(300), FakeRecipient.json("{\"outcome\":\"success\"}")));
    URI url = server.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write("""
          POST %s/submit HTTP/1.1\r
          Host: %s\r
          Content-Type: application/json\r
          Idempotency-Key: %s\r
          Content-Length: %d\r
          \r
          %s""".formatted(flow.path(), url.getAuthority(), key, ANN.length(), ANN).getBytes(StandardCharsets.UTF_8));
      recipient.awaitRequest(Duration.ofSeconds(20));
    }
    assertThat(submit(flow, key, ANN).is(201).header(REPLAYED)).contains("true");
    assertThat(recipient.received()).hasSize(1);
    assertThat(leads(flow)).isEqualTo(1);
  }

  @Test
  void what_a_lead_and_its_answer_must_not_leave_behind_is_not_left_with_the_key_either() {
    Deployed flow = LeadFlow.of(acme).with("""
            "acceptance_criteria":{"outcome":"failure","reason":"{{lead.ssn}} is known","rule_set":{"op":"and","rules":[
             {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""").deploy();
    String lead = "{\"email\":\"ann@hooli.example\",\"ssn\":\"078-05-1120\"}";
    Reply first = submit(flow, key, lead).is(201);
    assertThat(first.at("reason")).isEqualTo("078051120 is known");
    assertThat(submit(flow, key, lead).text()).isEqualTo(first.text());
    String stored = server.db().sql("""
        SELECT string_agg(key_hash || fingerprint || encode(answer, 'escape'), ' ') FROM lead_key
         WHERE account_id = :account""").param("account", acme.accountId()).query(String.class).single();
    assertThat(stored).doesNotContain(key).doesNotContain("078051120").doesNotContain("outcome");
  }

  @Test
  void a_key_is_known_for_24_hours_from_the_answer_on() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Deployed flow = LeadFlow.of(timed.open("Acme")).deploy();
      String first = submit(flow, key, ANN).is(201).at("lead.id");
      clock.move(Duration.ofHours(24).minusSeconds(1));
      assertThat(submit(flow, key, ANN).is(201).at("lead.id")).isEqualTo(first);
      clock.move(Duration.ofSeconds(1));
      Reply fresh = submit(flow, key, BOB).is(201);
      assertThat(fresh.at("lead.id")).isNotEqualTo(first);
      assertThat(fresh.header(REPLAYED)).isEmpty();
      clock.move(Duration.ofHours(25));
      await("the keys to be forgotten", () -> timed.db().sql("SELECT count(*) FROM lead_key").query(Long.class).single() == 0);
    }
  }

  @Test
  void where_a_source_asks_for_it_an_identical_submission_without_a_key_is_the_same_lead_for_a_while() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Deployed flow = LeadFlow.of(timed.open("Acme")).source("\"repeat_window_seconds\":60")
          .delivery(recipient.url("/"), "").deploy();
      Reply first = flow.submit(ANN).is(201);
      clock.move(Duration.ofSeconds(59));
      Reply again = flow.submit(ANN).is(201);
      assertThat(again.text()).isEqualTo(first.text());
      assertThat(again.header(REPLAYED)).contains("true");
      assertThat(flow.submit(BOB).is(201).header(REPLAYED)).as("another lead").isEmpty();
      assertThat(flow.send("submit?a=b", "application/json", ANN).header(REPLAYED)).as("another query").isEmpty();
      assertThat(submit(flow, key, ANN).header(REPLAYED)).as("who names it means it").isEmpty();
      clock.move(Duration.ofSeconds(1));
      assertThat(flow.submit(ANN).is(201).at("lead.id")).as("after the window").isNotEqualTo(first.at("lead.id"));
    }
  }

  @Test
  void of_many_identical_submissions_at_once_exactly_one_is_a_lead_where_a_source_asks_for_it() throws Exception {
    Deployed flow = LeadFlow.of(acme).source("\"repeat_window_seconds\":3600").deploy();
    List<Reply> replies = atOnce(20, () -> flow.submit(ANN));
    assertThat(replies).extracting(reply -> reply.at("lead.id")).containsOnly(replies.getFirst().at("lead.id"));
    assertThat(leads(flow)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0", "86401", "1.5", "\"60\""})
  void a_window_is_a_whole_number_of_seconds_up_to_a_day(String window) {
    Reply refused = acme.post("/flows", """
        {"name":"Auto leads","enabled":true,"fields":["email"],"steps":[],"sources":[{"entity":{"id":"%s","name":"S"},
         "integration":{"module_id":"leadconduit-default.inbound"},"repeat_window_seconds":%s}]}"""
        .formatted(LeadFlow.WEB_FORM, window));
    assertThat(refused.is(400).text()).contains("repeat_window_seconds");
  }

  private Reply submit(Deployed flow, String withKey, String json) {
    return send(flow, "submit", withKey, "application/json", json);
  }

  private static Reply send(Deployed flow, String what, String withKey, String type, String body) {
    return flow.owner().server().send(flow.request(what).header("Content-Type", type)
        .header("Idempotency-Key", withKey).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private long leads(Deployed flow) {
    return count("lead", flow);
  }

  private long events(Deployed flow) {
    return count("event", flow);
  }

  private long count(String table, Deployed flow) {
    return server.db().sql("SELECT count(*) FROM " + table + " WHERE account_id = :account AND flow_id = :flow")
        .param("account", acme.accountId()).param("flow", flow.id()).query(Long.class).single();
  }

  private static List<Reply> atOnce(int times, Callable<Reply> request) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Reply> replies = new ArrayList<>();
      for (Future<Reply> reply : threads.invokeAll(java.util.Collections.nCopies(times, request))) {
        replies.add(reply.get());
      }
      return replies;
    }
  }
}
