package io.sluice.engine.run;

import org.jspecify.annotations.Nullable;

/** One of the things that happen to a lead, in order (exchange 5.4). */
public sealed interface Step permits FilterStep, RecipientStep {

  /** Short id. */
  @Nullable String id();

  /** Absent counts as true. */
  @Nullable Boolean enabled();

  default boolean isEnabled() {
    return !Boolean.FALSE.equals(enabled());
  }
}
