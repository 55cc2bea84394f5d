package io.sluice.server.pricing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.Credentials;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.PricingServiceId;
import io.sluice.server.kernel.Result;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Asks pricing services what a lead costs, while its sender waits (exchange 8). Whatever goes wrong, there is no price,
 * and the flow's fallback price counts; that there was none is logged and counted.
 */
@Component
public class Quotes {

  private static final int TIMEOUT_SECONDS = 5;
  private static final int MAX_TIMEOUT_SECONDS = 30;
  /** How long a service that was changed on another node may be asked as it was. */
  private static final Duration READ_EVERY = Duration.ofSeconds(5);
  private static final int MAX_KEPT = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(Quotes.class);

  private final PricingStore store;
  private final ObjectProvider<Integrations> integrations;
  private final Credentials credentials;
  private final OutboundDoor door;
  private final Clock clock;
  private final Counter unanswered;
  private final Map<Named, Kept> kept = new ConcurrentHashMap<>();

  /** @param integrations asked for late: one of them submits leads, which ask for prices */
  Quotes(PricingStore store, ObjectProvider<Integrations> integrations, Credentials credentials, OutboundDoor door,
      MeterRegistry meters, Clock clock) {
    this.store = store;
    this.integrations = integrations;
    this.credentials = credentials;
    this.door = door;
    this.clock = clock;
    this.unanswered = Counter.builder("sluice.pricing.quotes.unanswered")
        .description("Pricing services that were asked for a lead's price and named none").register(meters);
  }

  private record Named(AccountId account, String id) {}

  /** @param service null where there is none that can be asked */
  private record Kept(@Nullable CompiledService service, Instant readAt) {}

  /** @param key the same however often the same lead is quoted */
  public Optional<BigDecimal> quote(AccountId account, String serviceId, Vars lead, String key) {
    try {
      CompiledService service = service(new Named(account, serviceId));
      Asked asked = service == null
          ? new Asked(null, "there is no such service") : ask(account, service, lead, key);
      if (asked.price() != null) {
        return Optional.of(asked.price());
      }
      LOG.warn("pricing service {} of account {} names no price: {}", serviceId, account, asked.problem());
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("pricing service {} of account {} cannot be looked up: {}", serviceId, account, e.toString());
    } catch (RuntimeException bug) {
      // The lead must not suffer more than a fallback price for a bug in a module.
      LOG.error("asking pricing service {} of account {} failed", serviceId, account, bug);
    }
    unanswered.increment();
    return Optional.empty();
  }

  private record Asked(@Nullable BigDecimal price, String problem) {}

  private Asked ask(AccountId account, CompiledService service, Vars lead, String key) {
    Integration module = integrations.getObject().named(service.moduleId()).orElse(null);
    if (module == null) {
      return new Asked(null, "there is no module " + service.moduleId());
    }
    Map<String, @Nullable Object> mapped = service.mapped(lead);
    Map<String, @Nullable Object> vars = new LinkedHashMap<>(lead.asMap());
    vars.putAll(mapped);
    vars.put("timeout_seconds", timeoutSeconds(mapped.get("timeout_seconds")));
    Optional<String> problem = module.validate(vars);
    if (problem.isPresent()) {
      return new Asked(null, problem.get());
    }
    return switch (credential(account, mapped)) {
      case Result.Done(var credential) -> read(module.deliver(
          new Delivery(vars, key, Optional.empty(), credential), door));
      case Result.Refused(var refusal) -> new Asked(null, refusal.problem().sentence());
    };
  }

  private Result<Optional<OpenedCredential>, CredentialRefusal> credential(
      AccountId account, Map<String, @Nullable Object> mapped) {
    String id = Values.text(mapped.get(Delivery.CREDENTIAL_ID)).strip();
    return id.isEmpty() ? Result.done(Optional.empty()) : credentials.open(account, id).map(Optional::of);
  }

  private static Asked read(Delivered delivered) {
    BigDecimal price = Numbers.of(delivered.event().get("price"));
    boolean success = "success".equals(delivered.event().get("outcome"));
    String reason = Values.text(delivered.event().get("reason"));
    return success && price != null
        ? new Asked(price, "")
        : new Asked(null, reason.isEmpty() ? "the answer has no price" : reason);
  }

  /** A sender waits for the answer, so it is never waited for as long as for a delivery. */
  private static int timeoutSeconds(@Nullable Object mapped) {
    BigDecimal seconds = Numbers.of(mapped);
    return seconds == null ? TIMEOUT_SECONDS : Math.clamp(seconds.longValue(), 1, MAX_TIMEOUT_SECONDS);
  }

  private @Nullable CompiledService service(Named named) {
    Instant now = clock.instant();
    Kept known = kept.get(named);
    if (known == null || !known.readAt().plus(READ_EVERY).isAfter(now)) {
      if (kept.size() >= MAX_KEPT) {
        kept.clear();
      }
      known = new Kept(read(named), now);
      kept.put(named, known);
    }
    return known.service();
  }

  private @Nullable CompiledService read(Named named) {
    return ObjectIds.valid(named.id())
        ? store.find(named.account(), PricingServiceId.of(named.id()))
            .flatMap(service -> CompiledService.compile(service.integration(), new LinkedHashMap<>())).orElse(null)
        : null;
  }
}
