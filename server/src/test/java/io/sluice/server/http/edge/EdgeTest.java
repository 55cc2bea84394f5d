package io.sluice.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that stands behind its operator's proxy, speaks TLS outside, and lets little through. */
class EdgeTest {

  private static SluiceServer server;
  private static Party acme;
  private static LeadFlow.Deployed flow;

  @BeforeAll
  static void start() {
    server = SluiceServer.with(Map.of(
        "SLUICE_BASE_URL", "https://leads.acme.test",
        "SLUICE_TRUSTED_PROXIES", "127.0.0.1",
        "SLUICE_RATE_SUBMIT_PER_MINUTE", "3",
        "SLUICE_RATE_KEY_PER_MINUTE", "60",
        "SLUICE_RATE_OPEN_PER_MINUTE", "2",
        "SLUICE_RATE_FEEDBACK_PER_MINUTE", "3"));
    acme = server.open("Acme");
    flow = LeadFlow.of(acme).deploy();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_source_that_sends_too_much_is_told_when_to_come_again_and_other_sources_are_served() {
    LeadFlow.Deployed busy = LeadFlow.of(server.open("Initech")).deploy();
    Reply refused = untilRefused(() -> busy.submit("{}"));
    assertThat(refused.text()).startsWith("{\"error\":\"too many requests: try again in ");
    assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow())).isBetween(1, 20);
    assertThat(refused.header("RateLimit-Policy")).contains("\"submit\";q=3;w=60");
    assertThat(refused.header("RateLimit").orElseThrow()).startsWith("\"submit\";r=0;t=");
    assertThat(busy.submit("{}").status()).isEqualTo(429);
    flow.submit("{}").is(201);
  }

  @Test
  void a_key_is_told_what_is_left_and_refused_when_nothing_is_while_others_are_served() {
    Party globex = server.open("Globex");
    Reply first = globex.get("/flows").is(200);
    assertThat(first.header("RateLimit-Policy")).contains("\"key\";q=60;w=60");
    assertThat(first.header("RateLimit")).contains("\"key\";r=59;t=1");
    Reply refused = untilRefused(() -> globex.get("/flows"));
    assertThat(refused.header("Retry-After")).isPresent();
    assertThat(refused.at("error")).startsWith("too many requests");
    assertThat(globex.get("/api_keys").is(429).header("Content-Type")).contains("application/problem+json");
    server.open("Globex").get("/flows").is(200);
  }

  @Test
  void who_guesses_passwords_is_stopped_by_address_and_nobody_else() {
    signIn("203.0.113.5").is(401);
    signIn("203.0.113.5").is(401);
    Reply refused = signIn("203.0.113.5").is(429);
    assertThat(refused.header("RateLimit-Policy")).contains("\"open\";q=2;w=60");
    assertThat(refused.at("code")).isEqualTo("too_many_requests");
    signIn("1.2.3.4, 203.0.113.5").is(429);
    signIn("203.0.113.6").is(401);
  }

  @Test
  void who_guesses_deliveries_is_not_even_told_of_one_that_there_is_while_others_are() {
    try (FakeRecipient crm = FakeRecipient.start()) {
      String event = delivery(crm);
      String unknown = "65f1a2b3c4d5e6f708192a3b";
      feedback("203.0.113.15", event).is(409);
      feedback("203.0.113.15", unknown).is(404);
      assertThat(feedback("203.0.113.15", "event").is(404).text()).isEqualTo("{\"error\":\"event not found\"}");
      feedback("203.0.113.15", event).is(429);
      feedback("203.0.113.15", unknown).is(429);
      feedback("203.0.113.16", event).is(409);
    }
  }

  @Test
  void one_delivery_takes_so_much_feedback_a_minute_wherever_it_comes_from() {
    try (FakeRecipient crm = FakeRecipient.start()) {
      String event = delivery(crm);
      for (int i = 0; i < 3; i++) {
        feedback("203.0.113.2" + i, event).is(409);
      }
      Reply refused = feedback("203.0.113.24", event.toUpperCase(Locale.ROOT)).is(429);
      assertThat(refused.header("RateLimit-Policy")).contains("\"feedback\";q=3;w=60");
      feedback("203.0.113.24", delivery(crm)).is(409);
    }
  }

  @Test
  void a_lead_comes_from_where_the_operators_proxy_says() {
    Reply reply = server.send(flow.request("submit").header("X-Forwarded-For", "9.9.9.9, 203.0.113.77")
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"))).is(201);
    assertThat(flow.history(reply.at("lead.id")).getFirst().at("/vars/submission/ip").asString())
        .isEqualTo("203.0.113.77");
  }

  @Test
  void where_the_outside_speaks_tls_browsers_are_told_to_stay_with_it() {
    assertThat(server.anybody().get("/").header("Strict-Transport-Security").orElseThrow())
        .startsWith("max-age=31536000");
    assertThat(SluiceServer.shared().anybody().get("/").header("Strict-Transport-Security")).isEmpty();
  }

  /** The event of one that takes no feedback. */
  private static String delivery(FakeRecipient crm) {
    LeadFlow.Deployed sells = LeadFlow.of(acme).delivery(crm.url("/leads"), "").deploy();
    return sells.history(sells.submit("{}").is(201).at("lead.id")).getFirst().path("id").asString();
  }

  private static Reply feedback(String forwardedFor, String event) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/feedback?type=return&event_id=" + event))
        .header("X-Forwarded-For", forwardedFor).GET());
  }

  private static Reply signIn(String forwardedFor) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/session"))
        .header("X-Forwarded-For", forwardedFor).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"email\": \"anna@acme.example\", \"password\": \"guess\"}")));
  }

  /** Some grow back while it lasts. */
  private static Reply untilRefused(java.util.function.Supplier<Reply> ask) {
    for (int i = 0; i < 500; i++) {
      Reply reply = ask.get();
      if (reply.status() == 429) {
        return reply;
      }
    }
    throw new AssertionError("never refused");
  }
}
