package io.sluice.server.http.body;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read of an element that is still open: its text, and by name its attributes and what its children say. */
final class XmlElement {

  final String name;
  final StringBuilder text = new StringBuilder();
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private boolean characterData;

  XmlElement(String name) {
    this.name = name;
  }

  /** Of an attribute given twice the first counts (observed). */
  void attribute(String attribute, String value) {
    fields.putIfAbsent(attribute, value);
  }

  void characterData(String data) {
    text.append(data);
    characterData |= !data.isEmpty();
  }

  void add(String child, Object value) {
    switch (fields.get(child)) {
      case null -> fields.put(child, value);
      case Repeated values -> values.add(value);
      case Object first -> fields.put(child, new Repeated(List.of(first, value)));
    }
  }

  /** Blanks alone are text only where there is nothing else. */
  Object value() {
    var whole = text.toString();
    if (fields.isEmpty()) {
      return whole;
    }
    if (characterData || !whole.isBlank()) {
      ((LinkedHashMap<String, @Nullable Object>) fields).putFirst("_", whole);
    }
    return fields;
  }

  /** The values of a name that came more than once. */
  private static final class Repeated extends ArrayList<Object> {

    Repeated(List<Object> values) {
      super(values);
    }
  }
}
