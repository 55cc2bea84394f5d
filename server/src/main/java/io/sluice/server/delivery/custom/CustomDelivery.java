package io.sluice.server.delivery.custom;

import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.call.HttpIntegration;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What custom deliveries have in common: they differ in what they send (exchange 14.3). */
public abstract class CustomDelivery implements HttpIntegration {

  private final String moduleId;
  private final IntegrationMetadata metadata;
  private final CustomChecks checks;
  private final AnswerReader answers;

  protected CustomDelivery(String moduleId, IntegrationMetadata metadata, CustomChecks checks, AnswerReader answers) {
    this.moduleId = moduleId;
    this.metadata = metadata;
    this.checks = checks;
    this.answers = answers;
  }

  @Override
  public final String moduleId() {
    return moduleId;
  }

  @Override
  public final IntegrationMetadata metadata() {
    return metadata;
  }

  @Override
  public final Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return checks.problem(vars);
  }

  @Override
  public final Map<String, @Nullable Object> response(
      Map<String, ? extends @Nullable Object> vars, OutboundRequest request, OutboundResponse response) {
    return answers.event(vars, response);
  }
}
