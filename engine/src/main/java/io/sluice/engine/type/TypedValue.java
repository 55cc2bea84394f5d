package io.sluice.engine.type;

import io.sluice.engine.type.number.Doubles;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A parsed value: its normal form, what was submitted, whether it is good, and the parts of its type (exchange 9.1).
 *
 * <p>{@code normal} is a {@link String}, a {@link Boolean}, a {@link Number} ({@link Long} where integral and exact,
 * otherwise {@link Double}, NaN for text without a number), for a valid date or dob a {@link java.time.LocalDate}, for
 * a valid time an {@link java.time.Instant}. Of an invalid value it is the text as submitted.
 */
public final class TypedValue {

  private static final int ISO_DATE_LENGTH = 10;
  private static final String[] NO_NAMES = {};
  private static final @Nullable Object[] NO_VALUES = {};

  private final String type;
  private final Object normal;
  private final @Nullable Object raw;
  private final boolean valid;
  // Parallel arrays instead of a map: names are shared by all values of a shape, and no shape has more than ten parts.
  private final String[] names;
  private final @Nullable Object[] values;

  private TypedValue(
      String type, Object normal, @Nullable Object raw, boolean valid, String[] names, @Nullable Object[] values) {
    this.type = type;
    this.normal = normal;
    this.raw = raw;
    this.valid = valid;
    this.names = names;
    this.values = values;
  }

  public static TypedValue valid(String type, Object normal, @Nullable Object raw) {
    return new TypedValue(type, normal, raw, true, NO_NAMES, NO_VALUES);
  }

  /** The arrays are kept, not copied: {@code names} is a shared constant, {@code values} belongs to this value. */
  public static TypedValue valid(
      String type, Object normal, @Nullable Object raw, String[] names, @Nullable Object... values) {
    return of(type, normal, raw, true, names, values);
  }

  public static TypedValue invalid(String type, Object normal, @Nullable Object raw) {
    return new TypedValue(type, normal, raw, false, NO_NAMES, NO_VALUES);
  }

  public static TypedValue of(
      String type,
      Object normal,
      @Nullable Object raw,
      boolean valid,
      String[] names,
      @Nullable Object... values) {
    assert names.length == values.length;
    return new TypedValue(type, normal, raw, valid, names, values);
  }

  /** The name of the field type. */
  public String type() {
    return type;
  }

  public Object normal() {
    return normal;
  }

  /** What was submitted; null for a credential, which keeps its text in {@link #normal()} only. */
  public @Nullable Object raw() {
    return raw;
  }

  public boolean valid() {
    return valid;
  }

  /** Whether characters were replaced by {@code *}, here or by the sender. */
  public boolean masked() {
    return Boolean.TRUE.equals(component("masked"));
  }

  /** The parts in the contract's order, without normal, raw and valid. */
  public Map<String, @Nullable Object> components() {
    Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(names.length);
    for (int i = 0; i < names.length; i++) {
      map.put(names[i], values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  /** {@code normal}, {@code raw}, {@code valid}, {@code masked} or a part; null where the value has none so named. */
  public @Nullable Object get(String name) {
    return switch (name) {
      case "normal" -> normal;
      case "raw" -> raw;
      case "valid" -> valid;
      default -> component(name);
    };
  }

  private @Nullable Object component(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  /** How the value prints in templates: a date as {@code YYYY-MM-DD}, a time as ISO 8601 UTC with milliseconds. */
  public String text() {
    return Values.text(normal);
  }

  /** What a delivery sends: a text, a number or a boolean. */
  public Object value() {
    return normal instanceof Number || normal instanceof Boolean ? normal : text();
  }

  /** The value as it may be stored: of a maskable type with {@code *} for each character, else itself. */
  public TypedValue mask() {
    if (masked() || !FieldTypes.require(type).maskable()) {
      return this;
    }
    return type.equals("dob") && valid ? maskedDob() : stars();
  }

  private TypedValue maskedDob() {
    var text = "**/**/" + get("year");
    return new TypedValue(type, text, text, true, names, maskedValues(false));
  }

  private TypedValue stars() {
    var stars = "*".repeat(Values.text(normal).length());
    var rawStars = raw == null ? null : "*".repeat(Values.text(raw).length());
    return new TypedValue(type, stars, rawStars, valid, names, maskedValues(true));
  }

  private @Nullable Object[] maskedValues(boolean hideParts) {
    @Nullable Object[] masked = values.clone();
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals("masked")) {
        masked[i] = true;
      } else if (hideParts && masked[i] != null) {
        masked[i] = "*".repeat(Values.text(masked[i]).length());
      }
    }
    return masked;
  }

  /**
   * What statistics keep of the value (exchange 9.4): a map of parts, a text, a number or a boolean; null when it is
   * left out, as every invalid one is.
   */
  public @Nullable Object aggregate() {
    return valid ? FieldTypes.require(type).reduction().reduce(this) : null;
  }

  /** The parts so named that the value has; a part that is there but null stays. */
  Map<String, @Nullable Object> only(String... wanted) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    for (var name : wanted) {
      if (name.equals("normal")) {
        kept.put(name, value());
      }
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          kept.put(name, values[i]);
        }
      }
    }
    return kept;
  }

  /**
   * The stored form {@code {normal, raw, valid, ...parts}}, of JSON's kinds only: NaN becomes null, a date becomes its
   * midnight, as observed.
   */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(names.length + 3);
    forEach(map::put);
    return map;
  }

  /** What {@link #toMap()} holds, one after the other. */
  public void forEach(BiConsumer<String, @Nullable Object> member) {
    member.accept("normal", jsonable(normal));
    if (raw != null) {
      member.accept("raw", jsonable(raw));
    }
    member.accept("valid", valid);
    forEachPart(member);
  }

  /** What {@link #toMap()} holds behind {@code normal}, {@code raw} and {@code valid}. */
  public void forEachPart(BiConsumer<String, @Nullable Object> part) {
    for (int i = 0; i < names.length; i++) {
      part.accept(names[i], jsonable(values[i]));
    }
  }

  /** Whether its parts are these, in this order. */
  public boolean hasParts(String... wanted) {
    return Arrays.equals(names, wanted);
  }

  /** Reads back what {@link #toMap()} wrote. */
  public static TypedValue fromMap(String type, Map<String, ? extends @Nullable Object> map) {
    FieldTypes.require(type);
    int count = map.size();
    for (var name : new String[] {"normal", "raw", "valid"}) {
      count -= map.containsKey(name) ? 1 : 0;
    }
    var names = new String[count];
    @Nullable Object[] values = new @Nullable Object[count];
    int i = 0;
    for (var entry : map.entrySet()) {
      switch (entry.getKey()) {
        case "normal", "raw", "valid" -> {}
        case "age" -> {
          names[i] = "age";
          // An age that could not be told is NaN, which toMap() wrote as null.
          values[i++] = entry.getValue() == null ? Double.valueOf(Double.NaN) : entry.getValue();
        }
        default -> {
          names[i] = entry.getKey();
          values[i++] = entry.getValue();
        }
      }
    }
    boolean valid = Boolean.TRUE.equals(map.get("valid"));
    boolean masked = Boolean.TRUE.equals(map.get("masked"));
    return new TypedValue(type, normalOf(type, map.get("normal"), valid && !masked), map.get("raw"), valid, names,
        values);
  }

  private static Object normalOf(String type, @Nullable Object stored, boolean whole) {
    if (stored == null) {
      return Double.NaN;
    }
    return switch (type) {
      case "date", "dob" -> whole ? LocalDate.parse(Values.text(stored).substring(0, ISO_DATE_LENGTH)) : stored;
      case "time" -> whole ? Instant.parse(Values.text(stored)) : stored;
      case "number" -> stored instanceof Number number ? Doubles.of(number.doubleValue()) : stored;
      default -> stored;
    };
  }

  private static @Nullable Object jsonable(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double number when !Double.isFinite(number) -> null;
      case LocalDate date -> Values.text(date.atStartOfDay(ZoneOffset.UTC).toInstant());
      case Instant instant -> Values.text(instant);
      default -> value;
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypedValue that
        && type.equals(that.type)
        && valid == that.valid
        && normal.equals(that.normal)
        && Objects.equals(raw, that.raw)
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, normal, raw, valid);
  }

  /** Type and validity only: values are personal data and must not reach a log by accident. */
  @Override
  public String toString() {
    return type + (valid ? "" : " (invalid)");
  }
}
