package io.sluice.engine.rule;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.explain.Explanation;
import io.sluice.engine.template.Vars;
import org.jspecify.annotations.Nullable;

/** A rule set, compiled once and evaluated for every lead (exchange 6.3). Immutable. */
public final class CompiledRules {

  private static final CompiledRules NONE = new CompiledRules(Condition.Group.NONE);

  private final Condition.Group root;
  private final boolean rollsDice;

  private CompiledRules(Condition.Group root) {
    this.root = root;
    this.rollsDice = root.rollsDice();
  }

  /** Rules that everything passes. */
  public static CompiledRules none() {
    return NONE;
  }

  /**
   * Compiles what can be compiled and reports the rest.
   *
   * @param set null passes, as an empty one does
   * @param path where the set stands, for the problems found
   */
  public static CompiledRules compile(@Nullable RuleSet set, String path, Problems problems) {
    return set == null ? NONE : new CompiledRules(RuleCompiler.compile(set, path, problems));
  }

  /** Whether there is nothing to fail. */
  public boolean isEmpty() {
    return root.members().isEmpty();
  }

  public boolean pass(Vars vars) {
    return root.pass(vars);
  }

  /** Null on pass, else why not: the first failure of an {@code and}, all of an {@code or} (exchange 3.6). */
  public @Nullable String failure(Vars vars) {
    var refusal = refusal(vars);
    return refusal == null ? null : refusal.reason();
  }

  /** Null on pass, which costs no more than the questions themselves; else everything there is to say about it. */
  public @Nullable Explanation refusal(Vars vars) {
    return explained(vars, false);
  }

  /** As {@link #refusal}, the other way round: null unless they pass. For filters, which stop what they match. */
  public @Nullable Explanation match(Vars vars) {
    return explained(vars, true);
  }

  /** What every rule saw and what would have turned the outcome, whatever it is. */
  public Explanation explain(Vars vars) {
    return Explanation.of(root.observe(vars, vars.masked()));
  }

  /** A die is rolled once: rules that ask for a random number are not asked a second time. */
  private @Nullable Explanation explained(Vars vars, boolean wanted) {
    if (!rollsDice && root.pass(vars) != wanted) {
      return null;
    }
    var observed = root.observe(vars, vars.masked());
    return observed.holds() == wanted ? Explanation.of(observed) : null;
  }
}
