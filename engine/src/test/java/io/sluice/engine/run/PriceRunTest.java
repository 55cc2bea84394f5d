package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.IN_TEXAS;
import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.filter;
import static io.sluice.engine.run.Flows.source;
import static io.sluice.engine.run.Flows.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Purchase prices (exchange 3.4, 14; 8). */
final class PriceRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

  @Test
  void the_last_price_whose_rules_pass_wins() {
    flows.pricing = Pricing.of(Price.of("10"), Price.of("15", IN_TEXAS), Price.of("12"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.price()).isEqualByComparingTo("12");
    assertThat(source(ran).purchasePrice()).isEqualByComparingTo("12");
    assertThat(source(ran).cost()).isEqualByComparingTo("12");
  }

  @Test
  void the_sources_price_comes_before_the_flows() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.sourcePricing = Pricing.of(Price.of("7", IN_TEXAS));
    assertThat(flows.submit(TEXAN).price()).isEqualByComparingTo("7");
    assertThat(flows.submit(Map.of("state", "CA")).price()).isEqualByComparingTo("10");
  }

  @Test
  void an_overridden_price_is_the_one_the_source_sends() {
    flows.sourcePricing = Pricing.overridden();
    assertThat(flows.submit(Map.of("price", "4.50")).price()).isEqualByComparingTo("4.5");
  }

  @Test
  void a_price_that_no_one_may_ask_counts_as_none() {
    flows.sourcePricing = Pricing.overridden();
    assertThat(flows.submit(Map.of("price", "1000001")).price()).isZero();
    assertThat(flows.submit(Map.of("price", "-1")).price()).isZero();
  }

  @Test
  void a_pricing_service_comes_before_rules_and_falls_back() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.pricingService = new PricingService("svc", usd("3"));
    assertThat(flows.submit(TEXAN).price()).isEqualByComparingTo("3");
    outside.quotes.put("svc", usd("8"));
    assertThat(flows.submit(TEXAN).price()).isEqualByComparingTo("8");
  }

  @Test
  void a_lead_that_fails_costs_nothing() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.step(filter(null, null, IN_TEXAS));
    var ran = flows.submit(TEXAN);
    assertThat(ran.price()).isZero();
    assertThat(source(ran).cost()).isZero();
  }

  @Test
  void without_pricing_the_price_is_0() {
    assertThat(flows.submit(TEXAN).price()).isZero();
  }
}
