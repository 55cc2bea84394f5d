package io.sluice.server.webhook.message;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way messages say no. */
sealed interface MessageRefusal extends Refusal {

  record Unknown() implements MessageRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record EndpointDisabled() implements MessageRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "webhook_endpoint_disabled", "the endpoint is disabled: enable it first");
    }
  }
}
