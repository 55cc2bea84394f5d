package io.sluice.server.feedback;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.LossyWay;
import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.TestDatabase;
import io.sluice.server.lead.LeadFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Feedback under an {@code Idempotency-Key} is given once, however often it comes (decision 0101). */
class KeyedFeedbackTest {

  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final String REPLAYED = "Idempotent-Replayed";
  private static final String RETURN = "{\"type\":\"return\",\"reason\":\"Wrong number\"}";
  private static final String TAKES =
      "\"feedback\":{\"integration\":{\"module_id\":\"leadconduit-standard.inbound.feedback\"}}";

  private final FakeRecipient crm = FakeRecipient.start();
  private final FakeRecipient vendor = FakeRecipient.start();
  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    crm.close();
    vendor.close();
  }

  @Test
  void feedback_that_comes_again_under_its_key_is_told_the_same_and_recorded_once() {
    Sold sold = sold(SluiceServer.shared());
    Reply first = sold.give(key, RETURN).is(201);
    Reply again = sold.give(key, RETURN).is(201);
    assertThat(first.header(REPLAYED)).isEmpty();
    assertThat(again.header(REPLAYED)).contains("true");
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(sold.story()).containsExactly("recipient success", "source success", "feedback-received success");
  }

  @Test
  void without_a_key_or_under_another_one_it_is_given_again() {
    Sold sold = sold(SluiceServer.shared());
    sold.give(key, RETURN).is(201);
    assertThat(sold.give("other " + key, RETURN).is(201).header(REPLAYED)).isEmpty();
    assertThat(sold.story()).hasSize(4);
  }

  @Test
  void something_else_under_a_key_is_refused() {
    Sold sold = sold(SluiceServer.shared());
    sold.give(key, RETURN).is(201);
    assertThat(sold.give(key, "{\"type\":\"conversion\"}").is(400).at("error")).contains("different request");
    assertThat(sold.story()).hasSize(3);
  }

  @Test
  void a_key_has_1_to_255_printable_characters() {
    Sold sold = sold(SluiceServer.shared());
    assertThat(sold.give("k".repeat(256), RETURN).is(400).at("error")).contains("1 to 255");
    sold.give("k".repeat(255), RETURN).is(201);
  }

  @Test
  void whoever_has_one_delivery_shares_no_keys_with_whoever_has_another() {
    Party acme = SluiceServer.shared().open("Acme");
    Sold one = sold(acme, "");
    Sold other = sold(acme, "");
    one.give(key, RETURN).is(201);
    assertThat(other.give(key, RETURN).is(201).header(REPLAYED)).isEmpty();
    assertThat(acme.postAs(key, "/api_keys", "{\"name\":\"integrator\"}").is(201).header(REPLAYED)).isEmpty();
    assertThat(other.story()).hasSize(3);
  }

  @Test
  void feedback_that_is_forbidden_is_told_so_again() {
    Sold sold = sold(SluiceServer.shared().open("Acme"), "", TAKES.replace("}}", """
        ,"mappings":[{"property":"accept_returns","value":"no"}]}}"""));
    String forbidden = sold.give(key, RETURN).is(409).text();
    Reply again = sold.give(key, RETURN).is(409);
    assertThat(again.text()).isEqualTo(forbidden);
    assertThat(again.header(REPLAYED)).contains("true");
  }

  @Test
  void while_the_source_is_being_told_the_same_again_is_told_to_wait_and_the_source_is_told_once() {
    Sold sold = sold(SluiceServer.shared().open("Acme"), tellsVendor());
    var vendorAnswers = new CompletableFuture<Void>();
    vendor.answers(out -> {
      vendorAnswers.join();
      return FakeRecipient.json("{\"outcome\":\"success\"}").write(out);
    });
    CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> sold.give(key, RETURN));
    await("the vendor", () -> vendor.received().size() == 1);
    Reply twin = sold.give(key, RETURN).is(409);
    assertThat(twin.at("error")).contains("still being handled");
    assertThat(twin.header("Retry-After")).isPresent();
    vendorAnswers.complete(null);
    String told = first.join().is(201).text();
    assertThat(sold.give(key, RETURN).is(201).text()).isEqualTo(told);
    assertThat(vendor.received()).hasSize(1);
    assertThat(sold.story()).hasSize(4);
  }

  @Test
  void a_key_is_known_for_24_hours() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Sold sold = sold(timed);
      sold.give(key, RETURN).is(201);
      clock.move(Duration.ofHours(24).minusSeconds(1));
      assertThat(sold.give(key, RETURN).is(201).header(REPLAYED)).contains("true");
      clock.move(Duration.ofSeconds(1));
      assertThat(sold.give(key, RETURN).is(201).header(REPLAYED)).isEmpty();
    }
  }

  @Test
  void feedback_whose_server_died_before_it_answered_is_told_what_became_of_it_and_not_given_again() {
    var clock = new MovableClock(Instant.now());
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Sold sold = sold(timed.open("Acme"), tellsVendor());
      vendor.answers(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"Too late\"}"));
      String told = sold.give(key, RETURN).is(201).text();
      timed.db().sql("UPDATE request_key SET answer = NULL").update();
      sold.give(key, RETURN).is(409);
      clock.move(LEASE);
      assertThat(sold.give(key, RETURN).is(201).text()).isEqualTo(told).contains("Too late");
      assertThat(vendor.received()).hasSize(1);
      assertThat(sold.story()).hasSize(4);
    }
  }

  @Test
  void feedback_that_was_recorded_without_anybody_hearing_so_is_told_again_and_recorded_once() throws Exception {
    try (LossyWay way = LossyWay.to(TestDatabase.fresh()); SluiceServer far = SluiceServer.with(way.settings())) {
      Sold sold = sold(far);
      way.loseTheAnswerTo("feedback-received");
      sold.give(key, RETURN).is(503);
      assertThat(way.hasLost()).isTrue();
      await("the database", () -> sold.give(key, RETURN).status() == 201);
      assertThat(sold.story()).containsExactly("recipient success", "source success", "feedback-received success");
    }
  }

  private Sold sold(SluiceServer server) {
    return sold(server.open("Acme"), "");
  }

  private Sold sold(Party acme, String source) {
    return sold(acme, source, TAKES);
  }

  private Sold sold(Party acme, String source, String takes) {
    LeadFlow flow = source.isEmpty() ? LeadFlow.of(acme) : LeadFlow.of(acme).source(source);
    LeadFlow.Deployed deployed =
        flow.delivery(crm.url("/leads"), takes + ",\"pricing\":{\"prices\":[{\"amount\":20}]}").deploy();
    String lead = deployed.submit("{\"email\":\"ann@hooli.example\"}").is(201).at("lead.id");
    return new Sold(acme, deployed, lead, deployed.history(lead).getFirst().path("id").asString());
  }

  private String tellsVendor() {
    return """
        "feedback":{"integration":{"module_id":"leadconduit-standard.outbound.feedback",
          "mappings":[{"property":"url","value":"%s"}]}}""".formatted(vendor.url("/feedback"));
  }

  private record Sold(Party acme, LeadFlow.Deployed flow, String lead, String delivery) {

    Reply give(String key, String json) {
      return acme.server().anybody().postAs(key, "/feedback?event_id=" + delivery, json);
    }

    List<String> story() {
      return flow.story(lead);
    }
  }
}
