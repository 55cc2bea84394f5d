package io.sluice.server.event.count;

import io.sluice.server.event.row.VarsJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a lead ran: its flow, its source, and each event as far as statistics ask of it. Many leads have the same.
 *
 * @param blurred whether reasons and prices were left out, so that runs that differ in nothing else are counted together
 */
record RunShape(Map<String, @Nullable Object> flow, Map<String, @Nullable Object> source, boolean blurred,
    List<Map<String, @Nullable Object>> events) {

  private static final int ID_BYTES = 12;

  static RunShape of(String flowId, String flowName, String sourceId, String sourceName, List<RunEventRow> events) {
    List<Map<String, @Nullable Object>> shaped = new ArrayList<>(events.size());
    for (RunEventRow event : events) {
      Map<String, @Nullable Object> properties = new LinkedHashMap<>();
      properties.put("type", event.type());
      properties.put("outcome", event.outcome());
      put(properties, "reason", event.reason());
      put(properties, "step_id", event.stepId());
      put(properties, "module_id", event.moduleId());
      put(properties, "purchase_price", plain(event.purchasePrice()));
      put(properties, "sale_price", plain(event.salePrice()));
      put(properties, "cap_reached", event.capReached() ? true : null);
      put(properties, "recipient", event.recipient());
      shaped.add(properties);
    }
    return new RunShape(named(flowId, flowName), named(sourceId, sourceName), false, shaped);
  }

  String flowId() {
    return String.valueOf(flow.get("id"));
  }

  RunShape blur() {
    return new RunShape(flow, source, true, events.stream().map(event -> {
      Map<String, @Nullable Object> kept = new LinkedHashMap<>(event);
      kept.keySet().removeAll(Needs.VARYING);
      return kept;
    }).toList());
  }

  String body() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("flow", flow);
    body.put("source", source);
    if (blurred) {
      body.put("blurred", true);
    }
    body.put("events", events);
    return VarsJson.write(body);
  }

  static RunShape read(String body) {
    Map<String, @Nullable Object> read = VarsJson.read(body);
    List<Map<String, @Nullable Object>> events = new ArrayList<>();
    if (read.get("events") instanceof List<?> list) {
      list.forEach(event -> events.add(map(event)));
    }
    return new RunShape(map(read.get("flow")), map(read.get("source")), read.containsKey("blurred"), events);
  }

  /** The properties of each event as rules and groups name them, as far as anybody asks for them. */
  List<Map<String, @Nullable Object>> properties(Needs needs) {
    return events.stream().map(event -> {
      Map<String, @Nullable Object> properties = new LinkedHashMap<>(event);
      Map<String, @Nullable Object> vars = new LinkedHashMap<>();
      vars.put("flow", flow);
      vars.put("source", source);
      Object recipient = properties.remove("recipient");
      put(vars, "recipient", needs.recipients() ? recipient : null);
      properties.putIfAbsent("cap_reached", false);
      properties.keySet().removeIf(name -> !needs.event(name));
      properties.put("vars", vars);
      return properties;
    }).toList();
  }

  static String id(String body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, @Nullable Object> named(String id, String name) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    named.put("id", id);
    put(named, "name", name.isEmpty() ? null : name);
    return named;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> known) {
      known.forEach((name, member) -> map.put(String.valueOf(name), member));
    }
    return map;
  }

  private static void put(Map<String, @Nullable Object> properties, String name, @Nullable Object value) {
    if (value != null) {
      properties.put(name, value);
    }
  }

  /** 12.50 and 12.5 are one price. */
  private static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
    return amount == null ? null : new BigDecimal(amount.stripTrailingZeros().toPlainString());
  }
}
