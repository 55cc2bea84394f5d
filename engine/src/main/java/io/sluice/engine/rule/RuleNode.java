package io.sluice.engine.rule;

import org.jspecify.annotations.Nullable;

/** A member of a rule set: a rule, or a rule set again (exchange 6.1). */
public sealed interface RuleNode permits Rule, RuleSet {

  /** The short id; absent in definitions written by hand. */
  @Nullable String id();
}
