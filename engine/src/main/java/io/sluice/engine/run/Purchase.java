package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.price.CompiledPricing;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One level at which a purchase price can be said: a service, then rules or the source itself (exchange 8). */
record Purchase(@Nullable PricingService service, CompiledPricing pricing) {

  static Purchase compile(
      @Nullable PricingService service, @Nullable Pricing pricing, String path, Problems problems) {
    if (service != null && (service.serviceId() == null || service.serviceId().isBlank())) {
      problems.add(path + "pricing_service.service_id", "a service is required");
    }
    if (service != null && CompiledPricing.said(service.fallbackPrice()) == null) {
      problems.add(path + "pricing_service.fallback_price", "must be 0 or more and at most 1000000");
    }
    return new Purchase(service, CompiledPricing.compile(pricing, path + "pricing", problems));
  }

  /**
   * Null when this level gives no price.
   *
   * @param submitted the {@code price} parameter of the submission
   */
  @Nullable BigDecimal price(Vars vars, @Nullable Object submitted, Outside outside) {
    if (service != null && service.serviceId() != null) {
      var quoted = outside.quote(service.serviceId(), vars).map(CompiledPricing::said).orElse(null);
      return quoted == null ? service.fallbackPrice() : quoted;
    }
    return pricing.isOverridden() ? CompiledPricing.said(submitted) : pricing.price(vars);
  }
}
