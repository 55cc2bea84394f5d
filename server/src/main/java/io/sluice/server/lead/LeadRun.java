package io.sluice.server.lead;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.Outside;
import io.sluice.engine.run.PingLimit;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.template.Vars;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.log.Entry;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.lead.cap.CapCounters;
import io.sluice.server.list.ListChecks;
import io.sluice.server.list.ListItems;
import io.sluice.server.list.Lookback;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The world as one lead meets it: ids and the time ({@link Replay}), calls that are journaled before they are made
 * ({@link LeadCalls}), slots below caps ({@link LeadSlots}), and what others say of it ({@link Found}).
 *
 * <p>A lead that another life began goes through the same steps again, and meets the same world as far as that life
 * came.
 */
final class LeadRun implements Outside {

  private final Surroundings around;
  private final ReceivedLead lead;
  private final boolean resumed;
  private final Found found;
  private final Replay replay;
  private final CallJournal journal;
  private final LeadCalls calls;
  private final LeadSlots slots;
  private boolean endIsOpen;

  private LeadRun(Surroundings around, ReceivedLead lead, @Nullable Receipt receipt, FormerLives before) {
    this.around = around;
    this.lead = lead;
    this.resumed = receipt != null;
    this.found = receipt == null ? Found.nothing() : Found.read(receipt.found());
    this.replay = new Replay(around.clock(), before, resumed ? lead.at() : null);
    this.journal = new CallJournal(around, lead, found, receipt);
    this.calls = new LeadCalls(around, lead, before, replay, journal);
    this.slots = new LeadSlots(around, resumed);
  }

  static LeadRun fresh(Surroundings around, ReceivedLead lead, Optional<Sale> sale) {
    return new LeadRun(around, lead, null,
        sale.map(sold -> FormerLives.of(sold.lead(), List.of())).orElseGet(FormerLives::none));
  }

  /** @param attempts of the lives before, in order */
  static LeadRun resumed(Surroundings around, ReceivedLead lead, Receipt receipt, List<Attempt> attempts) {
    return new LeadRun(around, lead, receipt, FormerLives.of(receipt.lead(), attempts));
  }

  @Nullable EventId soldBy() {
    return lead.soldBy();
  }

  /** Whether another life, or this one before, began it. */
  boolean isResumed() {
    return resumed;
  }

  /** Those to be made again, in order. */
  List<FailedCall> failedCalls() {
    return calls.failed();
  }

  /** Null while the lead has called nobody. */
  @Nullable Receipt receipt() {
    return journal.receipt();
  }

  /** What the lead is known by; empty when it came without a key. */
  Optional<LeadClaim> claim() {
    return Optional.ofNullable(lead.claim());
  }

  /**
   * The lead cannot go on here and now; if it is on its way, somebody must end it later. A resumed one is put back by
   * whoever resumed it.
   */
  void abandon() {
    if (isLeft() && !resumed) {
      around.abandoned().add(new LeftLead(lead.flow().account(), id()));
    }
  }

  /** Nobody here is on it from now on, as long as it is not resumed. */
  void letGo() {
    if (!replay.ids().isEmpty()) {
      around.inHand().remove(id());
    }
  }

  /** Nobody could say whether the end of this lead, which called nobody, is written. */
  void leaveItsEndOpen() {
    endIsOpen = true;
  }

  private LeadId id() {
    return LeadId.of(replay.ids().getFirst());
  }

  private boolean isLeft() {
    return journal.receipt() != null || slots.areInDoubt() || endIsOpen && slots.areKept();
  }

  @Override
  public Instant now() {
    return replay.now();
  }

  @Override
  public String newId() {
    return replay.newId();
  }

  @Override
  public String newEventId(@Nullable String stepId) {
    return replay.newEventId(stepId);
  }

  @Override
  public List<RunEvent.RecipientEvent> callsMadeBefore() {
    return calls.madeBefore();
  }

  @Override
  public StepAnswer call(StepCall call) {
    return calls.make(call);
  }

  @Override
  public CapDecision reserve(List<CompiledCap> matching) {
    boolean hasItsKey = journal.receipt() != null;
    return slots.reserve(counting(), id(), lead.claim(), hasItsKey, matching);
  }

  @Override
  public void settle(Object reservation, boolean success) {
    slots.settle((CapCounters.Slots) reservation, success);
  }

  /** They end with the lead. */
  List<Entry.KeptSlot> keptSlots() {
    return slots.kept();
  }

  /** @param ended whether the lead's end is durable; if not, it never was, or it keeps its slots until that is known */
  void settleCaps(boolean ended) {
    if (!ended && isLeft()) {
      if (lead.claim() != null) {
        around.caps().letTwinsPass(lead.flow().account(), id());
      }
      return;
    }
    slots.giveBack(ended);
    if (ended && resumed) {
      around.caps().settle(lead.flow().account(), id());
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
    return new CapCounters.Counting(lead.flow().account(), lead.flow().id(), lead.flow().owner().timeZone(), now());
  }

  /** A resumed lead is told what it was told before: since then it may have put itself on a list. */
  @Override
  public Map<String, Boolean> lookUp(List<ListQuery> queries) {
    return found.lists(() -> {
      Instant now = now();
      List<ListChecks.Question> questions = queries.stream().map(query -> question(query, now)).toList();
      return around.lists().answers(lead.flow().account(), questions, now);
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
    List<String> ids = replay.ids();
    String asked = ids.isEmpty() ? ObjectIds.next(around.clock().instant()) : ids.getFirst(); // a ping has no lead
    return found.quote(serviceId,
        () -> around.quotes().quote(lead.flow().account(), serviceId, vars, asked + "-quote-" + serviceId));
  }
}
