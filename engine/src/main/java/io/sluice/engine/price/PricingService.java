package io.sluice.engine.price;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A service that is asked for the price (exchange 5.2, 8).
 *
 * @param serviceId which one; required
 * @param fallbackPrice US dollars, when the call fails or gives none; required
 */
public record PricingService(@Nullable String serviceId, @Nullable BigDecimal fallbackPrice) {}
