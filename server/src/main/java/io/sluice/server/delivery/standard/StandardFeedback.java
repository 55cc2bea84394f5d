package io.sluice.server.delivery.standard;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.call.HttpIntegration;
import io.sluice.server.delivery.call.Prepared;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.http.body.PercentText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells a lead's source what a recipient said of it, at {@code /feedback} of any compatible exchange or at anything that
 * answers like one (exchange 13).
 */
@Component
final class StandardFeedback implements HttpIntegration {

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.VARIANTS,
      Direction.OUTBOUND,
      "Feedback",
      "Tells the source that its lead was returned, or converted, as a form",
      List.of(
          Variable.required("url", "URL", "url", "Where feedback goes, such as another exchange's /feedback?event_id="),
          Variable.optional("type", "Type", "string", "The recipient's own unless mapped", "return", "conversion"),
          Variable.optional("reason", "Reason", "string", "The recipient's own unless mapped", "Wrong number"),
          Variable.optional("default_outcome", "Default outcome", "string",
              "The outcome when the answer names none; error unless set", "success", "failure", "error"),
          Variable.optional("feedback.custom.*", "Custom value", "wildcard", "Further values to send"),
          Variable.optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30"),
          CREDENTIAL),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Too late")));

  private final StandardOutbound standard;

  StandardFeedback(StandardOutbound standard) {
    this.standard = standard;
  }

  @Override
  public String moduleId() {
    return "leadconduit-standard.outbound.feedback";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return standard.validate(vars);
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    Map<?, ?> feedback = vars.get("feedback") instanceof Map<?, ?> some ? some : Map.of();
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "type", vars.containsKey("type") ? vars.get("type") : feedback.get("type"));
    put(fields, "reason", vars.containsKey("reason") ? vars.get("reason") : feedback.get("reason"));
    if (feedback.get("custom") instanceof Map<?, ?> custom) {
      custom.forEach((name, value) -> put(fields, String.valueOf(name), value));
    }
    String body = encoded(fields);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
    headers.put("Accept", StandardOutbound.ACCEPT);
    return new Prepared.Ready(new OutboundRequest(Values.text(vars.get("url")), "POST", headers, Optional.of(body)));
  }

  private static void put(Map<String, String> fields, String name, @Nullable Object value) {
    String text = Values.text(value);
    if (!text.isEmpty()) {
      fields.put(name, text);
    }
  }

  private static String encoded(Map<String, String> fields) {
    var text = new StringBuilder();
    fields.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
        .append(PercentText.encode(name)).append('=').append(PercentText.encode(value)));
    return text.toString();
  }

  /** Whoever takes feedback answers as whoever takes leads. */
  @Override
  public Map<String, @Nullable Object> response(
      Map<String, ? extends @Nullable Object> vars, OutboundRequest request, OutboundResponse response) {
    return standard.response(vars, request, response);
  }
}
