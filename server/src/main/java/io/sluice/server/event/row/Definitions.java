package io.sluice.server.event.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.ObjectIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parts of flow definitions as events show them. A compiled flow hands out the very same objects for every lead, so what
 * they make together is written once and found again by their identity.
 */
final class Definitions {

  /** Far more than what all flows in use take; reached only where flows are changed all day long. */
  private static final long MAX_KNOWN_CHARS = 16 << 20;

  private static final JsonMapper JSON = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
      .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
      .build();

  private final Map<List<Part>, EventDefinition> known = new ConcurrentHashMap<>();
  private final AtomicLong knownChars = new AtomicLong();

  /** @param event whose month it is kept in */
  EventDefinition of(List<Part> parts, EventId event) {
    String month = ObjectIds.firstOfMonth(ObjectIds.timeOf(event.value()));
    EventDefinition definition = known.get(parts);
    if (definition == null || !definition.isOf(month)) {
      definition = EventDefinition.of(month, json(parts));
      if (knownChars.addAndGet(definition.json().length()) > MAX_KNOWN_CHARS) {
        known.clear();
        knownChars.set(0);
      }
      known.put(parts, definition);
    }
    return definition;
  }

  private static String json(List<Part> parts) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    // A small map has another order in every process, and the text must be the same in all of them.
    for (Part part : parts) {
      properties.put(part.name(), part.value() instanceof Map<?, ?> map ? new TreeMap<>(map) : part.value());
    }
    return JSON.writeValueAsString(properties);
  }

  /**
   * A property. Equal where it is the very same: comparing a rule set by its rules would cost more than writing it.
   *
   * @param value null where an event puts its own
   */
  record Part(String name, @Nullable Object value) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Part(String otherName, Object otherValue) && name.equals(otherName)
          && isSame(value, otherValue);
    }

    @Override
    public int hashCode() {
      return name.hashCode() ^ hash(value);
    }

    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
      return one == other || switch (one) {
        case String _, Integer _, Boolean _, Map<?, ?> _ -> one.equals(other);
        case List<?> list -> other instanceof List<?> members && areSame(list, members);
        case null, default -> false;
      };
    }

    private static boolean areSame(List<?> some, List<?> others) {
      boolean same = some.size() == others.size();
      for (int i = 0; same && i < some.size(); i++) {
        same = some.get(i) == others.get(i);
      }
      return same;
    }

    private static int hash(@Nullable Object value) {
      return switch (value) {
        case String _, Integer _, Boolean _, Map<?, ?> _ -> value.hashCode();
        case List<?> list -> {
          int hash = 1;
          for (Object member : list) {
            hash = 31 * hash + System.identityHashCode(member);
          }
          yield hash;
        }
        case null, default -> System.identityHashCode(value);
      };
    }
  }
}
