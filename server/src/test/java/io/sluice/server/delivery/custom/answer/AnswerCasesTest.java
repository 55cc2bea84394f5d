package io.sluice.server.delivery.custom.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.delivery.OutboundCases;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Exchange 14.3: one reader for the answers to all custom deliveries, by the observed cases. */
class AnswerCasesTest {

  private final AnswerReader reader = new AnswerReader();

  @TestFactory
  Stream<DynamicTest> an_answer_becomes_the_observed_event() {
    return Cases.each("outbound-custom.json", "responses", test -> assertThat(
        reader.event(OutboundCases.vars(test.path("vars")), OutboundCases.response(test.path("res"))))
        .isEqualTo(Cases.plain(test.path("event"))));
  }
}
