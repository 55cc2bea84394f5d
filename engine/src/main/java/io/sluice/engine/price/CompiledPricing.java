package io.sluice.engine.price;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The prices of a flow, source or step, compiled once (exchange 8). Immutable. */
public final class CompiledPricing {

  private static final BigDecimal MAX_PRICE_USD = BigDecimal.valueOf(1_000_000);

  private static final CompiledPricing NONE = new CompiledPricing(null, false, List.of());

  private final @Nullable Pricing definition;
  private final boolean overridden;
  private final List<Candidate> candidates;

  private CompiledPricing(@Nullable Pricing definition, boolean overridden, List<Candidate> candidates) {
    this.definition = definition;
    this.overridden = overridden;
    this.candidates = candidates;
  }

  /** Compiles what can be compiled and reports the rest. */
  public static CompiledPricing compile(@Nullable Pricing pricing, String path, Problems problems) {
    if (pricing == null) {
      return NONE;
    }
    boolean overridden = Boolean.TRUE.equals(pricing.override());
    List<Price> prices = pricing.prices() == null ? List.of() : pricing.prices();
    if (overridden && !prices.isEmpty()) {
      problems.add(path + ".prices", "must be empty when the price is overridden");
    }
    var candidates = new ArrayList<Candidate>();
    for (int i = 0; i < prices.size(); i++) {
      String at = path + ".prices." + i;
      var amount = prices.get(i).amount();
      var rules = CompiledRules.compile(prices.get(i).ruleSet(), at + ".rule_set", problems);
      if (amount == null || amount.signum() <= 0 || amount.compareTo(MAX_PRICE_USD) > 0) {
        problems.add(at + ".amount", "must be more than 0 and at most " + MAX_PRICE_USD);
      } else {
        candidates.add(new Candidate(amount, rules));
      }
    }
    return new CompiledPricing(pricing, overridden, List.copyOf(candidates));
  }

  /** As written; null when there is no pricing. */
  public @Nullable Pricing definition() {
    return definition;
  }

  /** Whether the other side says the price. */
  public boolean isOverridden() {
    return overridden;
  }

  /** The amount of the last price whose rules pass; null when none does. */
  public @Nullable BigDecimal price(Vars vars) {
    for (int i = candidates.size() - 1; i >= 0; i--) {
      if (candidates.get(i).rules().pass(vars)) {
        return candidates.get(i).amount();
      }
    }
    return null;
  }

  /** A price that the other side said, as a number or text; null when it is none or outside 0 to 1,000,000. */
  public static @Nullable BigDecimal said(@Nullable Object value) {
    var amount = Numbers.of(value);
    return amount == null || amount.signum() < 0 || amount.compareTo(MAX_PRICE_USD) > 0 ? null : amount;
  }

  private record Candidate(BigDecimal amount, CompiledRules rules) {}
}
