package io.sluice.engine.price;

import io.sluice.engine.rule.RuleSet;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One price of a list (exchange 8).
 *
 * @param id short id
 * @param amount US dollars, more than 0 and at most 1,000,000; required
 * @param ruleSet the price applies when it passes; absent passes
 */
public record Price(@Nullable String id, @Nullable BigDecimal amount, @Nullable RuleSet ruleSet) {

  public static Price of(String amount) {
    return new Price(null, new BigDecimal(amount), null);
  }

  public static Price of(String amount, RuleSet ruleSet) {
    return new Price(null, new BigDecimal(amount), ruleSet);
  }
}
