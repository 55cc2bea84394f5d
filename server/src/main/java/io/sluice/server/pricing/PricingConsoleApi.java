package io.sluice.server.pricing;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import tools.jackson.databind.node.ObjectNode;

/** {@code /services} of the console contract. */
@ConsoleApi
class PricingConsoleApi {

  record WantedJson(String name, ObjectNode integration) {}

  private final PricingServices services;

  PricingConsoleApi(PricingServices services) {
    this.services = services;
  }

  @PostMapping("/services")
  Answer<PricingService> create(Subscriber caller, @RequestBody WantedJson wanted) {
    return Answer.created(services.create(caller.account(), wanted.name(), wanted.integration()), service -> service);
  }

  @GetMapping("/services/{id}")
  Answer<PricingService> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(services.find(caller.account(), id), service -> service);
  }

  @PutMapping("/services/{id}")
  Answer<PricingService> change(Subscriber caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    return Answer.ok(services.change(caller.account(), id, wanted.name(), wanted.integration()), service -> service);
  }

  @DeleteMapping("/services/{id}")
  Answer<PricingService> delete(Subscriber caller, @PathVariable String id) {
    return Answer.ok(services.delete(caller.account(), id), service -> service);
  }
}
