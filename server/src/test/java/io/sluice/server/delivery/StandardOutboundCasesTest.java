package io.sluice.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.type.FieldTypes;
import io.sluice.server.Cases;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

/** Exchange 14.2 by the observed cases. */
class StandardOutboundCasesTest {

  private static final String FILE = "outbound-standard.json";
  private static final Clock CLOCK = Clock.fixed(
      Instant.parse(Cases.file(FILE).path("oracle").path("fixed_now").asString()), ZoneOffset.UTC);

  private final StandardOutbound module = new StandardOutbound(AllowedTargets.NONE);

  @TestFactory
  Stream<DynamicTest> variables_become_the_observed_request() {
    return Cases.each(FILE, "requests", test -> {
      var request = module.request(vars(test.path("vars")));
      assertThat(request.map(StandardOutboundCasesTest::shown))
          .isEqualTo(Optional.ofNullable(Cases.plain(test.path("request"))));
    });
  }

  @TestFactory
  Stream<DynamicTest> an_answer_becomes_the_observed_event() {
    return Cases.each(FILE, "responses", test -> {
      var res = test.path("res");
      Map<String, String> headers = new LinkedHashMap<>();
      res.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
      var response = new OutboundResponse(
          res.path("status").asInt(), "", "1.1", headers, res.path("body").asString());
      var request = new OutboundRequest("https://buyer.example.com/", "POST", Map.of(), Optional.empty());
      var event = module.response(vars(test.path("vars")), request, response);
      assertThat(event).isEqualTo(test.has("throws")
          ? Map.of("outcome", "error", "reason", "Server response is not valid JSON")
          : Cases.plain(test.path("event")));
    });
  }

  @TestFactory
  Stream<DynamicTest> variables_are_refused_as_observed() {
    return Cases.each(FILE, "validate", test -> assertThat(module.validate(vars(test.path("vars"))))
        .isEqualTo(Optional.ofNullable((String) Cases.plain(test.path("error")))));
  }

  @Test
  void a_url_is_required() {
    assertThat(module.validate(Map.of("url", " "))).contains("URL is required");
    assertThat(module.validate(Map.of())).contains("URL is required");
  }

  @Test
  void the_operator_can_allow_what_is_not_public() {
    var allowing = new StandardOutbound(AllowedTargets.of(List.of("127.0.0.0/8", "crm.intranet", "::1")));
    assertThat(List.of("http://127.0.0.1:81/", "http://localhost/", "http://crm.intranet/x", "http://[::1]/"))
        .allSatisfy(url -> assertThat(allowing.validate(Map.of("url", url))).isEmpty());
    assertThat(allowing.validate(Map.of("url", "http://10.0.0.1/"))).contains("URL must be public");
  }

  @Test
  void the_answers_media_type_may_have_parameters_and_any_letters() {
    var response = new OutboundResponse(200, "OK", "1.1", Map.of("content-type", "Application/JSON; charset=utf-8"),
        "{\"outcome\":\"success\"}");
    var request = new OutboundRequest("https://buyer.example.com/", "POST", Map.of(), Optional.empty());
    assertThat(module.response(Map.of(), request, response)).isEqualTo(Map.of("outcome", "success"));
  }

  private static Map<String, Object> shown(OutboundRequest request) {
    Map<String, Object> headers = new LinkedHashMap<>(request.headers());
    headers.computeIfPresent("Content-Length", (_, length) -> Long.valueOf((String) length));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("url", request.url());
    shown.put("method", request.method());
    shown.put("headers", headers);
    request.body().ifPresent(body -> shown.put("body", body));
    return shown;
  }

  /** {@code {"$type","value"}} are typed values, parsed at the oracle's time. */
  private static Map<String, @Nullable Object> vars(JsonNode node) {
    Map<String, @Nullable Object> vars = new LinkedHashMap<>();
    node.properties().forEach(property -> vars.put(property.getKey(), value(property.getValue())));
    return vars;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.has("$type")) {
      return FieldTypes.named(node.path("$type").asString()).orElseThrow()
          .parse(Cases.plain(node.path("value")), CLOCK);
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    return node.isObject() ? vars(node) : Cases.plain(node);
  }
}
