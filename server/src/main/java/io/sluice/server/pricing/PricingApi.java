package io.sluice.server.pricing;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code GET /services} (exchange 8). */
@ExchangeApi
class PricingApi {

  private final PricingServices services;

  PricingApi(PricingServices services) {
    this.services = services;
  }

  @GetMapping("/services")
  Answer<List<PricingService>> list(Subscriber caller) {
    return Answer.ok(services.of(caller.account()));
  }
}
