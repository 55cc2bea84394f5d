package io.sluice.engine.price;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a price is found (exchange 8).
 *
 * @param override true: the other side says the price, and there are no own ones; absent counts as false
 * @param prices all are evaluated and the last that passes wins; absent counts as none
 */
public record Pricing(@Nullable Boolean override, @Nullable List<Price> prices) {

  public static Pricing of(Price... prices) {
    return new Pricing(false, List.of(prices));
  }

  public static Pricing overridden() {
    return new Pricing(true, null);
  }
}
