package io.sluice.server.retry;

import io.sluice.engine.price.CompiledPricing;
import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.RepeatedStep;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.template.Vars;
import io.sluice.server.delivery.Carrier;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.KeptDeliveries;
import io.sluice.server.delivery.KeptDelivery;
import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.cap.CapCounters;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * One more try of a delivery (exchange 14.4). The data is what was sent before; whether it is sent at all is up to the
 * flow as it is deployed now. The sender of the lead was answered long before, and nothing here changes its outcome.
 */
@Component
final class RetryAttempts {

  private static final String INTERRUPTED = "interrupted";
  private static final Logger LOG = LoggerFactory.getLogger(RetryAttempts.class);

  private final RetryStore store;
  private final PastDeliveries past;
  private final KeptDeliveries deliveries;
  private final OpenFlows flows;
  private final Integrations integrations;
  private final Carrier carrier;
  private final CapCounters caps;
  private final RetryEnd end;
  private final NodeLife life;
  private final Clock clock;

  RetryAttempts(RetryStore store, PastDeliveries past, KeptDeliveries deliveries, OpenFlows flows,
      Integrations integrations, Carrier carrier, CapCounters caps, RetryEnd end, NodeLife life, Clock clock) {
    this.store = store;
    this.past = past;
    this.deliveries = deliveries;
    this.flows = flows;
    this.integrations = integrations;
    this.carrier = carrier;
    this.caps = caps;
    this.end = end;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Makes an attempt that this node has in hand.
   *
   * @param repeated whether another life began it and nobody knows how far it got
   * @throws InterruptedException when the node ends first
   */
  void make(Retry retry, boolean repeated) throws InterruptedException {
    Instant start = clock.instant();
    PastDelivery delivery = past.find(retry.account(), retry.event()).orElse(null);
    if (delivery == null) {
      LOG.warn("the {} is given up: its event is kept no more", retry);
      store.drop(retry.account(), retry.event(), life.id());
      return;
    }
    KeptDelivery kept = deliveries.open(retry.account(), retry.event(), retry.data()).orElse(null);
    if (kept == null) {
      end.write(retry, delivery, Map.of(), Tried.last(start, StepAnswer.of(StepOutcome.ERROR,
          "What is to be sent was sealed with a key that this server does not have")));
      return;
    }
    Tried tried = new Attempt(retry, delivery, kept, repeated, start).make();
    if (tried == null) {
      // What seems to have begun would be taken for sent by whoever takes it over.
      RetryEnd.untilItWorks(() -> store.putBack(retry.account(), retry.event(), life.id(), end.nextAt(retry)));
    } else {
      end.write(retry, delivery, kept.known(), tried);
    }
  }

  private final class Attempt {

    private final Retry retry;
    private final PastDelivery delivery;
    private final KeptDelivery kept;
    private final boolean repeated;
    private final Instant start;
    private final int stretch = life.stretch();

    Attempt(Retry retry, PastDelivery delivery, KeptDelivery kept, boolean repeated, Instant start) {
      this.retry = retry;
      this.delivery = delivery;
      this.kept = kept;
      this.repeated = repeated;
      this.start = start;
    }

    /** Null when it cannot be made by this node now. */
    @Nullable Tried make() throws InterruptedException {
      Integration module = integrations.named(retry.moduleId()).orElse(null);
      if (repeated && (module == null || !module.isRepeatable(kept.vars()))) {
        return Tried.last(start, StepAnswer.of(StepOutcome.ERROR, INTERRUPTED)); // decision 0043
      }
      OpenFlow flow = flows.open(retry.flow()).filter(open -> open.account().equals(retry.account())).orElse(null);
      RepeatedStep step = flow == null ? null : flow.flow().repeated(retry.stepId()).orElse(null);
      Optional<String> stopped = stopped(flow, step);
      if (stopped.isPresent() || flow == null || step == null) {
        return Tried.last(start, StepAnswer.of(StepOutcome.SKIP, stopped.orElse("")));
      }
      if (module == null) {
        return failed("There is no module " + retry.moduleId() + " here");
      }
      Optional<String> problem = module.validate(kept.vars());
      if (problem.isPresent()) {
        return Tried.last(start, StepAnswer.of(StepOutcome.SKIP, problem.get()));
      }
      Vars vars = Vars.of(kept.known());
      List<CompiledCap> counted = step.caps(vars);
      if (counted.isEmpty()) {
        return call(module, null);
      }
      var counting = new CapCounters.Counting(retry.account(), flow.id(), flow.owner().timeZone(), start);
      // An earlier try may have taken its slots, and died with them or not heard of it.
      return switch (caps.reserve(counting, retry.lead(), life.id().value(), true, null, counted)) {
        case CapDecision.Full(CompiledCap full) -> new Tried(start,
            StepAnswer.of(StepOutcome.SKIP, full.reason(vars)), true, BigDecimal.ZERO, true, null);
        case CapDecision.Reserved(Object slots) -> call(module, (CapCounters.Slots) slots);
      };
    }

    private Tried failed(String reason) {
      return new Tried(start, StepAnswer.of(StepOutcome.ERROR, reason), false, BigDecimal.ZERO, false, null);
    }

    private @Nullable Tried call(Integration module, CapCounters.@Nullable Slots slots) throws InterruptedException {
      boolean begun = false;
      try {
        var credential = carrier.credential(retry.account(), kept.mapped());
        begun = begin();
        return begun ? tried(module, carry(module, credential), slots) : null;
      } finally {
        if (!begun && slots != null) {
          RetryEnd.untilItWorks(() -> caps.release(slots));
        }
      }
    }

    private boolean begin() {
      try {
        return life.isTrustedSince(stretch)
            && store.begin(retry.account(), retry.event(), life.id(), clock.instant())
            && life.isTrustedSince(stretch); // a node that stood still meanwhile may wake up to another one's try
      } catch (DataAccessException | TransactionException unheard) {
        LOG.warn("the {} is not begun now: {}", retry, unheard.toString());
        return false;
      }
    }

    private StepAnswer carry(Integration module, Result<Optional<OpenedCredential>, CredentialRefusal> looked) {
      return switch (looked) {
        case Result.Refused<Optional<OpenedCredential>, CredentialRefusal>(CredentialRefusal refusal) ->
            Carrier.without(refusal);
        case Result.Done<Optional<OpenedCredential>, CredentialRefusal>(Optional<OpenedCredential> credential) ->
            carrier.carry(module, new Delivery(
                kept.vars(), retry.idempotencyKey(), Optional.of(origin()), credential));
      };
    }

    private Tried tried(Integration module, StepAnswer answer, CapCounters.@Nullable Slots slots) {
      return new Tried(start, answer, !module.isRetryable(answer.appended()), salePrice(answer), false, slots);
    }

    private Delivery.Origin origin() {
      return new Delivery.Origin(retry.account(), Optional.ofNullable(retry.recipient()), retry.lead(), retry.event(),
          new LinkedHashMap<>(kept.mapped()), kept.hops(), retry.attempts(), repeated);
    }

    private BigDecimal salePrice(StepAnswer answer) {
      return kept.priceIsSaid()
          ? Objects.requireNonNullElse(CompiledPricing.said(answer.price()), BigDecimal.ZERO)
          : kept.price();
    }
  }

  /** Why nothing is sent any more; empty when it is. */
  private static Optional<String> stopped(@Nullable OpenFlow flow, @Nullable RepeatedStep step) {
    return flow == null ? Optional.of("The flow does not exist any more")
        : !flow.flow().isEnabled() ? Optional.of("Flow is disabled")
        : step == null ? Optional.of("The step does not exist any more")
        : !step.isEnabled() ? Optional.of("Step is disabled")
        : !step.isRetried() ? Optional.of("Automated retry is switched off")
        : Optional.empty();
  }
}
