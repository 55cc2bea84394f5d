package io.sluice.server.feedback;

import io.sluice.engine.type.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient says of a lead.
 *
 * @param eventId of the delivery, as sent; empty when none was
 * @param values all that was sent but that: {@code type}, {@code reason} and what else there is
 */
record Said(String eventId, Map<String, @Nullable Object> values) {

  private static final String EVENT_ID = "event_id";

  static Said of(Map<String, @Nullable Object> parameters) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(parameters);
    Object id = values.remove(EVENT_ID);
    return new Said(Values.text(id instanceof List<?> several && !several.isEmpty() ? several.getFirst() : id), values);
  }

  /** Empty for a word that is none of the contract's: any may be sent (observed), but no other means anything. */
  Optional<FeedbackKind> kind() {
    return FeedbackKind.of(Values.text(values.get("type")).strip().toLowerCase(Locale.ROOT));
  }

  /** Never prints what was said: it may be about a person. */
  @Override
  public String toString() {
    return "Said[" + values.keySet() + "]";
  }
}
