package io.sluice.server.lead.cap;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.PingLimit;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.cap.Moves.Counted;
import io.sluice.server.lead.cap.SlotStore.Ending;
import io.sluice.server.lead.cap.SlotStore.Holder;
import io.sluice.server.lead.cap.SlotStore.Slot;
import io.sluice.server.lead.cap.SlotStore.Wanted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Slots below caps: taken by a lead that passes the cap stage, kept by one that succeeds, given back by any other, so
 * that a maximum is never passed by anybody's racing (exchange 11).
 */
@Component
public class CapCounters {

  private static final int LEFT_BEHIND_AT_ONCE = 500;

  private final SlotStore store;
  private final TwinStore twins;
  private final Moves moves;

  CapCounters(SlotStore store, TwinStore twins, Moves moves) {
    this.store = store;
    this.twins = twins;
    this.moves = moves;
  }

  /** Whose caps they are, and the clock and zone they are counted by. */
  public record Counting(AccountId account, FlowId flow, ZoneId zone, Instant now) {

    private Counted counted() {
      return new Counted(account, flow);
    }
  }

  /** The slots of one reservation. @param node the life of the program that holds them */
  public record Slots(AccountId account, FlowId flow, LeadId lead, String node, List<String> caps) {}

  /**
   * Takes a slot below each of these caps, or below none.
   *
   * @param node the life of the program that is responsible for giving them back
   * @param again whether the lead may hold slots already, from before its node died; it keeps them
   * @param key what a twin of the lead has in common with it; null: nothing
   * @throws DuplicateKeyException when a twin has a slot below one of these caps, or another node that makes this lead
   */
  public CapDecision reserve(Counting counting, LeadId lead, String node, boolean again, @Nullable String key,
      List<CompiledCap> caps) {
    List<Wanted> wanted = caps.stream().map(cap -> wanted(counting, cap)).toList();
    Holder holder = new Holder(lead, node);
    List<String> held = again ? store.takeOver(counting.account(), counting.flow(), holder, wanted) : List.of();
    List<Wanted> missing = wanted.stream().filter(cap -> !held.contains(cap.capId())).toList();
    return moves.take(counting.counted(), missing, holder, key, counting.now())
        .<CapDecision>map(full -> new CapDecision.Full(caps.get(wanted.indexOf(full))))
        .orElseGet(() -> new CapDecision.Reserved(new Slots(counting.account(), counting.flow(), lead, node,
            wanted.stream().map(Wanted::capId).toList())));
  }

  public void keep(Slots slots) {
    end(slots, true);
  }

  public void release(Slots slots) {
    end(slots, false);
  }

  /** For slots of a lead that may never be: its sender comes again and need not wait for them. */
  public void letTwinsPass(AccountId account, LeadId lead) {
    twins.letPass(account, lead);
  }

  private void end(Slots slots, boolean kept) {
    Holder holder = new Holder(slots.lead(), slots.node());
    moves.end(new Counted(slots.account(), slots.flow()),
        slots.caps().stream().map(cap -> new Ending(cap, holder, kept)).toList());
  }

  /** Settles the slots of leads that ended with their node, or were never to be seen again. */
  public void settleLeftBehind(Collection<String> deadNodes) {
    if (!deadNodes.isEmpty()) {
      store.leftBehind(deadNodes, LEFT_BEHIND_AT_ONCE).stream()
          .collect(Collectors.groupingBy(slot -> Map.entry(slot.account(), slot.holder().lead())))
          .forEach((lead, slots) -> settle(lead.getKey(), lead.getValue(), slots));
    }
  }

  /** Settles what a lead that is not on its way still holds. */
  public void settle(AccountId account, LeadId lead) {
    settle(account, lead, store.slotsOf(account, lead));
  }

  /** As above, but for what a lead of the same id holds on another node: a sale is the same lead wherever it is made. */
  public void settleOwn(AccountId account, LeadId lead, String node) {
    settle(account, lead,
        store.slotsOf(account, lead).stream().filter(slot -> slot.holder().node().equals(node)).toList());
  }

  private void settle(AccountId account, LeadId lead, List<Slot> slots) {
    end(slots, slot -> store.isEarned(account, lead, slot.capId()));
  }

  /** All at once: whoever is about to write the lead after all finds them, or none (decision 0044). @param slots of one lead */
  private void end(List<Slot> slots, Predicate<Slot> kept) {
    if (!slots.isEmpty()) {
      moves.end(new Counted(slots.getFirst().account(), slots.getFirst().flow()), slots.stream()
          .map(slot -> new Ending(slot.capId(), slot.holder(), kept.test(slot))).toList());
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
    return moves.take(counting.counted(), wanted, null, null, counting.now()).map(full -> limits.get(wanted.indexOf(full)));
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
