package io.sluice.server.delivery.call;

import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step's settings among its variables: mapped as texts by people, or typed. */
public final class Mapped {

  /** What is read here does not depend on the time. */
  private static final Clock NO_MATTER_WHEN = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private Mapped() {}

  /** Trimmed; empty for what is missing or blank. */
  public static Optional<String> text(Map<String, ? extends @Nullable Object> vars, String name) {
    return Optional.of(Values.text(vars.get(name)).strip()).filter(text -> !text.isEmpty());
  }

  /** What reads as a boolean; empty for all else. */
  public static Optional<Boolean> flag(Map<String, ? extends @Nullable Object> vars, String name) {
    return typed(vars.get(name), "boolean").map(Boolean.class::cast);
  }

  /** What reads as a number; empty for all else. */
  public static Optional<Number> number(Map<String, ? extends @Nullable Object> vars, String name) {
    return typed(vars.get(name), "number").map(Number.class::cast);
  }

  private static Optional<Object> typed(@Nullable Object value, String type) {
    if (value == null) {
      return Optional.empty();
    }
    Object read = value instanceof TypedValue typed && typed.type().equals(type)
        ? typed
        : FieldTypes.named(type).orElseThrow()
            .parse(value instanceof TypedValue other ? other.value() : value, NO_MATTER_WHEN);
    return read instanceof TypedValue typed && typed.valid() ? Optional.of(typed.normal()) : Optional.empty();
  }
}
