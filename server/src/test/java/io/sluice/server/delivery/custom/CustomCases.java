package io.sluice.server.delivery.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.OutboundCases;
import io.sluice.server.delivery.call.HttpIntegration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;

/** The observed cases of custom deliveries, each with the module it is of (exchange 14.3). */
public final class CustomCases {

  private static final String FILE = "outbound-custom.json";

  private CustomCases() {}

  public static Stream<DynamicTest> requests(HttpIntegration module) {
    return of(module, "requests", test -> assertThat(
        OutboundCases.shown(module.request(OutboundCases.vars(test.path("vars"))), true))
        .isEqualTo(Cases.plain(test.path("request"))));
  }

  public static Stream<DynamicTest> validations(Integration module) {
    return of(module, "validate", test -> assertThat(module.validate(OutboundCases.vars(test.path("vars"))))
        .isEqualTo(Optional.ofNullable((String) Cases.plain(test.path("error")))));
  }

  private static Stream<DynamicTest> of(Integration module, String list, Consumer<JsonNode> check) {
    return Cases.some(FILE, list, test -> test.path("module").asString().equals(module.moduleId()), check).stream();
  }
}
