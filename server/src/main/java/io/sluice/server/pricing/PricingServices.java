package io.sluice.server.pricing;

import io.sluice.server.account.Accounts;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.flow.KnownServices;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.PricingServiceId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/** Making, changing and deleting pricing services. */
@Component
class PricingServices implements KnownServices {

  private static final int MAX_SERVICES = 100;

  private final PricingStore store;
  private final ObjectProvider<Integrations> integrations;
  private final Accounts accounts;
  private final TransactionTemplate transaction;
  private final Clock clock;

  /** @param integrations asked for late: one of them submits leads, which ask for prices */
  PricingServices(PricingStore store, ObjectProvider<Integrations> integrations, Accounts accounts,
      PlatformTransactionManager transactions, Clock clock) {
    this.store = store;
    this.integrations = integrations;
    this.accounts = accounts;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  List<PricingService> of(AccountId account) {
    return store.of(account);
  }

  Result<PricingService, PricingRefusal> find(AccountId account, String id) {
    return known(account, id).<Result<PricingService, PricingRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new PricingRefusal.Unknown()));
  }

  @Override
  public boolean isKnown(AccountId account, String id) {
    return known(account, id).isPresent();
  }

  Result<PricingService, PricingRefusal> create(AccountId account, String name, ObjectNode integration) {
    return checked(integration).then(whole -> transaction.execute(_ -> {
      accounts.hold(account); // two requests must not both be the last there is room for
      if (store.of(account).size() >= MAX_SERVICES) {
        return Result.refused(new PricingRefusal.TooMany(MAX_SERVICES));
      }
      Instant now = clock.instant();
      var service = new PricingService(PricingServiceId.next(now), name.strip(), whole, now, now);
      store.insert(account, service);
      return Result.done(service);
    }));
  }

  Result<PricingService, PricingRefusal> change(AccountId account, String id, String name, ObjectNode integration) {
    return find(account, id).then(before -> checked(integration).map(whole -> {
      var after = new PricingService(before.id(), name.strip(), whole, before.createdAt(), clock.instant());
      store.update(account, after);
      return after;
    }));
  }

  /** Answers the service as it was. */
  Result<PricingService, PricingRefusal> delete(AccountId account, String id) {
    return find(account, id).map(service -> {
      store.delete(account, service.id());
      return service;
    });
  }

  private Optional<PricingService> known(AccountId account, String id) {
    return ObjectIds.valid(id) ? store.find(account, PricingServiceId.of(id)) : Optional.empty();
  }

  private Result<ObjectNode, PricingRefusal> checked(ObjectNode written) {
    ObjectNode whole = written.deepCopy();
    if (!whole.has("mappings")) {
      whole.putArray("mappings");
    }
    Map<String, List<String>> errors = new LinkedHashMap<>();
    CompiledService.compile(whole, errors).ifPresent(service -> {
      if (integrations.getObject().named(service.moduleId()).isEmpty()) {
        errors.put("integration.module_id", List.of("there is no outbound module " + service.moduleId()));
      }
    });
    return errors.isEmpty() ? Result.done(whole) : Result.refused(new PricingRefusal.Broken(errors));
  }
}
