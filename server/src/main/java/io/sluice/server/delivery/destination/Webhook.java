package io.sluice.server.delivery.destination;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.delivery.door.OutboundResult;
import io.sluice.server.event.row.VarsJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Posts everything that is known of a lead as JSON (exchange 5.7), with the headers of Standard Webhooks that need no
 * secret: {@code webhook-id}, the same however often the delivery is made, and {@code webhook-timestamp}.
 */
@Component
final class Webhook implements Integration {

  static final String MODULE_ID = "sluice-webhook.outbound";

  /** The step's own, which are nobody else's business. */
  private static final Set<String> SETTINGS = Set.of("url", "timeout_seconds");
  private static final Set<Integer> TRY_LATER = Set.of(408, 425, 429);

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.WEBHOOKS,
      Direction.OUTBOUND,
      "Webhook",
      "Posts everything that is known of the lead as JSON; any 2xx answer is a success",
      List.of(
          Variable.required("url", "URL", "url", "Where the lead goes"),
          Variable.optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30")),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Status 404"),
          Variable.optional("status", "Status", "number", "The status of the answer", "200")));

  private final Clock clock;

  Webhook(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String moduleId() {
    return MODULE_ID;
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  /** Where there is no address there was a destination: a flow cannot be saved without one. */
  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return Values.text(vars.get("url")).isBlank() ? Optional.of("URL is required") : Optional.empty();
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("webhook-id", delivery.idempotencyKey());
    headers.put("webhook-timestamp", Long.toString(clock.instant().getEpochSecond()));
    var request = new OutboundRequest(
        Values.text(delivery.vars().get("url")), "POST", headers, Optional.of(body(delivery.vars())));
    return switch (door.send(request, delivery.idempotencyKey(), delivery.timeout())) {
      case OutboundResult.Answered(var response, var transaction) ->
          new Delivered(event(response), List.of(transaction));
      case OutboundResult.Unanswered unanswered ->
          Delivered.error(unanswered.reason(), List.of(unanswered.transaction()));
    };
  }

  private static Map<String, @Nullable Object> event(OutboundResponse response) {
    int status = response.status();
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    if (status / 100 == 2) {
      event.put("outcome", "success");
    } else {
      event.put("outcome", status / 100 == 4 && !TRY_LATER.contains(status) ? "failure" : "error");
      event.put("reason", "Status " + status);
    }
    event.put("status", status);
    return event;
  }

  private static String body(Map<String, ? extends @Nullable Object> vars) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    vars.forEach((name, value) -> {
      if (!SETTINGS.contains(name)) {
        body.put(name, plain(value));
      }
    });
    return VarsJson.show(body);
  }

  /** Normal forms; of what is invalid the text as submitted. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case TypedValue typed -> typed.value();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put(String.valueOf(name), plain(member)));
        yield members;
      }
      case Iterable<?> list -> {
        List<@Nullable Object> members = new ArrayList<>();
        list.forEach(member -> members.add(plain(member)));
        yield members;
      }
      case null, default -> value;
    };
  }
}
