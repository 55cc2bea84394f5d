package io.sluice.engine.rule;

import org.jspecify.annotations.Nullable;

/**
 * An evaluation together with its explanation, so that a value is never looked at twice.
 *
 * @param reason why it failed, in the pattern of exchange 3.6; null when it passed
 */
public record Verdict(@Nullable String reason, Explanation explanation) {

  public boolean passed() {
    return reason == null;
  }
}
