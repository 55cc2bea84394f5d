package io.sluice.server.event.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parts of flow definitions as JSON text. A compiled flow hands out the very same object for every lead, so each is
 * written once and found again by its identity.
 */
final class Definitions {

  /** Far more than the parts of all flows in use; reached only by flows that are changed all day long. */
  private static final int MAX_KNOWN = 20_000;

  private static final JsonMapper JSON = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
      .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
      .build();

  private final Map<Same, String> known = new ConcurrentHashMap<>();

  String json(Object definition) {
    Same same = new Same(definition);
    String text = known.get(same);
    if (text == null) {
      text = JSON.writeValueAsString(definition);
      if (known.size() >= MAX_KNOWN) {
        known.clear();
      }
      known.put(same, text);
    }
    return text;
  }

  /** Equal only to itself: comparing a rule set by its rules would cost more than writing it. */
  private record Same(Object definition) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Same same && same.definition == definition;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(definition);
    }
  }
}
