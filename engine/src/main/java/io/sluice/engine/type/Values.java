package io.sluice.engine.type;

import io.sluice.engine.type.number.Doubles;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for any variable's value, typed or not. */
public final class Values {

  private static final DateTimeFormatter ISO_MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private Values() {}

  /**
   * The text of a value: its normal form, numbers without a trailing {@code .0}, lists joined by commas, nothing for
   * null, and {@code [object Object]} for a map, as observed.
   */
  public static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case TypedValue typed -> typed.text();
      case Number number -> Doubles.text(number);
      case Instant instant -> ISO_MILLISECONDS.format(instant);
      case LocalDate date -> DateTimeFormatter.ISO_LOCAL_DATE.format(date);
      case Iterable<?> list -> joined(list);
      case Map<?, ?> _ -> "[object Object]";
      default -> value.toString();
    };
  }

  private static String joined(Iterable<?> list) {
    var text = new StringBuilder();
    String comma = "";
    for (var element : list) {
      text.append(comma).append(text(element));
      comma = ",";
    }
    return text.toString();
  }

  /** What statistics keep of a value; null when it is left out (exchange 9.4). */
  public static @Nullable Object aggregate(@Nullable Object value) {
    return value instanceof TypedValue typed ? typed.aggregate() : value;
  }

  /** The value as it may be stored (exchange 9.1). */
  public static @Nullable Object mask(@Nullable Object value) {
    return value instanceof TypedValue typed ? typed.mask() : value;
  }

  /** The submitted value inside {@code {raw: …}}, which is how a stored value may come back; else the value itself. */
  public static Object submitted(Object input) {
    if (input instanceof Map<?, ?> map) {
      var raw = map.get("raw");
      return raw == null ? input : raw;
    }
    return input;
  }
}
