package io.sluice.server.event.log;

import io.sluice.server.kernel.ProductVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of an event that are only shown: a JSON object put together from parts that are JSON already. */
final class Details {

  static final String VERSION = ProductVersion.current();

  private final Definitions definitions;
  private final StringBuilder text = new StringBuilder("{");

  Details(Definitions definitions) {
    this.definitions = definitions;
    put("handler_version", VERSION);
  }

  /** Leaves out what is absent and what is empty. */
  void put(String name, @Nullable Object value) {
    String json = switch (value) {
      case null -> null;
      case Integer number -> number.toString();
      case Boolean yes -> yes.toString();
      case String text -> VarsJson.write(text);
      case List<?> list when list.isEmpty() -> null;
      case List<?> list -> list(list);
      case Map<?, ?> map when map.isEmpty() -> null;
      case Map<?, ?> map -> VarsJson.write(map);
      default -> definitions.json(value);
    };
    if (json != null) {
      text.append(text.length() > 1 ? "," : "").append('"').append(name).append("\":").append(json);
    }
  }

  private String list(List<?> members) {
    var list = new StringBuilder("[");
    for (Object member : members) {
      list.append(list.length() > 1 ? "," : "").append(definitions.json(member));
    }
    return list.append(']').toString();
  }

  String json() {
    return text + "}";
  }
}
