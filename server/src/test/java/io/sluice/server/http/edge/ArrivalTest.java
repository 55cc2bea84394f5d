package io.sluice.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTest {

  private final SluiceServer server = SluiceServer.shared();

  @ParameterizedTest
  @ValueSource(strings = {"/", "/status", "/flows", "/nothing-here", "/api_keys"})
  void every_answer_says_what_its_request_is_called(String path) {
    assertThat(asked(path, "trace:4bf9-2f/35=x").header("X-Request-Id")).contains("trace:4bf9-2f/35=x");
    String ours = server.anybody().get(path).header("X-Request-Id").orElseThrow();
    assertThat(ours).hasSize(24);
    assertThat(server.anybody().get(path).header("X-Request-Id").orElseThrow()).isNotEqualTo(ours);
  }

  @Test
  void a_submission_has_a_request_id_too() {
    Party acme = server.open("Acme");
    LeadFlow.Deployed flow = LeadFlow.of(acme).deploy();
    Reply reply = server.send(flow.request("submit").header("X-Request-Id", "mine-1")
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"))).is(201);
    assertThat(reply.header("X-Request-Id")).contains("mine-1");
    assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void an_id_that_would_not_do_in_a_log_is_replaced() {
    for (String bad : List.of("a b", "a\tb", "x".repeat(129), "a\"b", "a;b", "<script>")) {
      assertThat(asked("/status", bad).header("X-Request-Id").orElseThrow()).as(bad).matches("[0-9a-f]{24}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/join/some-token", "/verify/some-token", "/docs", "/flows", "/status"})
  void pages_and_answers_tell_browsers_what_not_to_do(String path) {
    Reply reply = server.anybody().get(path);
    assertThat(reply.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'").contains("frame-ancestors 'none'").contains("base-uri 'none'");
    assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(reply.header("Referrer-Policy")).contains("no-referrer");
    assertThat(reply.header("X-Frame-Options")).contains("DENY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/flows//deploy", "/flows;x=1", "/flows/%2e%2e/user"})
  void an_address_that_no_route_could_have_is_refused_in_the_words_of_its_surface(String path) {
    assertThat(server.anybody().get(path).is(400).at("error")).startsWith("the address");
    assertThat(server.anybody().get("/api/v1" + path).is(422).at("message")).startsWith("the address");
  }

  private Reply asked(String path, String id) {
    return server.send(HttpRequest.newBuilder(server.url().resolve(path)).header("X-Request-Id", id));
  }
}
