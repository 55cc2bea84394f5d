package io.sluice.server.lead.cap;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.PingLimit;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.cap.CapStore.Slot;
import io.sluice.server.lead.cap.CapStore.Wanted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Slots below caps: taken by a lead that passes the cap stage, kept by one that succeeds, given back by any other, so
 * that a maximum is never passed by anybody's racing (exchange 11).
 */
@Component
public class CapCounters {

  private static final int LEFT_BEHIND_AT_ONCE = 500;

  private final CapStore store;
  private final TransactionTemplate transaction;

  CapCounters(CapStore store, PlatformTransactionManager transactions) {
    this.store = store;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Whose caps they are, and the clock and zone they are counted by. */
  public record Counting(AccountId account, FlowId flow, ZoneId zone, Instant now) {}

  /** The slots of one reservation. */
  public record Slots(AccountId account, FlowId flow, LeadId lead, List<String> caps) {}

  /**
   * Takes a slot below each of these caps, or below none.
   *
   * @param node the life of the program that is responsible for giving them back
   * @param again whether the lead may hold slots already, from before its node died; it keeps them
   */
  public CapDecision reserve(Counting counting, LeadId lead, String node, boolean again, List<CompiledCap> caps) {
    List<Wanted> wanted = caps.stream().map(cap -> wanted(counting, cap)).toList();
    Set<String> passed =
        new TreeSet<>(again ? store.held(counting.account(), counting.flow(), lead) : List.of());
    List<Wanted> missing = wanted.stream().filter(cap -> !passed.contains(cap.capId())).toList();
    passed.addAll(allOrNone(missing,
        () -> store.take(counting.account(), counting.flow(), missing, lead, node, counting.now())));
    for (int i = 0; i < caps.size(); i++) {
      if (!passed.contains(wanted.get(i).capId())) {
        store.countFailure(counting.account(), counting.flow(), wanted.get(i), counting.now());
        return new CapDecision.Full(caps.get(i));
      }
    }
    return new CapDecision.Reserved(new Slots(counting.account(), counting.flow(), lead,
        wanted.stream().map(Wanted::capId).toList()));
  }

  /** One cap is one statement, which needs no transaction around it: its row is locked for no longer than it takes. */
  private List<String> allOrNone(List<Wanted> wanted, Supplier<List<String>> statement) {
    if (wanted.size() <= 1) {
      return wanted.isEmpty() ? List.of() : statement.get();
    }
    List<String> passed = new ArrayList<>();
    transaction.executeWithoutResult(status -> {
      passed.addAll(statement.get());
      if (passed.size() < wanted.size()) {
        status.setRollbackOnly();
      }
    });
    return passed;
  }

  public void keep(Slots slots) {
    store.keep(slots.account(), slots.flow(), slots.lead(), slots.caps());
  }

  public void release(Slots slots) {
    slots.caps().forEach(cap ->
        store.release(slots.account(), new Slot(slots.account(), slots.flow(), cap, slots.lead())));
  }

  /** What a lead that ended after a change of nodes still holds belongs to a flow as it was before: given back. */
  public void releaseAllOf(AccountId account, LeadId lead) {
    store.slotsOf(account, lead).forEach(slot -> store.release(account, slot));
  }

  /** Settles the slots of leads that ended with their node, or were never to be seen again. */
  public void settleLeftBehind(Collection<String> deadNodes) {
    if (!deadNodes.isEmpty()) {
      for (Slot slot : store.leftBehind(deadNodes, LEFT_BEHIND_AT_ONCE)) {
        if (store.succeeded(slot.account(), slot.lead())) {
          store.keep(slot.account(), slot.flow(), slot.lead(), List.of(slot.capId()));
        } else {
          store.release(slot.account(), slot);
        }
      }
    }
  }

  /** The first cap without room, for a ping, which takes none (exchange 3.7). */
  public Optional<CompiledCap> firstFull(Counting counting, List<CompiledCap> caps) {
    List<Wanted> wanted = caps.stream().map(cap -> wanted(counting, cap)).toList();
    Map<String, Long> taken = store.taken(counting.account(), counting.flow(), wanted, counting.now());
    for (int i = 0; i < caps.size(); i++) {
      if (taken.getOrDefault(wanted.get(i).capId(), 0L) >= wanted.get(i).maximum()) {
        return Optional.of(caps.get(i));
      }
    }
    return Optional.empty();
  }

  /** Counts a ping below each of these limits, or below none when one is full, which is then the answer. */
  public Optional<PingLimit> countPing(Counting counting, List<PingLimit> limits) {
    List<Wanted> wanted = limits.stream().map(limit -> wanted(counting, limit)).toList();
    List<String> passed = allOrNone(wanted,
        () -> store.count(counting.account(), counting.flow(), wanted, counting.now()));
    for (int i = 0; i < limits.size(); i++) {
      if (!passed.contains(wanted.get(i).capId())) {
        store.countFailure(counting.account(), counting.flow(), wanted.get(i), counting.now());
        return Optional.of(limits.get(i));
      }
    }
    return Optional.empty();
  }

  private static Wanted wanted(Counting counting, CompiledCap cap) {
    return wanted(counting.zone(), counting.now(), cap);
  }

  /** @param zone for a cap that names none */
  static Wanted wanted(ZoneId zone, Instant now, CompiledCap cap) {
    var definition = cap.definition();
    return wanted(zone, now, cap.id(), definition.maximum(), definition.duration(), definition.durationUnits(),
        definition.timeZone(), definition.createdAt());
  }

  private static Wanted wanted(Counting counting, PingLimit limit) {
    return wanted(counting.zone(), counting.now(), limit.id(), limit.maximum(), limit.duration(), limit.durationUnits(), limit.timeZone(),
        limit.createdAt());
  }

  private static Wanted wanted(
      ZoneId otherwise,
      Instant now,
      @Nullable String id,
      @Nullable Long maximum,
      @Nullable Integer duration,
      @Nullable String units,
      @Nullable String zone,
      @Nullable Instant since) {
    if (id == null || maximum == null || duration == null || units == null) {
      throw new IllegalStateException("the compiler lets no cap without id, maximum and interval pass");
    }
    ZoneId counted = zone == null ? otherwise : ZoneId.of(zone);
    Interval interval = Interval.around(now, duration, units, counted, since);
    return new Wanted(id, interval.start(), interval.end(), maximum);
  }
}
