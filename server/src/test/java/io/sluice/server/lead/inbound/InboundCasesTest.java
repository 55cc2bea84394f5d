package io.sluice.server.lead.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.http.body.QueryText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Exchange 3.2 and 3.3 by the observed cases. */
class InboundCasesTest {

  @TestFactory
  Stream<DynamicTest> a_request_becomes_the_observed_lead_or_refusal() {
    return Cases.each("inbound.json", "requests", InboundCasesTest::checkRequest);
  }

  @TestFactory
  Stream<DynamicTest> a_handled_lead_gets_the_observed_answer() {
    return Cases.each("inbound.json", "responses", InboundCasesTest::checkResponse);
  }

  @TestFactory
  Stream<DynamicTest> the_submission_document_shows_the_observed_examples() {
    return Cases.each("inbound.json", "submission_examples", InboundCasesTest::checkExamples);
  }

  private static void checkRequest(JsonNode test) {
    switch (Inbound.read(request(test.path("request")))) {
      case InboundReading.Submitted submitted -> {
        assertThat(test.has("http")).as("refused").isFalse();
        assertThat(submitted.raw()).isEqualTo(Cases.plain(test.path("lead")));
      }
      case TransportRefusal refusal -> {
        var expected = test.path("http");
        assertThat(refusal.status()).as(refusal.text()).isEqualTo(expected.path("status").asInt());
        assertThat(refusal.headers()).isEqualTo(Cases.map(expected.path("headers")));
        assertThat(refusal.text()).isEqualTo(expected.path("body").asString());
      }
    }
  }

  private static void checkResponse(JsonNode test) {
    var request = request(test.path("request"));
    var vars = Cases.map(test.path("vars"));
    var redirUrl = Optional.ofNullable(QueryText.first(QueryText.read(request.query()), "redir_url"));
    var leadId = vars.get("lead") instanceof Map<?, ?> lead ? (String) lead.get("id") : null;
    List<String> fields = new ArrayList<>();
    test.path("fields").forEach(field -> fields.add(field.asString()));
    var told = new Told(request.accept(), redirUrl, (@Nullable String) vars.get("outcome"),
        (@Nullable String) vars.get("reason"), leadId, vars.get("price"), vars, fields);
    var written = new StandardInbound().write(request.kind(), told);

    if (test.has("throws")) {
      assertThat(new String(written.body(), StandardCharsets.UTF_8)).contains((String) vars.get("reason"));
      return;
    }
    var expected = test.path("response");
    assertThat(new String(written.body(), StandardCharsets.UTF_8)).isEqualTo(expected.path("body").asString());
    assertThat(written.status()).isEqualTo(expected.path("status").asInt());
    Map<String, String> headers = new HashMap<>();
    expected.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    // Observed is the number of UTF-16 units, which would cut every answer that is not plain ASCII (decision 0013).
    headers.put("Content-Length", Integer.toString(written.body().length));
    assertThat(written.headers()).isEqualTo(headers);
  }

  private static void checkExamples(JsonNode test) {
    var kind = test.path("ping").asBoolean() ? RawSubmission.Kind.PING : RawSubmission.Kind.SUBMIT;
    Map<String, String> parameters = new LinkedHashMap<>();
    test.path("params").properties().forEach(p -> parameters.put(p.getKey(), p.getValue().asString()));
    List<Object> written = new ArrayList<>();
    for (var example : SubmissionExamples.of(kind, "/flows/FLOW/sources/SOURCE", parameters)) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("method", example.method());
      shown.put("uri", example.uri());
      shown.put("headers", example.headers());
      example.body().ifPresent(body -> shown.put("body", body));
      written.add(shown);
    }
    assertThat(written).isEqualTo(Cases.plain(test.path("examples")));
  }

  static RawSubmission request(JsonNode request) {
    var uri = request.path("uri").asString();
    int mark = uri.indexOf('?');
    var path = mark < 0 ? uri : uri.substring(0, mark);
    Map<String, String> headers = new HashMap<>();
    request.path("headers").properties()
        .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().asString()));
    return new RawSubmission(request.path("method").asString(), RawSubmission.Kind.of(path), path,
        mark < 0 ? "" : uri.substring(mark + 1), headers,
        request.path("body").asString("").getBytes(StandardCharsets.UTF_8), "192.0.2.1", Instant.EPOCH);
  }
}
