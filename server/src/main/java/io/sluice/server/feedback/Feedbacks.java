package io.sluice.server.feedback;

import io.sluice.engine.run.CompiledFeedback;
import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.template.Vars;
import io.sluice.server.delivery.NotYetDelivered;
import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.feedback.Ending.Received;
import io.sluice.server.feedback.Ending.Sent;
import io.sluice.server.feedback.ReceivedFeedback.Judgement;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What recipients say of leads they were sent (exchange 13): judged by the step that delivered the lead, told to the
 * lead's source where that asks for it, recorded at both ends at once, and only then answered.
 */
@Component
public class Feedbacks {

  private static final int MAX_IN_HAND = 1_000;
  /** What so many lives have died with is ended instead of being tried on one more. */
  private static final int MAX_LIVES = 3;
  private static final String INTERRUPTED = "interrupted";
  private static final Logger LOG = LoggerFactory.getLogger(Feedbacks.class);

  private final PastDeliveries deliveries;
  private final OpenFlows flows;
  private final SourceFeedback sources;
  private final FeedbackStore store;
  private final FeedbackEnd end;
  private final NodeLife life;
  private final Clock clock;
  /** What has this node's name on it and is not in here has nobody on it. */
  private final Set<EventId> inHand = ConcurrentHashMap.newKeySet();

  Feedbacks(PastDeliveries deliveries, OpenFlows flows, SourceFeedback sources, FeedbackStore store, FeedbackEnd end,
      NodeLife life, Clock clock) {
    this.deliveries = deliveries;
    this.flows = flows;
    this.sources = sources;
    this.store = store;
    this.end = end;
    this.life = life;
    this.clock = clock;
  }

  /** From whoever knows a delivery's event: its id is the capability. */
  Heard receive(EventId delivery, FeedbackRequest request, Said said) {
    return deliveries.find(delivery)
        .map(found -> hear(found, new Incoming(EventId.next(clock.instant()), request, said, 0)))
        .orElseGet(Heard.Unknown::new);
  }

  /** What became of feedback that was given within this program. */
  public sealed interface Given {

    /** @param outcome the contract's word */
    record Ended(String outcome, @Nullable String reason) implements Given {}

    /** To be given again later, under the same id. */
    record NotYet(String why) implements Given {}
  }

  /**
   * From an account's own recipient of a lead, within this program. However often it is given under one id, it is heard
   * once.
   *
   * @param id of the {@code feedback-received} event to be
   */
  public Given give(AccountId account, EventId delivery, EventId id, FeedbackKind kind, String reason) {
    if (store.isOpen(account, id)) { // before its end is looked for, which is written as this goes
      return new Given.NotYet("it is on its way to the lead's source");
    }
    Optional<PastDeliveries.Outcome> known = deliveries.outcome(account, id);
    if (known.isPresent()) {
      return new Given.Ended(known.get().word(), known.get().reason());
    }
    PastDelivery found = deliveries.find(account, delivery).orElse(null);
    if (found == null) {
      return new Given.NotYet("the delivery is not written yet, or kept no more");
    }
    Map<String, String> told = new LinkedHashMap<>();
    told.put("type", kind.word());
    if (!reason.isBlank()) {
      told.put("reason", reason);
    }
    var request = FeedbackRequest.within(delivery, told, id.value(), clock.instant());
    return switch (hear(found, new Incoming(id, request, Said.of(new LinkedHashMap<>(told)), 0))) {
      case Heard.Told(FeedbackAnswer answer) -> new Given.Ended(answer.outcome(), answer.reason());
      case Heard.Unknown(), Heard.Unavailable() -> new Given.NotYet("nobody could be told now");
    };
  }

  /** However often it comes under one id. */
  Heard hearOnce(PastDelivery delivery, Incoming in) {
    return store.isOpen(delivery.account(), in.id()) // before its end is looked for, which is written as this goes
        ? new Heard.Unavailable()
        : end.known(delivery, in.id()).orElseGet(() -> hear(delivery, in));
  }

  Heard hear(PastDelivery delivery, Incoming in) {
    OpenFlow flow = flow(delivery);
    CompiledFeedback step = flow == null ? null : stepOf(flow, delivery);
    if (flow == null || step == null) {
      return forbidden(delivery);
    }
    Vars vars = vars(delivery, in);
    Duration age = Duration.between(delivery.receivedAt(), in.receivedAt());
    return switch (ReceivedFeedback.judge(step, in.said(), vars, age)) {
      case Judgement.Forbidden() -> forbidden(delivery);
      case Judgement.Refused(String reason) ->
          end.write(delivery, in, flow, new Ending(Received.failure(step, reason), null));
      case Judgement.Taken() -> pass(delivery, in, flow, step, vars);
    };
  }

  private Heard pass(PastDelivery delivery, Incoming in, OpenFlow flow, CompiledFeedback step, Vars vars) {
    CompiledFeedback source = sourceOf(flow, delivery);
    if (source == null) {
      return end.write(delivery, in, flow, new Ending(Received.success(step), null));
    }
    return switch (sources.prepare(delivery.account(), source, vars)) {
      case SourceFeedback.Prepared.Skipped(String reason) -> {
        Instant now = clock.instant();
        yield end.write(delivery, in, flow,
            new Ending(Received.success(step), Sent.skipped(EventId.next(now), source, reason, now)));
      }
      case SourceFeedback.Prepared.Ready ready -> send(delivery, in, flow, step, source, ready);
    };
  }

  /** The database knows of the call before the source does. */
  private Heard send(PastDelivery delivery, Incoming in, OpenFlow flow, CompiledFeedback step, CompiledFeedback source,
      SourceFeedback.Prepared.Ready ready) {
    int stretch = life.stretch();
    if (inHand.size() >= MAX_IN_HAND || !life.isTrustedSince(stretch) || !take(in.id())) {
      return new Heard.Unavailable();
    }
    boolean told = false;
    try {
      PastDeliveries.Money paid = end.paid(delivery, in);
      Instant now = clock.instant();
      OpenFeedback open = new OpenFeedback(delivery.account(), in.id(), delivery.about().event(), EventId.next(now),
          EventId.next(now), life.id(), 1, in.hops(), in.request());
      store.open(delivery.account(), open);
      if (!life.isTrustedSince(stretch)) {
        return new Heard.Unavailable(); // this node stood still meanwhile: whoever took it over ends it, or this one does
      }
      Sent sent = sources.send(delivery, open, source, ready, false);
      told = true;
      return end.write(delivery, in, flow, paid, new Ending(Received.as(step, sent), sent), open.held(),
          () -> let(in.id()));
    } catch (NotYetDelivered away) {
      LOG.warn("feedback {} cannot be passed on now; trying again: {}", in.id(), away.toString());
      return new Heard.Unavailable(); // it is on its way all the same, and in nobody's hands
    } finally {
      if (!told) {
        let(in.id());
      }
    }
  }

  /**
   * Ends what another life began; this node has it in hand until it is written. All that is read is read before it is
   * taken over: that the database is away is not the feedback's fault.
   *
   * @param takingOver makes it this node's; empty when somebody was quicker
   * @throws NotYetDelivered when it is to be tried again
   */
  void resume(OpenFeedback left, Supplier<Optional<OpenFeedback>> takingOver) {
    boolean told = false;
    try {
      PastDelivery delivery = deliveries.find(left.account(), left.delivery()).orElse(null);
      if (delivery == null
          || !(FeedbackReading.read(left.request()) instanceof FeedbackReading.Read(Said said))) {
        store.drop(left.account(), left.id(), left.node());
        return;
      }
      Incoming in = new Incoming(left.id(), left.request(), said, left.hops());
      OpenFlow flow = flow(delivery);
      CompiledFeedback step = flow == null ? null : stepOf(flow, delivery);
      PastDeliveries.Money paid = end.paid(delivery, in);
      CompiledFeedback source = flow == null ? null : sourceOf(flow, delivery);
      SourceFeedback.Prepared.Ready again =
          source == null || left.lives() > MAX_LIVES ? null : again(delivery, in, source);
      OpenFeedback open = takingOver.get().orElse(null);
      if (open == null) {
        return;
      }
      LOG.info("feedback {} of account {} was left on its way and is ended now", open.id(), open.account());
      Sent sent = source != null && again != null && open.lives() <= MAX_LIVES
          ? sources.send(delivery, open, source, again, true)
          : Sent.error(open.sent(), source, INTERRUPTED, in.receivedAt(), clock.instant());
      told = true;
      end.write(delivery, in, flow, paid, new Ending(Received.as(step, sent), sent), open.held(), () -> let(in.id()));
    } finally {
      if (!told) {
        let(left.id());
      }
    }
  }

  /** Where the source then takes it once; else nobody knows what became of it (decision 0043). */
  private SourceFeedback.Prepared.@Nullable Ready again(
      PastDelivery delivery, Incoming in, CompiledFeedback source) {
    return sources.prepare(delivery.account(), source, vars(delivery, in)) instanceof SourceFeedback.Prepared.Ready ready
        && ready.module().isRepeatable(ready.vars()) ? ready : null;
  }

  /** False when somebody on this node is on it already. */
  boolean take(EventId id) {
    return inHand.add(id);
  }

  void let(EventId id) {
    inHand.remove(id);
  }

  /** Feedback for a step that takes none, or none of this kind, is answered and not recorded. */
  private static Heard forbidden(PastDelivery delivery) {
    return new Heard.Told(new FeedbackAnswer(
        "failure", ReceivedFeedback.FORBIDDEN, FeedbackEnd.lead(delivery), FeedbackEnd.price(delivery)));
  }

  private @Nullable OpenFlow flow(PastDelivery delivery) {
    return flows.open(delivery.about().flow()).filter(flow -> flow.account().equals(delivery.account())).orElse(null);
  }

  private static @Nullable CompiledFeedback stepOf(OpenFlow flow, PastDelivery delivery) {
    String step = delivery.about().stepId();
    return step == null ? null : flow.flow().feedbackOf(step).orElse(null);
  }

  private static @Nullable CompiledFeedback sourceOf(OpenFlow flow, PastDelivery delivery) {
    return flow.source(delivery.about().source()).map(CompiledSource::feedback).orElse(null);
  }

  /** All that was known of the delivery, and the feedback. */
  private static Vars vars(PastDelivery delivery, Incoming in) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(delivery.vars());
    all.put("feedback", in.variables());
    return Vars.of(all);
  }
}
