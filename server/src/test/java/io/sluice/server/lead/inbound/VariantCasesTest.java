package io.sluice.server.lead.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.lead.inbound.InboundModule.Written;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The classic and the verbose answer (exchange 3.3) by the observed cases, and where these are silent. */
class VariantCasesTest {

  private static final String FILE = "inbound-standard-variants.json";
  private static final InboundModule CLASSIC =
      new ClassicInbound(new BaseUrl(URI.create("https://app.leadconduit.com")));
  private static final InboundModule VERBOSE = new VerboseInbound();

  @TestFactory
  Stream<DynamicTest> a_source_with_the_classic_module_gets_the_observed_answer() {
    return Cases.each(FILE, "classic_responses", test -> check(CLASSIC, test));
  }

  @TestFactory
  Stream<DynamicTest> a_source_with_the_verbose_module_gets_the_observed_answer() {
    return Cases.each(FILE, "verbose_responses", test -> check(VERBOSE, test));
  }

  @Test
  void a_verbose_answer_keeps_lists_leaves_out_what_is_nothing_and_quotes_names_that_are_numbers() {
    Map<String, @Nullable Object> crm = new LinkedHashMap<>();
    crm.put("tags", List.of("a", Map.of("7", true)));
    crm.put("nothing", null);
    var written = VERBOSE.write(RawSubmission.Kind.SUBMIT, Told.of(null, Optional.empty(), "success", null,
        "5fd4371e940df5a34a3888b2", 1, Map.of("crm", crm)));
    assertThat(text(written)).startsWith("{\"appended\":{\"crm\":{\"tags\":[\"a\",{\"'7'\":true}]}},\"outcome\"");
  }

  @Test
  void a_verbose_answer_to_a_ping_is_a_bid() {
    var written = VERBOSE.write(RawSubmission.Kind.PING,
        Told.of(null, Optional.empty(), "success", null, null, 0));
    assertThat(text(written)).isEqualTo("{\"outcome\":\"failure\",\"reason\":\"no bid\",\"price\":0}");
  }

  @Test
  void a_classic_answer_sends_a_waiting_browser_on() {
    var written = CLASSIC.write(RawSubmission.Kind.SUBMIT, Told.of(null, Optional.of("https://example.com/thanks"),
        "success", null, "5fd4371e940df5a34a3888b2", 1));
    assertThat(written.status()).isEqualTo(303);
    assertThat(written.headers()).containsEntry("Location", "https://example.com/thanks");
    assertThat(text(written)).contains("<leadId>5fd4371e940df5a34a3888b2</leadId>");
  }

  private static void check(InboundModule module, JsonNode test) {
    var request = InboundCasesTest.request(test.path("request"));
    var vars = Cases.typed(test.path("vars"));
    var leadId = vars.get("lead") instanceof Map<?, ?> lead ? (String) lead.get("id") : null;
    var told = new Told(request.accept(), Optional.empty(), (@Nullable String) vars.get("outcome"),
        (@Nullable String) vars.get("reason"), leadId, vars.get("price"), vars, List.of());
    var written = module.write(request.kind(), told);

    var expected = test.path("response");
    assertThat(text(written)).isEqualTo(expected.path("body").asString());
    assertThat(written.status()).isEqualTo(expected.path("status").asInt());
    Map<String, String> headers = new LinkedHashMap<>();
    expected.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    headers.put("Content-Length", Integer.toString(written.body().length)); // in bytes, as of decision 0013
    assertThat(written.headers()).isEqualTo(headers);
  }

  private static String text(Written written) {
    return new String(written.body(), StandardCharsets.UTF_8);
  }
}
