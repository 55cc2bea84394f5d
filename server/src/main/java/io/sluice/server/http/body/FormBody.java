package io.sluice.server.http.body;

import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A form-encoded body whose dotted names nest (exchange 3.2). */
public final class FormBody {

  public static final int MAX_PARAMETERS = 10_000;

  /** Places that one body may claim in lists: {@code a.4000000000=1} must not reserve four thousand million. */
  public static final int MAX_LIST_PLACES = 10_000;

  public static final int MAX_DEPTH = 100;

  private int listPlaces;
  private boolean tooDeep;

  private FormBody() {}

  /** {@code a.b=1&a.c.0=2} gives {@code {a: {b: "1", c: ["2"]}}}; repeated names give lists. */
  public static BodyReading read(String body) {
    Map<String, Object> flat = new LinkedHashMap<>();
    int[] parameters = {0};
    eachPair(body, (name, value) -> {
      if (parameters[0]++ < MAX_PARAMETERS) {
        addTo(flat, name, value);
      }
    });
    if (parameters[0] > MAX_PARAMETERS) {
      return new BodyReading.Unreadable("more than " + MAX_PARAMETERS + " parameters");
    }
    var form = new FormBody();
    var nested = form.nested(flat);
    if (form.tooDeep) {
      return new BodyReading.Unreadable("names nested deeper than " + MAX_DEPTH);
    }
    return form.listPlaces > MAX_LIST_PLACES
        ? new BodyReading.Unreadable("list numbers above " + MAX_LIST_PLACES)
        : new BodyReading.Read(nested);
  }

  /**
   * Names with dots as maps in maps, and lists where the parts are numbers, as {@link #read} makes them. Numbers above
   * {@link #MAX_LIST_PLACES} and names of more than {@link #MAX_DEPTH} parts are left out.
   *
   * @param flat values of any kind; maps and lists among them are written into where a name leads through them
   */
  public static Map<String, @Nullable Object> nest(Map<String, ? extends @Nullable Object> flat) {
    return new FormBody().nested(flat);
  }

  private Map<String, @Nullable Object> nested(Map<String, ? extends @Nullable Object> flat) {
    Map<String, @Nullable Object> nested = LinkedHashMap.newLinkedHashMap(flat.size());
    for (var parameter : flat.entrySet()) {
      if (parameter.getKey().chars().filter(c -> c == '.').count() >= MAX_DEPTH) {
        tooDeep = true;
        continue;
      }
      place(nested, parameter.getKey(), parameter.getValue());
      if (listPlaces > MAX_LIST_PLACES) {
        break;
      }
    }
    return nested;
  }

  /** The decoded names and values of {@code a=1&b=2} in their order; a name without a value has an empty one. */
  public static void eachPair(String text, BiConsumer<String, String> pair) {
    int from = 0;
    while (from < text.length()) {
      int to = text.indexOf('&', from);
      to = to < 0 ? text.length() : to;
      if (to > from) {
        int equals = text.indexOf('=', from);
        equals = equals < 0 || equals > to ? to : equals;
        pair.accept(PercentText.decode(text, from, equals), PercentText.decode(text, Math.min(equals + 1, to), to));
      }
      from = to + 1;
    }
  }

  private static void addTo(Map<String, Object> flat, String name, String value) {
    switch (flat.putIfAbsent(name, value)) {
      case null -> {}
      case Repeated values -> values.add(value);
      case Object first -> {
        var values = new Repeated();
        values.add(first);
        values.add(value);
        flat.put(name, values);
      }
    }
  }

  /** The values of a name that came more than once. */
  private static final class Repeated extends ArrayList<@Nullable Object> {}

  /** What was placed first stays when a later name would have to go through a plain value. */
  private void place(Map<String, @Nullable Object> root, String name, @Nullable Object value) {
    Object here = root;
    int from = 0;
    int dot = name.indexOf('.');
    while (dot >= 0) {
      var part = part(name, from, dot);
      int nextDot = name.indexOf('.', dot + 1);
      Object next = at(here, part);
      if (next == null) {
        next = isNumber(name.substring(dot + 1, nextDot < 0 ? name.length() : nextDot))
            ? new ArrayList<@Nullable Object>() : new LinkedHashMap<String, @Nullable Object>();
        put(here, part, next);
      } else if (!(next instanceof Map<?, ?>) && !(next instanceof List<?>)) {
        return;
      }
      here = next;
      from = dot + 1;
      dot = nextDot;
    }
    put(here, part(name, from, name.length()), value);
  }

  private static @Nullable Object at(Object container, String part) {
    if (container instanceof List<?> list) {
      int index = index(part);
      return index >= 0 && index < list.size() ? list.get(index) : null;
    }
    return ((Map<?, ?>) container).get(part);
  }

  private void put(Object container, String part, @Nullable Object value) {
    if (part.equals("__proto__")) {
      return; // observed; and nobody means it
    }
    if (container instanceof List<?>) {
      @SuppressWarnings("unchecked")
      var list = (List<@Nullable Object>) container;
      int index = index(part);
      // A list has no names: observed, "a.0=1&a.b=2" loses the second.
      if (index >= 0) {
        set(list, index, value);
      }
    } else {
      @SuppressWarnings("unchecked")
      var map = (Map<String, @Nullable Object>) container;
      map.put(part, value);
    }
  }

  private void set(List<@Nullable Object> list, int index, @Nullable Object value) {
    listPlaces += Math.max(0, Math.min(index, MAX_LIST_PLACES) + 1 - list.size());
    if (listPlaces > MAX_LIST_PLACES) {
      return;
    }
    while (list.size() <= index) {
      list.add(null);
    }
    list.set(index, value);
  }

  private static int index(String part) {
    if (part.isEmpty() || part.length() > 10) {
      return -1;
    }
    long index = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      index = index * 10 + (c - '0');
    }
    return (int) Math.min(index, Integer.MAX_VALUE - 1);
  }

  private static String part(String name, int from, int to) {
    var part = name.substring(from, to);
    return isNumber(part) ? canonical(part) : part;
  }

  /** Observed: whatever reads as a number counts as one, also an empty part (0), {@code 007} and {@code 1e1}. */
  private static boolean isNumber(String part) {
    var text = part.strip();
    int digits = digits(text, sign(text, 0));
    int at = sign(text, 0) + digits;
    if (digits > 0 && at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1 + sign(text, at + 1);
      digits = digits(text, exponent);
      at = exponent + digits;
    }
    return text.isEmpty() || digits > 0 && at == text.length();
  }

  /** 1 where there is one. */
  private static int sign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? 1 : 0;
  }

  /** How many there are. */
  private static int digits(String text, int from) {
    int to = from;
    while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
      to++;
    }
    return to - from;
  }

  private static String canonical(String part) {
    var digits = part.strip();
    if (digits.isEmpty()) {
      return "0";
    }
    double number = Double.parseDouble(digits);
    return Values.text(number == (long) number ? (Number) (long) number : (Number) number);
  }
}
