package io.sluice.engine.run;

import java.util.Locale;

/** What became of a recipient step (exchange 12.3). */
public enum StepOutcome {
  SUCCESS,
  FAILURE,
  ERROR,
  /** Nothing was sent. */
  SKIP;

  /** The contract's word, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
