package io.sluice.server.lead;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.Outside;
import io.sluice.engine.run.PingLimit;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.template.Vars;
import io.sluice.server.delivery.Carrier;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.KeptDelivery;
import io.sluice.server.delivery.MappedVars;
import io.sluice.server.delivery.StepAnswers;
import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.log.Entry;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.cap.CapCounters;
import io.sluice.server.list.ListChecks;
import io.sluice.server.list.ListItems;
import io.sluice.server.list.Lookback;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * The world as one lead meets it: calls that are journaled before they are made, slots below caps, ids and the time.
 *
 * <p>A lead that another life began goes through the same steps again: ids and times are those it had, calls whose
 * answer is known are answered from the journal, and from there on it lives in the present.
 */
final class LeadRun implements Outside {

  private final Surroundings around;
  private final OpenFlow flow;
  private final EntityId source;
  private final Instant receivedAt;
  private final int hops;
  private final @Nullable EventId soldBy;
  private final Supplier<byte[]> submission;
  private final @Nullable LeadClaim claim;

  private final List<String> ids = new ArrayList<>();
  private final FormerLives before;
  private final boolean resumed;
  private final Found found;
  /** What the lead took at its beginning is still its own as long as this node was never believed dead since. */
  private final int stretch;
  private @Nullable Receipt receipt;
  private boolean endIsOpen;
  private boolean slotsAreOpen;
  /** The call before the one that is about to be made; only a lead that makes another is told to the journal again. */
  private @Nullable Supplier<Attempt> answered;
  private @Nullable Instant replayed;
  private final List<CapCounters.Slots> succeeded = new ArrayList<>();
  private final List<CapCounters.Slots> failed = new ArrayList<>();
  private final List<FailedCall> failedCalls = new ArrayList<>();

  private LeadRun(Surroundings around, OpenFlow flow, EntityId source, Instant receivedAt, int hops,
      @Nullable EventId soldBy, Supplier<byte[]> submission, @Nullable LeadClaim claim, @Nullable Receipt receipt,
      FormerLives before) {
    this.around = around;
    this.flow = flow;
    this.source = source;
    this.receivedAt = receivedAt;
    this.hops = hops;
    this.soldBy = soldBy;
    this.submission = submission;
    this.claim = claim;
    this.stretch = around.life().stretch();
    this.receipt = receipt;
    this.resumed = receipt != null;
    this.found = receipt == null ? Found.nothing() : Found.read(receipt.found());
    this.replayed = resumed ? receivedAt : null;
    this.before = before;
  }

  /** @param sale empty: the lead came over HTTP */
  static LeadRun fresh(Surroundings around, OpenFlow flow, EntityId source, Instant receivedAt, Optional<Sale> sale,
      Supplier<byte[]> submission, Optional<LeadClaim> claim) {
    return new LeadRun(around, flow, source, receivedAt, sale.map(Sale::hops).orElse(0),
        sale.map(Sale::by).orElse(null), submission, claim.orElse(null), null,
        sale.map(sold -> FormerLives.of(sold.lead(), List.of())).orElseGet(FormerLives::none));
  }

  /** @param attempts of the lives before, in order */
  static LeadRun resumed(Surroundings around, OpenFlow flow, Receipt receipt, List<Attempt> attempts,
      Optional<LeadClaim> claim) {
    return new LeadRun(around, flow, receipt.source(), receipt.receivedAt(), receipt.hops(), receipt.soldBy(),
        receipt::submission, claim.orElse(null), receipt, FormerLives.of(receipt.lead(), attempts));
  }

  @Nullable EventId soldBy() {
    return soldBy;
  }

  /** Whether another life, or this one before, began it. */
  boolean isResumed() {
    return resumed;
  }

  /** Those to be made again, in order. */
  List<FailedCall> failedCalls() {
    return failedCalls;
  }

  /** Null while the lead has called nobody. */
  @Nullable Receipt receipt() {
    return receipt;
  }

  /** What the lead is known by; empty when it came without a key. */
  Optional<LeadClaim> claim() {
    return Optional.ofNullable(claim);
  }

  /**
   * The lead cannot go on here and now; if it is on its way, somebody must end it later. A resumed one is put back by
   * whoever resumed it.
   */
  void abandon() {
    if (isLeft() && !resumed) {
      around.abandoned().add(new LeftLead(flow.account(), LeadId.of(ids.getFirst())));
    }
  }

  /** Nobody could say whether the end of this lead, which called nobody, is written. */
  void leaveItsEndOpen() {
    endIsOpen = true;
  }

  private boolean isLeft() {
    return receipt != null || slotsAreOpen || endIsOpen && !succeeded.isEmpty();
  }

  @Override
  public Instant now() {
    return replayed == null ? around.clock().instant() : replayed;
  }

  @Override
  public String newId() {
    return handOut(ids.isEmpty() ? before.lead() : Optional.empty());
  }

  @Override
  public String newEventId(@Nullable String stepId) {
    return handOut(before.event(stepId, ids.getLast()));
  }

  /** Where no former life came to, the present begins. */
  private String handOut(Optional<String> known) {
    String id = known.orElseGet(() -> {
      replayed = null;
      return ObjectIds.next(around.clock().instant());
    });
    ids.add(id);
    return id;
  }

  @Override
  public List<RunEvent.RecipientEvent> callsMadeBefore() {
    return before.callsLeft(around.clock().instant());
  }

  @Override
  public StepAnswer call(StepCall call) {
    Map<String, @Nullable Object> known = new LinkedHashMap<>(call.vars().asMap());
    known.put("price", call.price());
    String stepId = call.step().id() == null ? "step" + ids.size() : call.step().id();
    Attempt former = before.takeCall(stepId);
    Attempt.End end = former == null ? null : former.end();
    Integration module = around.integrations().named(call.moduleId()).orElse(null);
    if (end != null) {
      replayed = replayed == null ? null : end.at();
      return orAgainLater(module, call, known, stepId, StepAnswers.read(end.answer()));
    }
    Map<String, @Nullable Object> vars = MappedVars.over(known, call.variables());
    Optional<String> problem = module == null ? Optional.empty() : module.validate(vars);
    if (former != null && (module == null || problem.isPresent() || !module.isRepeatable(vars))) {
      replayed = null;
      return StepAnswer.of(StepOutcome.ERROR, CalledStep.INTERRUPTED); // nor is it tried again later, for the same reason
    }
    if (module == null) {
      return StepAnswer.of(StepOutcome.ERROR, "There is no module " + call.moduleId() + " here");
    }
    return problem.map(sentence -> StepAnswer.of(StepOutcome.SKIP, sentence))
        .orElseGet(() -> orAgainLater(module, call, known, stepId, deliver(module, call, vars, stepId, former)));
  }

  private StepAnswer orAgainLater(@Nullable Integration module, StepCall call, Map<String, @Nullable Object> known,
      String stepId, StepAnswer answer) {
    if (answer.outcome() == StepOutcome.ERROR && call.step().isRetried()
        && (module == null || module.isRetryable(answer.appended()))) {
      failedCalls.add(failedCall(call, known, stepId, answer));
    }
    return answer;
  }

  private FailedCall failedCall(
      StepCall call, Map<String, @Nullable Object> known, String stepId, StepAnswer answer) {
    return new FailedCall(EventId.of(call.eventId()), stepId, recipient(call), call.moduleId(),
        idempotencyKey(call, stepId), answer.reason(),
        new KeptDelivery(known, call.variables(), hops, CalledStep.priceIsSaid(call)));
  }

  private static String idempotencyKey(StepCall call, String stepId) {
    return call.leadId() + "-" + stepId;
  }

  private StepAnswer deliver(Integration module, StepCall call, Map<String, @Nullable Object> vars, String stepId,
      @Nullable Attempt former) {
    replayed = null;
    return switch (around.carrier().credential(flow.account(), call.variables())) {
      case Result.Refused<Optional<OpenedCredential>, CredentialRefusal>(CredentialRefusal refusal) ->
          Carrier.without(refusal);
      case Result.Done<Optional<OpenedCredential>, CredentialRefusal>(Optional<OpenedCredential> credential) -> {
        Attempt attempt = former == null ? begin(call, stepId) : former;
        var origin = new Delivery.Origin(flow.account(), recipient(call), LeadId.of(call.leadId()),
            EventId.of(call.eventId()), call.variables(), hops, 0, former != null);
        StepAnswer answer = around.carrier().carry(
            module, new Delivery(vars, idempotencyKey(call, stepId), Optional.of(origin), credential));
        Instant now = around.clock().instant();
        answered = () -> new Attempt(stepId, attempt.eventIds(), attempt.startedAt(), attempt.step(),
            new Attempt.End(now, StepAnswers.write(answer)));
        yield answer;
      }
    };
  }

  /** The journal knows of the call before the recipient does. */
  private Attempt begin(StepCall call, String stepId) {
    int since = receipt == null ? stretch : around.life().stretch();
    beTrustedSince(since);
    Attempt attempt = new Attempt(
        stepId, before.with(ids, call.eventId()), around.clock().instant(), CalledStep.write(call), null);
    LeadId lead = LeadId.of(call.leadId());
    Receipt known = receipt;
    if (known == null) {
      LeadKey key = claim == null ? null : claim.key();
      Receipt opened = new Receipt(flow.account(), lead, flow.id(), source, around.life().id(), 1, hops, soldBy,
          receivedAt, submission.get(), key == null ? null : key.hash(), found.text());
      switch (around.log().append(new Entry.Opened(opened, attempt, key))) {
        case STORED, TAKEN_OVER -> receipt = opened;
        case REPEATED -> throw LeadStopped.repeated();
        case BUSY -> throw LeadStopped.unavailable("too many leads wait to be written");
        case UNAVAILABLE -> {
          receipt = opened; // it may be there all the same, if the connection broke during the commit
          throw LeadStopped.unavailable("the database does not answer");
        }
      }
    } else {
      around.appendPatiently(new Entry.Continued(known, answered == null ? null : answered.get(), attempt));
    }
    beTrustedSince(since); // a node that stood still meanwhile may wake up to a lead that another one is on
    answered = null;
    return attempt;
  }

  private void beTrustedSince(int since) {
    if (!around.life().isTrustedSince(since)) {
      throw LeadStopped.unavailable("the database does not hear this node's heartbeat");
    }
  }

  private static Optional<EntityId> recipient(StepCall call) {
    String id = call.step().entity() == null ? null : call.step().entity().id();
    return id != null && ObjectIds.valid(id.toLowerCase(Locale.ROOT)) ? Optional.of(EntityId.of(id)) : Optional.empty();
  }

  @Override
  public CapDecision reserve(List<CompiledCap> matching) {
    try {
      return around.caps()
          .reserve(counting(), LeadId.of(ids.getFirst()), around.life().id().value(), resumed,
              claim == null ? null : claim.slotKey(), matching);
    } catch (DuplicateKeyException onItsWay) {
      throw LeadStopped.repeated();
    } catch (RuntimeException e) {
      // They may be taken all the same, if the connection broke behind the commit; not if there was none.
      slotsAreOpen = !(e instanceof CannotGetJdbcConnectionException || e instanceof CannotCreateTransactionException);
      throw e;
    }
  }

  /** Settled only when it is known whether the lead's end was written: a slot of an unwritten success must not stay. */
  @Override
  public void settle(Object reservation, boolean success) {
    (success ? succeeded : failed).add((CapCounters.Slots) reservation);
  }

  /** They end with the lead. */
  List<Entry.KeptSlot> keptSlots() {
    return succeeded.stream()
        .flatMap(slots -> slots.caps().stream().map(cap -> new Entry.KeptSlot(cap, slots.node())))
        .toList();
  }

  /** @param ended whether the lead's end is durable; if not, it never was, or it keeps its slots until that is known */
  void settleCaps(boolean ended) {
    if (!ended && isLeft()) {
      if (claim != null) {
        around.caps().letTwinsPass(flow.account(), LeadId.of(ids.getFirst()));
      }
      return;
    }
    failed.forEach(around.caps()::release);
    if (!ended) {
      succeeded.forEach(around.caps()::release);
    }
    if (resumed && ended) {
      around.caps().settle(flow.account(), LeadId.of(ids.getFirst()));
    }
  }

  @Override
  public Optional<CompiledCap> firstFull(List<CompiledCap> matching) {
    return around.caps().firstFull(counting(), matching);
  }

  @Override
  public Optional<PingLimit> countPing(List<PingLimit> limits) {
    return around.caps().countPing(counting(), limits);
  }

  private CapCounters.Counting counting() {
    return new CapCounters.Counting(flow.account(), flow.id(), flow.owner().timeZone(), now());
  }

  /** A resumed lead is told what it was told before: since then it may have put itself on a list. */
  @Override
  public Map<String, Boolean> lookUp(List<ListQuery> queries) {
    return found.lists(() -> {
      Instant now = now();
      return around.lists().answers(flow.account(), queries.stream().map(query -> question(query, now)).toList(), now);
    });
  }

  private static ListChecks.Question question(ListQuery query, Instant now) {
    var lookback = query.check().lookback();
    Instant since = lookback == null || lookback.value() == null || lookback.interval() == null
        ? ListItems.ANY_AGE
        : Lookback.since(now, lookback.value(), lookback.interval()).orElse(ListItems.ANY_AGE);
    String listNames = query.check().listName();
    return new ListChecks.Question(query.name(), listNames == null ? "" : listNames, query.value(), since);
  }

  /** A lead that is resumed costs what it did; that a service was asked and not answered is kept, too. */
  @Override
  public Optional<BigDecimal> quote(String serviceId, Vars vars) {
    String lead = ids.isEmpty() ? ObjectIds.next(around.clock().instant()) : ids.getFirst(); // a ping has no lead
    return found.quote(serviceId,
        () -> around.quotes().quote(flow.account(), serviceId, vars, lead + "-quote-" + serviceId));
  }
}
