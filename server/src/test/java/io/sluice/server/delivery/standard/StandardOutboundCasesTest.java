package io.sluice.server.delivery.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.delivery.OutboundCases;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Exchange 14.2 by the observed cases. */
class StandardOutboundCasesTest {

  private static final String FILE = "outbound-standard.json";

  private final StandardOutbound module = new StandardOutbound(AllowedTargets.NONE);

  @TestFactory
  Stream<DynamicTest> variables_become_the_observed_request() {
    return Cases.each(FILE, "requests", test -> {
      var request = module.request(OutboundCases.vars(test.path("vars")));
      assertThat(OutboundCases.shown(request, false)).isEqualTo(Cases.plain(test.path("request")));
    });
  }

  @TestFactory
  Stream<DynamicTest> an_answer_becomes_the_observed_event() {
    return Cases.each(FILE, "responses", test -> {
      var response = OutboundCases.response(test.path("res"));
      var request = new OutboundRequest("https://buyer.example.com/", "POST", Map.of(), Optional.empty());
      var event = module.response(OutboundCases.vars(test.path("vars")), request, response);
      assertThat(event).isEqualTo(test.has("throws")
          ? Map.of("outcome", "error", "reason", "Server response is not valid JSON")
          : Cases.plain(test.path("event")));
    });
  }

  @TestFactory
  Stream<DynamicTest> variables_are_refused_as_observed() {
    return Cases.each(FILE, "validate", test -> assertThat(module.validate(OutboundCases.vars(test.path("vars"))))
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
}
