package io.sluice.server.event.row;

import io.sluice.server.event.row.Definitions.Part;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.ProductVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of an event that are only shown, in their order: its flow's, and between them its own. */
final class Details {

  static final String VERSION = ProductVersion.current();

  private final Definitions definitions;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder own = new StringBuilder("{");

  Details(Definitions definitions) {
    this.definitions = definitions;
    define("handler_version", VERSION);
  }

  /** What every event of the flow shows alike. Leaves out what is absent and what is empty. */
  void define(String name, @Nullable Object value) {
    boolean isEmpty = switch (value) {
      case null -> true;
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
    if (!isEmpty) {
      parts.add(new Part(name, value));
    }
  }

  /** What only this event shows. Leaves out what is absent. */
  void put(String name, @Nullable Object value) {
    parts.add(new Part(name, null));
    if (value != null) {
      String json = value instanceof Integer number ? number.toString() : VarsJson.write(value);
      own.append(own.length() > 1 ? "," : "").append('"').append(name).append("\":").append(json);
    }
  }

  EventDefinition definition(EventId event) {
    return definitions.of(parts, event);
  }

  /** Its own, as a JSON object. */
  String json() {
    return own + "}";
  }
}
