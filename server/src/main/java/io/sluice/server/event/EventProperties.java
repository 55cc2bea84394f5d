package io.sluice.server.event;

import io.sluice.server.event.row.VarsJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts an event together again from what was stored of it and of its lead (exchange 12.2, 12.3). */
final class EventProperties {

  /** Of the shape of events; raised when a property changes its meaning. */
  private static final String VERSION = "1.0.0";

  private EventProperties() {}

  /**
   * @param submittedAt when the lead came in
   * @param lead what was known when the lead's first step began
   * @param before what the events before this one appended, in order
   * @param definitions what it shows of its flow, with a null in the place of each of its own details
   */
  static Map<String, @Nullable Object> of(StoredEvent event, Instant submittedAt,
      Map<String, @Nullable Object> lead, List<StoredEvent.Left> before,
      Map<String, @Nullable Object> definitions, Instant expiresAt) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("id", event.id().value());
    properties.put("type", event.type());
    properties.put("outcome", event.outcome());
    properties.put("reason", event.reason());
    put(properties, "step_id", event.stepId());
    put(properties, "module_id", event.moduleId());
    put(properties, "key", event.key());
    Map<String, @Nullable Object> vars = new LinkedHashMap<>(lead);
    Map<String, @Nullable Object> appendedBefore = new LinkedHashMap<>();
    before.forEach(left -> appendedBefore.put(left.key(), VarsJson.read(left.appended())));
    vars.putAll(appendedBefore);
    if (event.changed() != null) {
      vars.putAll(VarsJson.read(event.changed()));
    }
    properties.put("vars", vars);
    if (event.key() != null && event.appended() != null) {
      Map<String, @Nullable Object> appended = VarsJson.read(event.appended());
      properties.put(event.key(), appended);
      put(properties, "recipient_record_id", recordId(appended));
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(definitions);
    shown.putAll(VarsJson.read(event.details()));
    shown.values().removeIf(Objects::isNull);
    properties.putAll(shown);
    switch (event.type()) {
      case "source" -> properties.put("appended", appendedBefore);
      case "recipient", "retry" -> properties.put("caps_reached", event.capReached());
      default -> {}
    }
    amount(properties, "purchase_price", event.purchasePrice());
    amount(properties, "sale_price", event.salePrice());
    amount(properties, "cost", event.cost());
    amount(properties, event.type().equals("source") ? "recipient_revenue" : "revenue", event.revenue());
    properties.put("cap_reached", event.capReached());
    properties.put("ping_limit_reached", false); // a ping leaves no event (exchange 12.4), and only pings have limits
    properties.put("host", event.host());
    times(properties, event, submittedAt);
    properties.put("version", VERSION);
    properties.put("expires_at", expiresAt.toString());
    return properties;
  }

  /** What was waited for is known to the details of events whose step calls somebody; the others wait for nobody. */
  private static void times(Map<String, @Nullable Object> properties, StoredEvent event, Instant submittedAt) {
    properties.put("start_timestamp", event.startedAt().toEpochMilli());
    properties.put("end_timestamp", event.endedAt().toEpochMilli());
    properties.put("ms", event.ms());
    properties.putIfAbsent("wait_ms", 0L);
    properties.put("lag_ms", between(submittedAt, event.startedAt()));
    properties.put("total_ms", between(submittedAt, event.endedAt()));
    overhead(properties);
  }

  /** @param transactions absent when there were none or they were dropped already */
  static void addBodies(Map<String, @Nullable Object> properties, String type, @Nullable String transactions) {
    if (transactions == null) {
      return;
    }
    List<@Nullable Object> exchanges = VarsJson.readList(transactions);
    if (!type.equals("recipient") && !type.equals("retry")) {
      if (exchanges.getFirst() instanceof Map<?, ?> only) {
        properties.put("request", only.get("request"));
        properties.put("response", only.get("response"));
      }
      return;
    }
    properties.put("transactions", exchanges);
    if (Long.valueOf(0).equals(properties.get("wait_ms"))) {
      properties.put("wait_ms", exchanges.stream()
          .mapToLong(one -> one instanceof Map<?, ?> map && map.get("ms") instanceof Number ms ? ms.longValue() : 0)
          .sum());
      overhead(properties);
    }
  }

  private static void overhead(Map<String, @Nullable Object> properties) {
    if (properties.get("ms") instanceof Long ms && properties.get("wait_ms") instanceof Number waited) {
      properties.put("overhead_ms", Math.max(0, ms - waited.longValue()));
    }
  }

  private static long between(Instant submittedAt, Instant then) {
    return Math.max(0, then.toEpochMilli() - submittedAt.toEpochMilli());
  }

  /** How the recipient calls its own record: the standard answer says {@code lead.id}, custom ones a reference. */
  private static @Nullable String recordId(Map<String, @Nullable Object> appended) {
    Object id = appended.get("lead") instanceof Map<?, ?> lead ? lead.get("id") : appended.get("reference");
    return id instanceof String text && !text.isBlank() ? text : null;
  }

  private static void put(Map<String, @Nullable Object> properties, String name, @Nullable Object value) {
    if (value != null) {
      properties.put(name, value);
    }
  }

  private static void amount(Map<String, @Nullable Object> properties, String name, @Nullable BigDecimal amount) {
    if (amount != null) {
      properties.put(name, amount);
    }
  }
}
