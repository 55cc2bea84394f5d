package io.sluice.server.delivery;

import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.delivery.door.OutboundResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module that sends one HTTP request and reads one answer: two pure functions, with the door between them. The step's
 * credential becomes the {@code Authorization} of the request, unless the module says one itself.
 */
public interface HttpIntegration extends Integration {

  /** What every such module takes beside its own. */
  Variable CREDENTIAL = Variable.optional(Delivery.CREDENTIAL_ID, "Credential", "string",
      "The id of a credential to authorise the request with");

  /** Empty when these variables make no request. */
  Optional<OutboundRequest> request(Map<String, ? extends @Nullable Object> vars);

  /** The event: {@code outcome}, {@code reason} and what is appended. Never throws for what a recipient sent. */
  Map<String, @Nullable Object> response(
      Map<String, ? extends @Nullable Object> vars, OutboundRequest request, OutboundResponse response);

  @Override
  default Delivered deliver(Delivery delivery, OutboundDoor door) {
    return request(delivery.vars())
        .map(request -> authorised(request, delivery.credential()))
        .map(request -> send(delivery, request, door))
        .orElseGet(() -> Delivered.error("There is nothing to send", List.of()));
  }

  private static OutboundRequest authorised(OutboundRequest request, Optional<OpenedCredential> credential) {
    String authorization = credential.flatMap(OpenedCredential::authorization).orElse("");
    if (authorization.isEmpty() || request.headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
      return request;
    }
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.put("Authorization", authorization);
    return new OutboundRequest(request.url(), request.method(), headers, request.body());
  }

  private Delivered send(Delivery delivery, OutboundRequest request, OutboundDoor door) {
    return switch (door.send(request, delivery.idempotencyKey(), delivery.timeout())) {
      case OutboundResult.Answered(var response, var transaction) ->
          new Delivered(response(delivery.vars(), request, response), List.of(transaction));
      case OutboundResult.Unanswered unanswered ->
          Delivered.error(unanswered.reason(), List.of(unanswered.transaction()));
    };
  }
}
