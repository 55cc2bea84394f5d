package io.sluice.engine.run;

import java.util.Locale;

/** What a filter decided (exchange 3.5). */
public enum FilterOutcome {
  /** The rules matched: the flow ends here. */
  STOP,
  CONTINUE;

  /** The contract's word, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
