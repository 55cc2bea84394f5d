package io.sluice.server.webhook.endpoint;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way endpoints say no. */
public sealed interface EndpointRefusal extends Refusal {

  record Unknown() implements EndpointRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record BadUrl(String why) implements EndpointRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "webhook_url_invalid", "messages cannot be sent there", Map.of("url", List.of(why)));
    }
  }

  record TooMany(int max) implements EndpointRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_webhook_endpoints", "an account has at most " + max + " webhook endpoints");
    }
  }

  record TooManySecrets(int max) implements EndpointRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_webhook_secrets",
          max + " former secrets sign still: with an overlap of 0 seconds all of them end");
    }
  }
}
