package io.sluice.engine.rule.operator;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import org.jspecify.annotations.Nullable;

/**
 * A value that might answer a question otherwise.
 *
 * @param value as a lead would have it; null for a missing one
 * @param distance from the value seen: below 1 between numbers or dates, 1 between texts, more for leaving it out
 */
public record Candidate(@Nullable Object value, double distance) {

  /** What would have had to be sent; empty for a missing value. */
  public String text() {
    return value instanceof TypedValue typed && !typed.valid() ? Values.text(typed.raw()) : Values.text(value);
  }
}
