package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The catalogue of integrations (exchange 17). */
class PackageTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void every_package_lists_its_modules_and_what_goes_in_and_comes_out_of_them() {
    JsonNode standard = acme.get("/packages/leadconduit-default").is(200).json();
    assertThat(standard.path("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(standard.path("paths").valueStream().map(JsonNode::asString)).contains("inbound", "outbound");
    JsonNode outbound = module(standard, "leadconduit-default.outbound");
    assertThat(outbound.path("direction").asString()).isEqualTo("outbound");
    JsonNode url = outbound.path("request_variables").get(0);
    assertThat(url.path("name").asString()).isEqualTo("url");
    assertThat(url.path("required").asBoolean()).isTrue();
    assertThat(outbound.path("response_variables").valueStream().map(v -> v.path("name").asString()))
        .contains("outcome", "reason", "price");
    assertThat(module(standard, "leadconduit-default.inbound").path("request_variables").toString())
        .contains("trustedform_cert_url", "redir_url");
  }

  @Test
  void the_list_holds_every_package_once_and_modules_every_module() {
    JsonNode packages = acme.get("/packages").is(200).json();
    assertThat(packages.valueStream().map(found -> found.path("id").asString())).doesNotHaveDuplicates()
        .contains("leadconduit-default", "leadconduit-standard", "leadconduit-integration-leadconduit");
    assertThat(acme.get("/modules").is(200).json().valueStream().map(module -> module.path("id").asString()))
        .containsExactlyInAnyOrderElementsOf(packages.valueStream()
            .flatMap(found -> found.path("integrations").valueStream()).map(module -> module.path("id").asString()).toList());
  }

  @Test
  void the_median_wait_is_that_of_the_accounts_own_deliveries_and_absent_where_it_made_none() {
    try (var recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.slow(Duration.ofMillis(300), FakeRecipient.json("{\"outcome\":\"success\"}")));
      var flow = LeadFlow.of(acme).delivery(recipient.url("/"), "").deploy();
      Arrays.asList("a", "b", "c").forEach(name -> flow.submit("{\"first_name\":\"" + name + "\"}").is(201));
    }
    JsonNode known = module(acme.get("/packages/leadconduit-default").is(200).json(), "leadconduit-default.outbound");
    assertThat(known.path("median_wait_ms").asLong()).isGreaterThanOrEqualTo(300);
    assertThat(server.open("Globex").get("/packages").is(200).text()).doesNotContain("median_wait_ms");
  }

  @Test
  void an_unknown_package_is_404() {
    assertThat(acme.get("/packages/leadconduit-nothing").is(404).at("error")).isEqualTo("not found");
  }

  private static JsonNode module(JsonNode of, String id) {
    return of.path("integrations").valueStream().filter(module -> module.path("id").asString().equals(id))
        .findFirst().orElseThrow();
  }
}
