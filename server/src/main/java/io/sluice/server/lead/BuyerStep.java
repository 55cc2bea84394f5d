package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Bounded;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.entity.Entity;
import io.sluice.server.event.journal.Journal;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.TransportRefusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sells a lead to another account's flow (exchange 4.10): submitted there in this process, as that account's own lead,
 * by the seller's account entity. To the seller it looks like an exchange over HTTP.
 */
@Component
final class BuyerStep implements Integration {

  /** A buyer may sell on; a circle of sellers must end. */
  static final int MAX_HOPS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(BuyerStep.class);
  private static final Delivered NOT_TAKEN =
      Delivered.error("The buyer's flow could not take the lead", List.of());
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.ACCOUNTS,
      Direction.OUTBOUND,
      "Account to account",
      "Submits the lead to the flow of a buyer who has an account here",
      List.of(
          Variable.required("flow_id", "Flow", "string", "The buyer's flow, which the buyer's set-up fills in"),
          Variable.optional("lead.*", "Field", "wildcard",
              "What is shared; all fields of the flow unless some are mapped"),
          Variable.optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30")),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Cap reached"),
          Variable.optional("lead.id", "Lead id", "string", "The buyer's id of the lead"),
          Variable.optional("price", "Price", "number", "What the buyer pays", "1.5")));

  private final Submissions submissions;
  private final OpenFlows flows;
  private final Journal journal;
  private final BaseUrl base;
  private final Clock clock;
  private final Map<LeadId, FutureTask<Delivered>> underWay = new ConcurrentHashMap<>();

  BuyerStep(Submissions submissions, OpenFlows flows, Journal journal, BaseUrl base, Clock clock) {
    this.submissions = submissions;
    this.flows = flows;
    this.journal = journal;
    this.base = base;
    this.clock = clock;
  }

  @Override
  public String moduleId() {
    return Entity.TO_BUYER;
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return Values.text(vars.get("flow_id")).isBlank() ? Optional.of("buyer is not ready") : Optional.empty();
  }

  /** The buyer's lead has an id made from the key, so a sale that was begun before is found again. */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return true;
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    Delivery.Origin origin = delivery.origin().orElse(null);
    if (origin == null) {
      return Delivered.error("A lead can only be sold from a flow", List.of());
    }
    if (origin.hops() >= MAX_HOPS) {
      return Delivered.error("The lead was sold on " + MAX_HOPS + " times already", List.of());
    }
    EntityId buyer = origin.recipient().orElse(null);
    return buyer == null
        ? Delivered.error("There is no buyer", List.of())
        : Bounded.within(delivery.timeout(), () -> sell(delivery, origin, AccountId.of(buyer.value())));
  }

  /** What was sold before is told first, whatever became of the buyer's flow since. */
  private Delivered sell(Delivery delivery, Delivery.Origin origin, AccountId buyer) {
    if (origin.attempt() == 0 && !origin.repeated()) {
      return sell(delivery, origin, buyer, leadId(delivery, origin, 0, buyer));
    }
    LeadId free = null;
    Delivered last = NOT_TAKEN;
    for (int errors = 0; errors <= origin.attempt(); errors++) {
      LeadId earlier = leadId(delivery, origin, errors, buyer);
      Journal.Known known = awaitEnd(buyer, earlier).orElse(null);
      if (known == null) {
        free = free == null ? earlier : free;
      } else if (!known.outcome().equals("error")) {
        return answered(known, earlier); // it came to a good end behind the back of a seller who had stopped waiting
      } else {
        last = answered(known, earlier);
      }
    }
    return free == null ? last : sell(delivery, origin, buyer, free);
  }

  /** Whoever would make the same lead beside somebody on this node waits for that one's answer. */
  private Delivered sell(Delivery delivery, Delivery.Origin origin, AccountId buyer, LeadId lead) {
    var sale = new FutureTask<>(() -> make(delivery, origin, buyer, lead));
    FutureTask<Delivered> known = underWay.putIfAbsent(lead, sale);
    try {
      if (known != null) {
        return known.get();
      }
      sale.run();
      return sale.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("selling lead " + lead, failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return NOT_TAKEN;
    } finally {
      underWay.remove(lead, sale);
    }
  }

  private Delivered make(Delivery delivery, Delivery.Origin origin, AccountId buyer, LeadId lead) {
    String flowId = Values.text(delivery.vars().get("flow_id")).strip().toLowerCase(Locale.ROOT);
    OpenFlow flow = ObjectIds.valid(flowId) ? flows.open(FlowId.of(flowId)).orElse(null) : null;
    if (flow == null) {
      return Delivered.error("The buyer's flow does not exist any more, or is not deployed", List.of());
    }
    if (!flow.account().equals(buyer)) {
      return Delivered.error("The flow is not the buyer's", List.of());
    }
    // The seller's entity has the seller's own id (exchange 4.4); being listed as a source is the buyer's consent.
    CompiledSource source = flow.source(EntityId.of(origin.account().value())).orElse(null);
    if (source == null) {
      return Delivered.error("The seller is not a source of the buyer's flow", List.of());
    }
    if (flow.flow().isEnabled() && !source.isEnabled()) {
      return Delivered.error("Source is disabled", List.of()); // nothing is recorded of it: no lead has the id (exchange 3.4, 3a)
    }
    RawSubmission request = SaleRequest.of(delivery, origin, flow, source, clock.instant());
    try {
      return switch (submissions.sell(flow, source, request, new Sale(origin.hops() + 1, lead, origin.event()))) {
        case Handled.Done done -> answered(done, lead, request);
        case Handled.Refused(TransportRefusal refusal) -> Delivered.error(refusal.text(), List.of());
        case Handled.Again _, Handled.KeyRefused _ ->
            throw new IllegalStateException("a sale is told from another by its lead's id");
        case Handled.Unavailable() -> ended(buyer, lead);
      };
    } catch (LeadStopped made) {
      // By another node: this one stood still for so long that it was believed dead, or did not wait for the other's answer.
      Delivered told = ended(buyer, lead);
      // Where it is in no journal, it has a place below a cap, and may lose it again.
      if (told == NOT_TAKEN && rested()) {
        told = ended(buyer, lead);
        return told == NOT_TAKEN ? make(delivery, origin, buyer, lead) : told;
      }
      return told;
    }
  }

  /** Somebody else may be on the lead, or this node again by itself. */
  private Delivered ended(AccountId buyer, LeadId lead) {
    try {
      return awaitEnd(buyer, lead).map(known -> answered(known, lead)).orElse(NOT_TAKEN);
    } catch (DataAccessException | TransactionException away) {
      LOG.debug("what became of lead {} cannot be looked up", lead, away);
      return NOT_TAKEN;
    }
  }

  private Delivered answered(Handled.Done done, LeadId lead, RawSubmission request) {
    Map<String, @Nullable Object> event = event(done.outcome().word(), done.reason(), lead);
    event.put("price", done.price());
    Instant now = clock.instant();
    var sent = new HttpTransaction.RequestRecord(request.method(), base.link(request.path()), "1.1",
        request.headers(), new String(request.body(), StandardCharsets.UTF_8), request.receivedAt());
    var answer = done.answer();
    var received = new HttpTransaction.ResponseRecord(answer.status(), StatusText.of(answer.status()), "1.1",
        answer.headers(), new String(answer.body(), StandardCharsets.UTF_8), now);
    long ms = Math.max(0, Duration.between(request.receivedAt(), now).toMillis());
    return new Delivered(event, List.of(new HttpTransaction(sent, Optional.of(received), ms)));
  }

  /** Sold before a crash: what the buyer's own events say of it. */
  private static Delivered answered(Journal.Known known, LeadId lead) {
    Map<String, @Nullable Object> event = event(known.outcome(), known.reason(), lead);
    event.put("price", known.price());
    return new Delivered(event, List.of());
  }

  private static Map<String, @Nullable Object> event(String outcome, @Nullable String reason, LeadId lead) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", outcome);
    event.put("reason", reason);
    event.put("lead", Map.of("id", lead.value()));
    return event;
  }

  /** The buyer's lead may be on its way again by itself: whoever takes over a node's leads begins with the deepest. */
  private Optional<Journal.Known> awaitEnd(AccountId buyer, LeadId lead) {
    while (journal.isOpen(buyer, lead)) {
      if (!rested()) {
        return Optional.empty();
      }
    }
    return journal.end(buyer, lead);
  }

  /** Not when this node stops. */
  private static boolean rested() {
    try {
      Thread.sleep(LOOK_AGAIN_AFTER);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * As old as the seller's lead, so that it lies in the same month; the rest is made from the key and from how many of
   * its leads ended in an error: until that is known of one, every life that makes the sale makes the same lead.
   */
  private static LeadId leadId(Delivery delivery, Delivery.Origin origin, int errors, AccountId buyer) {
    String sale = delivery.idempotencyKey() + (errors == 0 ? "" : "/" + errors) + "/" + buyer;
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(sale.getBytes(StandardCharsets.UTF_8));
      return LeadId.of(origin.lead().value().substring(0, 8) + HexFormat.of().formatHex(hash, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
