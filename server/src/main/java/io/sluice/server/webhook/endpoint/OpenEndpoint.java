package io.sluice.server.webhook.endpoint;

import java.util.List;

/** An endpoint with what its messages are signed with, the newest first. */
public record OpenEndpoint(WebhookEndpoint endpoint, List<SigningSecret> secrets) {

  public OpenEndpoint {
    secrets = List.copyOf(secrets);
  }
}
