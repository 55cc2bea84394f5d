package io.sluice.server.delivery;

import io.sluice.engine.type.FieldTypes;
import io.sluice.server.Cases;
import io.sluice.server.delivery.call.HttpIntegration;
import io.sluice.server.delivery.call.Prepared;
import io.sluice.server.delivery.credential.OpenedCredentials;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The observed cases of deliveries: how their variables, requests and answers are written down. */
public final class OutboundCases {

  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-15T12:00:00.000Z"), ZoneOffset.UTC);

  private OutboundCases() {}

  /** {@code {"$type","value"}} are typed values, parsed at the oracle's time; a credential is one that was opened. */
  public static Map<String, @Nullable Object> vars(JsonNode node) {
    Map<String, @Nullable Object> vars = map(node);
    if (node.has(HttpIntegration.CREDENTIAL_VARIABLE)) {
      vars.put(HttpIntegration.CREDENTIAL_VARIABLE,
          OpenedCredentials.of(node.path(HttpIntegration.CREDENTIAL_VARIABLE)));
    }
    return vars;
  }

  private static Map<String, @Nullable Object> map(JsonNode node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    node.properties().forEach(property -> map.put(property.getKey(), value(property.getValue())));
    return map;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.has("$type")) {
      return FieldTypes.named(node.path("$type").asString()).orElseThrow()
          .parse(Cases.plain(node.path("value")), CLOCK);
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    return node.isObject() ? map(node) : Cases.plain(node);
  }

  /** What the module would send, as the cases show it; null for nothing. */
  public static @Nullable Map<String, Object> shown(Prepared prepared, boolean withRedirects) {
    return switch (prepared) {
      case Prepared.Ready(OutboundRequest request) -> shown(request, withRedirects);
      case Prepared.Unsendable _ -> null;
    };
  }

  private static Map<String, Object> shown(OutboundRequest request, boolean withRedirects) {
    Map<String, Object> headers = new LinkedHashMap<>(request.headers());
    headers.computeIfPresent("Content-Length", (_, length) -> Long.valueOf((String) length));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("url", request.url());
    shown.put("method", request.method());
    shown.put("headers", headers);
    if (withRedirects) {
      shown.put("followAllRedirects", request.followsRedirects());
    }
    request.body().ifPresent(body -> shown.put("body", body));
    return shown;
  }

  public static OutboundResponse response(JsonNode res) {
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> cookies = new ArrayList<>();
    res.path("headers").properties().forEach(header -> {
      List<String> values = new ArrayList<>();
      if (header.getValue().isArray()) {
        header.getValue().forEach(value -> values.add(value.asString()));
      } else {
        values.add(header.getValue().asString());
      }
      headers.put(header.getKey(), String.join(", ", values));
      if (header.getKey().equals("Set-Cookie")) {
        cookies.addAll(values);
      }
    });
    return new OutboundResponse(res.path("status").asInt(), "", "1.1", headers, cookies, res.path("body").asString());
  }
}
