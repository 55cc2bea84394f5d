package io.sluice.server.delivery.custom.query;

import io.sluice.server.delivery.custom.CustomCases;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.AllowedTargets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class QueryCasesTest {

  private final QueryDelivery module = new QueryDelivery(AllowedTargets.NONE, new AnswerReader());

  @TestFactory
  Stream<DynamicTest> variables_become_the_observed_request() {
    return CustomCases.requests(module);
  }

  @TestFactory
  Stream<DynamicTest> settings_are_refused_as_observed() {
    return CustomCases.validations(module);
  }
}
