package io.sluice.server.delivery.call;

import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
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

  /** Where {@link #request} finds the step's {@link OpenedCredential}, if it maps one. */
  String CREDENTIAL_VARIABLE = "credential";

  /** What every such module takes beside its own. */
  Variable CREDENTIAL = Variable.optional(Delivery.CREDENTIAL_ID, "Credential", "string",
      "The id of a credential to authorise the request with");

  Prepared request(Map<String, ? extends @Nullable Object> vars);

  /** The event: {@code outcome}, {@code reason} and what is appended. Never throws for what a recipient sent. */
  Map<String, @Nullable Object> response(
      Map<String, ? extends @Nullable Object> vars, OutboundRequest request, OutboundResponse response);

  @Override
  default Delivered deliver(Delivery delivery, OutboundDoor door) {
    return switch (request(withCredential(delivery))) {
      case Prepared.Ready(OutboundRequest request) ->
          send(delivery, authorised(request, delivery.credential()), door);
      case Prepared.Unsendable(String reason) -> Delivered.error(reason, List.of());
    };
  }

  private static Map<String, ? extends @Nullable Object> withCredential(Delivery delivery) {
    if (delivery.credential().isEmpty()) {
      return delivery.vars();
    }
    Map<String, @Nullable Object> vars = new LinkedHashMap<>(delivery.vars());
    vars.put(CREDENTIAL_VARIABLE, delivery.credential().get());
    return vars;
  }

  private static OutboundRequest authorised(OutboundRequest request, Optional<OpenedCredential> credential) {
    String authorization = credential.flatMap(OpenedCredential::authorization).orElse("");
    if (authorization.isEmpty() || request.headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
      return request;
    }
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.put("Authorization", authorization);
    return new OutboundRequest(request.url(), request.method(), headers, request.body(), request.followsRedirects());
  }

  private Delivered send(Delivery delivery, OutboundRequest first, OutboundDoor door) {
    return switch (Exchange.of(first, delivery.idempotencyKey(), delivery.timeout(), door)) {
      case Exchange.Answered(var request, var response, var transactions) ->
          new Delivered(response(delivery.vars(), request, response), transactions);
      case Exchange.Unanswered(var reason, var transactions) -> Delivered.error(reason, transactions);
    };
  }
}
