package io.sluice.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three requests a minute from one address, whatever it asks for: each test has addresses of its own. */
class AddressLimitTest {

  private static final int LIMIT = 3;

  private static SluiceServer server;
  private static Party acme;
  private static LeadFlow.Deployed flow;

  @BeforeAll
  static void start() {
    server = SluiceServer.with(Map.of(
        "SLUICE_TRUSTED_PROXIES", "127.0.0.1",
        "SLUICE_RATE_ADDRESS_PER_MINUTE", Integer.toString(LIMIT)));
    acme = server.open("Acme");
    flow = LeadFlow.of(acme).deploy();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_address_that_asks_too_much_is_told_when_to_come_again_and_another_is_served() {
    for (int i = 0; i < LIMIT; i++) {
      asked("203.0.113.1").is(200);
    }
    Reply refused = asked("203.0.113.1").is(429);
    assertToldWhen(refused);
    assertThat(refused.at("error")).startsWith("too many requests: try again in ");
    asked("9.9.9.9, 203.0.113.1").is(429);
    asked("203.0.113.2").is(200);
  }

  @Test
  void an_address_that_submits_too_much_is_told_when_to_come_again_and_another_sends_to_the_same_source() {
    for (int i = 0; i < LIMIT; i++) {
      submitted("203.0.113.11").is(201);
    }
    Reply refused = submitted("203.0.113.11").is(429);
    assertToldWhen(refused);
    assertThat(refused.text()).startsWith("{\"error\":\"too many requests: try again in ");
    submitted("203.0.113.12").is(201);
  }

  @Test
  void what_an_address_submits_and_what_it_asks_are_counted_together() {
    submitted("203.0.113.21").is(201);
    asked("203.0.113.21").is(200);
    submitted("203.0.113.21").is(201);
    asked("203.0.113.21").is(429);
    submitted("203.0.113.21").is(429);
  }

  @Test
  void of_ipv6_one_customers_network_counts_as_one_address() {
    for (int i = 0; i < LIMIT; i++) {
      asked("2001:db8:1:1::" + i).is(200);
    }
    asked("2001:db8:1:1:ffff::9").is(429);
    asked("2001:db8:1:2::9").is(200);
  }

  private static void assertToldWhen(Reply refused) {
    assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow())).isBetween(1, 60 / LIMIT);
    assertThat(refused.header("RateLimit-Policy")).contains("\"address\";q=" + LIMIT + ";w=60");
    assertThat(refused.header("RateLimit").orElseThrow()).startsWith("\"address\";r=0;t=");
  }

  private static Reply asked(String forwardedFor) {
    return server.send(acme.request("/flows").header("X-Forwarded-For", forwardedFor).GET());
  }

  private static Reply submitted(String forwardedFor) {
    HttpRequest.Builder request = flow.request("submit").header("X-Forwarded-For", forwardedFor)
        .header("Content-Type", "application/json");
    return server.send(request.POST(BodyPublishers.ofString("{}")));
  }
}
