package io.sluice.server.delivery.custom.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.OutboundCases;
import io.sluice.server.delivery.custom.CustomCases;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.AnswersInHand;
import io.sluice.server.delivery.door.HostNames;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundLimits;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Exchange 14.3 for SOAP: the observed cases, over the wire against a service that describes itself. */
class SoapCasesTest {

  private static final String FILE = "outbound-soap.json";
  private static final AllowedTargets LOOPBACK = AllowedTargets.of(List.of("127.0.0.0/8"));

  /** What a runtime prints for want of a sentence; ours has one. */
  private static final String NO_SENTENCE = "[object Object]";

  @TestFactory
  Stream<DynamicTest> variables_become_the_observed_call_and_its_answer_the_observed_event() {
    return Cases.each(FILE, "cases", test -> {
      try (var service = FakeRecipient.start();
          var door = new OutboundDoor(
              LOOPBACK, OutboundLimits.STANDARD, HostNames.OF_THE_SYSTEM, AnswersInHand.ofShare(), Clock.systemUTC())) {
        check(test, service, door);
      }
    });
  }

  private static void check(JsonNode test, FakeRecipient service, OutboundDoor door) {
    service.answersOnce(FakeRecipient.xml(Cases.file(FILE).path("service_description").asString()
        .replace("http://service.example.com", service.url(""))));
    var answer = test.path("answer");
    service.answers(FakeRecipient.with(
        answer.path("status").asInt(200), answer.path("type").asString("text/xml"), answer.path("body").asString()));
    var vars = OutboundCases.vars(test.path("vars"));
    vars.put("url", service.url("/wsdl"));

    var delivered = new SoapDelivery(LOOPBACK, new AnswerReader(), Clock.systemUTC())
        .deliver(new Delivery(vars, "initech-1"), door);

    if (test.has("error")) {
      assertThat(delivered.event()).containsEntry("outcome", "error");
      var reason = test.path("error").asString();
      assertThat(delivered.event()).containsEntry("reason", reason.equals(NO_SENTENCE) ? "Server error" : reason);
    } else {
      assertThat(delivered.event()).isEqualTo(Cases.plain(test.path("event")));
    }
    var calls = service.received().subList(1, service.received().size());
    if (test.path("sent").isObject()) {
      assertThat(calls).singleElement().satisfies(call -> checkSent(test.path("sent"), call));
    } else {
      assertThat(calls).isEmpty();
    }
  }

  private static void checkSent(JsonNode sent, Received call) {
    assertThat(call.method()).isEqualTo(sent.path("method").asString());
    assertThat(call.uri()).isEqualTo(sent.path("path").asString());
    sent.path("headers").properties().forEach(header ->
        assertThat(call.headers()).containsEntry(header.getKey(), header.getValue().asString()));
    assertThat(call.body()).isEqualTo(sent.path("body").asString());
  }

  @TestFactory
  Stream<DynamicTest> settings_are_refused_as_observed() {
    return CustomCases.validations(new SoapDelivery(AllowedTargets.NONE, new AnswerReader(), Clock.systemUTC()));
  }
}
