package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.http.body.JsonText;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the seller of a lead would have posted to the buyer's flow (decision 0045). */
final class SaleRequest {

  /** What a step maps for this module, not for the buyer; the lead's own fields stand below {@code lead}. */
  private static final Set<String> SETTINGS = Set.of("flow_id", "timeout_seconds", "credential_id", "lead", "price");

  private SaleRequest() {}

  static RawSubmission of(
      Delivery delivery, Delivery.Origin origin, OpenFlow flow, CompiledSource source, Instant now) {
    byte[] body = JsonText.write(shared(delivery, origin)).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("content-length", Integer.toString(body.length));
    headers.put("accept", "application/json");
    headers.put("idempotency-key", delivery.idempotencyKey());
    return new RawSubmission("POST", Kind.SUBMIT,
        "/flows/" + flow.id() + "/sources/" + source.entityId() + "/submit", "", headers, body,
        ipOf(delivery.vars()), now);
  }

  private static String ipOf(Map<String, ? extends @Nullable Object> vars) {
    return vars.get("submission") instanceof Map<?, ?> submission ? Values.text(submission.get("ip")) : "";
  }

  /** What the step maps, and all fields of the lead only where it maps none: the seller picks what is shared. */
  private static Map<String, @Nullable Object> shared(Delivery delivery, Delivery.Origin origin) {
    Map<String, @Nullable Object> shared = new LinkedHashMap<>();
    origin.mapped().forEach((name, value) -> {
      if (!SETTINGS.contains(name)) {
        shared.put(name, normal(value));
      }
    });
    addFields(shared, origin.mapped().get("lead"));
    if (shared.isEmpty()) {
      addFields(shared, delivery.vars().get("lead"));
    }
    shared.put("price", delivery.vars().get("price"));
    return shared;
  }

  private static void addFields(Map<String, @Nullable Object> shared, @Nullable Object lead) {
    if (lead instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> {
        if (!name.equals("id")) {
          shared.put(String.valueOf(name), normal(value));
        }
      });
    }
  }

  private static @Nullable Object normal(@Nullable Object value) {
    return value instanceof TypedValue typed ? typed.value() : value;
  }
}
