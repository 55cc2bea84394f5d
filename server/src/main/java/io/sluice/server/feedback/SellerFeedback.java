package io.sluice.server.feedback;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Bounded;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.NotYetDelivered;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.entity.Entity;
import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.EventId;
import io.sluice.server.lead.inbound.InboundModule.Written;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes feedback back to the account that sold the lead here (exchange 4.10): heard there in this process, as feedback
 * on that account's own delivery, and from there on to where that account has the lead from.
 */
@Component
final class SellerFeedback implements Integration {

  /** A lead is sold on five times at most, so there is nothing further back. */
  private static final int MAX_HOPS = 5;
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);
  /** What is mapped for this module, not for the seller. */
  private static final Set<String> SETTINGS = Set.of("timeout_seconds", "credential_id", "event_id");

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.ACCOUNTS,
      Direction.OUTBOUND,
      "Feedback to the seller",
      "Tells the account that sold the lead here that it was returned, or converted",
      List.of(
          Variable.optional("type", "Type", "string", "The recipient's own unless mapped", "return", "conversion"),
          Variable.optional("reason", "Reason", "string", "The recipient's own unless mapped", "Wrong number"),
          Variable.optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30")),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Feedback is forbidden")));

  private final ObjectProvider<Feedbacks> feedbacks;
  private final PastDeliveries deliveries;
  private final FeedbackStore store;
  private final BaseUrl base;
  private final Clock clock;

  /** @param feedbacks asked for late: they tell sources by modules such as this one */
  SellerFeedback(ObjectProvider<Feedbacks> feedbacks, PastDeliveries deliveries, FeedbackStore store, BaseUrl base,
      Clock clock) {
    this.feedbacks = feedbacks;
    this.deliveries = deliveries;
    this.store = store;
    this.base = base;
    this.clock = clock;
  }

  @Override
  public String moduleId() {
    return Entity.TO_SELLER;
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return Optional.empty();
  }

  /** The id of the seller's event is known before it is told, so feedback that was given before is found again. */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return true;
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    Delivery.Origin origin = delivery.origin().orElse(null);
    if (origin == null) {
      return Delivered.error("There is no lead that was sold", List.of());
    }
    try {
      return deliver(delivery, origin);
    } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException away) {
      throw new NotYetDelivered("the database is away", away);
    }
  }

  private Delivered deliver(Delivery delivery, Delivery.Origin origin) {
    EventId sale = deliveries.soldBy(origin.account(), origin.lead()).orElse(null);
    if (sale == null) {
      return skipped("The lead was not sold here by an account");
    }
    if (origin.hops() >= MAX_HOPS) {
      return Delivered.error("The feedback went back " + MAX_HOPS + " sales already", List.of());
    }
    return deliveries.find(sale)
        .map(sold -> Bounded.within(delivery.timeout(), () -> tell(delivery, origin, sold)))
        .orElseGet(() -> Delivered.error("The seller keeps nothing of the sale any more", List.of()));
  }

  private Delivered tell(Delivery delivery, Delivery.Origin origin, PastDelivery sold) {
    EventId id = origin.event();
    if (origin.repeated()) {
      Optional<PastDeliveries.Outcome> known = awaitEnd(sold.account(), id);
      if (known.isPresent()) {
        return new Delivered(event(known.get().word(), known.get().reason()), List.of());
      }
    }
    FeedbackRequest request = request(delivery, origin, sold);
    Said said = FeedbackReading.read(request) instanceof FeedbackReading.Read(Said read) ? read : Said.of(Map.of());
    return switch (feedbacks.getObject().hear(sold, new Incoming(id, request, said, origin.hops() + 1))) {
      case Heard.Told(FeedbackAnswer answer) ->
          new Delivered(event(answer.outcome(), answer.reason()), List.of(transaction(request, answer)));
      case Heard.Unknown(), Heard.Unavailable() -> throw new NotYetDelivered("the seller could not be told", null);
    };
  }

  private FeedbackRequest request(Delivery delivery, Delivery.Origin origin, PastDelivery sold) {
    Map<?, ?> feedback = delivery.vars().get("feedback") instanceof Map<?, ?> some ? some : Map.of();
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    put(told, "type", feedback.get("type"));
    put(told, "reason", feedback.get("reason"));
    origin.mapped().forEach((name, value) -> {
      if (!SETTINGS.contains(name)) {
        put(told, name, value);
      }
    });
    return FeedbackRequest.within(sold.about().event(), told, delivery.idempotencyKey(), clock.instant());
  }

  private static void put(Map<String, @Nullable Object> told, String name, @Nullable Object value) {
    if (value != null && !Values.text(value).isEmpty()) {
      told.put(name, value);
    }
  }

  private HttpTransaction transaction(FeedbackRequest request, FeedbackAnswer answer) {
    Instant now = clock.instant();
    Written written = answer.write(request.accept());
    var sent = new HttpTransaction.RequestRecord(request.method(), base.link(request.uri()), "1.1", request.headers(),
        new String(request.body(), StandardCharsets.UTF_8), request.receivedAt());
    var received = new HttpTransaction.ResponseRecord(written.status(),
        HttpStatus.valueOf(written.status()).getReasonPhrase(), "1.1", written.headers(),
        new String(written.body(), StandardCharsets.UTF_8), now);
    long ms = Math.max(0, Duration.between(request.receivedAt(), now).toMillis());
    return new HttpTransaction(sent, Optional.of(received), ms);
  }

  /** It may be on its way again by itself: whoever takes over a node's feedback begins with the furthest back. */
  private Optional<PastDeliveries.Outcome> awaitEnd(AccountId seller, EventId id) {
    while (store.isOpen(seller, id)) {
      try {
        Thread.sleep(LOOK_AGAIN_AFTER);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return deliveries.outcome(seller, id);
  }

  private static Map<String, @Nullable Object> event(String outcome, @Nullable String reason) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", outcome);
    event.put("reason", reason);
    return event;
  }

  private static Delivered skipped(String reason) {
    return new Delivered(event("skip", reason), List.of());
  }
}
