package io.sluice.server.list.module;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.http.body.BodyReading;
import io.sluice.server.http.body.JsonBody;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a list service answered, as it is appended to the lead (observed). */
final class ListAnswers {

  private ListAnswers() {}

  /** An answer over HTTP. */
  static Map<String, @Nullable Object> of(OutboundResponse response) {
    if (response.status() == 401) {
      return failed("error", "Authentication failed");
    }
    if (response.status() == 402) {
      return failed("failure", "Unpaid account");
    }
    if (!response.header("Content-Type").orElse("").contains("application/json")) {
      return failed("error", "Unsupported response");
    }
    if (JsonBody.read(response.body()) instanceof BodyReading.Read(Map<?, ?> body)) {
      return of(body, response.header("X-Runtime").orElse(null));
    }
    return failed("error", "Error parsing response");
  }

  /** @param duration how many seconds it took, as the service says it */
  static Map<String, @Nullable Object> of(Map<?, ?> body, @Nullable String duration) {
    String error = Values.text(body.get("error"));
    if (!error.isEmpty()) {
      return failed("error", error.endsWith(".") ? error.substring(0, error.length() - 1) : error);
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    body.forEach((name, value) -> event.put(String.valueOf(name), value));
    event.put("outcome", "success");
    event.put("reason", null);
    if (duration != null) {
      event.put("duration", duration);
    }
    return event;
  }

  /** Of a query: where the value was found, and when it was added there last. */
  static Map<String, @Nullable Object> found(Map<String, @Nullable Object> answer) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>(answer);
    Object lists = event.remove("exists_in_lists");
    Object entries = event.remove("entries");
    if (lists != null) {
      event.put("found_in", lists);
      event.put("added_at", lastAddedAt(entries));
    } else if (entries != null) {
      event.put("entries", entries);
    }
    return event;
  }

  /** Times of one form are in the order of their texts. */
  private static @Nullable Object lastAddedAt(@Nullable Object entries) {
    return entries instanceof List<?> all
        ? all.stream().map(entry -> entry instanceof Map<?, ?> one ? Values.text(one.get("added_at")) : "")
            .max(Comparator.naturalOrder()).orElse(null)
        : null;
  }

  static Map<String, @Nullable Object> failed(String outcome, String reason) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", outcome);
    event.put("reason", reason);
    return event;
  }
}
