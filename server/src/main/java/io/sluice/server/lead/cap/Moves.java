package io.sluice.server.lead.cap;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.lead.cap.SlotStore.Ending;
import io.sluice.server.lead.cap.SlotStore.Holder;
import io.sluice.server.lead.cap.SlotStore.Locked;
import io.sluice.server.lead.cap.SlotStore.More;
import io.sluice.server.lead.cap.SlotStore.Noted;
import io.sluice.server.lead.cap.SlotStore.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes slots and ends them, for all leads of a flow at once that come while a node is at it: a hundred leads below one cap
 * share its lock and one commit.
 */
@Component
final class Moves {

  private final SlotStore store;
  private final TwinStore twins;
  private final TransactionTemplate transaction;
  private final Together<Counted, Taking> takings = new Together<>(this::takeAll);
  private final Together<Counted, List<Ending>> endings = new Together<>(this::endAll);

  Moves(SlotStore store, TwinStore twins, PlatformTransactionManager transactions) {
    this.store = store;
    this.twins = twins;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** The flow whose counters they are. */
  record Counted(AccountId account, FlowId flow) {}

  /** A slot below each wanted cap, or below none. */
  private static final class Taking {
    private final List<Wanted> wanted;
    private final @Nullable Holder holder;
    private final @Nullable String key;
    private final Instant now;
    private @Nullable Wanted full;

    Taking(List<Wanted> wanted, @Nullable Holder holder, @Nullable String key, Instant now) {
      this.wanted = wanted;
      this.holder = holder;
      this.key = key;
      this.now = now;
    }
  }

  /** A counter within its transaction. */
  private static final class Counter {
    private final Instant startedAt;
    private final long before;
    private long taken;
    private long failed;
    private @Nullable Long maximum;

    Counter(Locked locked) {
      this.startedAt = locked.startedAt();
      this.before = locked.taken();
    }
  }

  /**
   * Takes a slot below each of these, or below none.
   *
   * @param holder null: what is counted is never given back
   * @param key of the lead; null: it has none
   * @return the first that is full
   * @throws DuplicateKeyException when another lead with the key has one of the slots, or the lead itself elsewhere
   */
  Optional<Wanted> take(
      Counted flow, List<Wanted> wanted, @Nullable Holder holder, @Nullable String key, Instant now) {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Taking mine = new Taking(wanted, holder, key, now);
    takings.make(flow, mine);
    return Optional.ofNullable(mine.full);
  }

  /** Ends slots, once however often it is called. */
  void end(Counted flow, List<Ending> slots) {
    endings.make(flow, slots);
  }

  private void endAll(Counted flow, List<List<Ending>> all) {
    store.end(flow.account(), flow.flow(), all.stream().flatMap(List::stream).toList());
  }

  private void takeAll(Counted flow, List<Taking> all) {
    Taking first = all.getFirst();
    if (all.size() == 1 && first.wanted.size() == 1) {
      takeOne(flow, first);
    } else {
      transaction.executeWithoutResult(_ -> takeLocked(flow, all));
    }
  }

  private void takeOne(Counted flow, Taking taking) {
    Wanted wanted = taking.wanted.getFirst();
    taking.full = null;
    if (!store.take(flow.account(), flow.flow(), wanted, taking.holder, taking.key, taking.now)) {
      beWithoutTwin(flow, taking);
      store.countFailure(flow.account(), flow.flow(), wanted, taking.now);
      taking.full = wanted;
    }
  }

  /** In the order in which they came. */
  private void takeLocked(Counted flow, List<Taking> all) {
    Map<Wanted, Counter> counters = locked(flow, all);
    List<Noted> slots = new ArrayList<>();
    for (Taking taking : all) {
      taking.full = taking.wanted.stream().filter(wanted -> isFull(wanted, counters)).findFirst().orElse(null);
      if (taking.full != null) {
        beWithoutTwin(flow, taking);
        counter(taking.full, counters).failed++;
        continue;
      }
      for (Wanted wanted : taking.wanted) {
        Counter counter = counter(wanted, counters);
        counter.taken++;
        counter.maximum = wanted.maximum();
        if (taking.holder != null) {
          slots.add(new Noted(wanted.capId(), counter.startedAt, taking.holder, taking.key, taking.now));
        }
      }
    }
    Map<Counter, More> more = new LinkedHashMap<>();
    counters.forEach((wanted, counter) -> more.put(counter,
        new More(wanted.capId(), counter.startedAt, counter.taken, counter.failed, counter.maximum)));
    store.raise(flow.account(), flow.flow(), List.copyOf(more.values()), slots);
  }

  /** Who finds no room because its own twin has it is not told that there was none. */
  private void beWithoutTwin(Counted flow, Taking taking) {
    if (taking.key != null && twins.isThere(
        flow.account(), flow.flow(), taking.wanted.stream().map(Wanted::capId).toList(), taking.key)) {
      throw new DuplicateKeyException("a lead with the same key is on its way");
    }
  }

  /** One counter a cap and start, whatever maximum a lead was told: they may have different versions of their flow. */
  private Map<Wanted, Counter> locked(Counted flow, List<Taking> all) {
    List<Wanted> wanted = all.stream().flatMap(taking -> taking.wanted.stream()).distinct().toList();
    Map<Map.Entry<String, Instant>, Counter> known = new HashMap<>();
    Map<Wanted, Counter> counters = new HashMap<>();
    for (Locked locked : store.lock(flow.account(), flow.flow(), wanted, all.getFirst().now)) {
      counters.put(locked.wanted(), known.computeIfAbsent(
          Map.entry(locked.wanted().capId(), locked.startedAt()), _ -> new Counter(locked)));
    }
    return counters;
  }

  private static boolean isFull(Wanted wanted, Map<Wanted, Counter> counters) {
    Counter counter = counter(wanted, counters);
    return counter.before + counter.taken >= wanted.maximum();
  }

  private static Counter counter(Wanted wanted, Map<Wanted, Counter> counters) {
    Counter counter = counters.get(wanted);
    if (counter == null) {
      throw new IllegalStateException("every wanted cap was locked");
    }
    return counter;
  }
}
