package io.sluice.server.lead.cap;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.server.lead.cap.SlotStore.Wanted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Caps counted from nothing and for nobody, in the intervals they would be counted in. For one thread. */
public final class CapRehearsal {

  private record Counter(String capId, Instant startedAt) {

    static Counter of(Wanted cap) {
      return new Counter(cap.capId(), cap.startedAt());
    }
  }

  private record Taken(List<Counter> counters) {}

  private final Map<Counter, Long> taken = new HashMap<>();

  /** @param zone for caps that name none */
  public CapDecision reserve(Instant now, ZoneId zone, List<CompiledCap> caps) {
    Optional<CompiledCap> full = firstFull(now, zone, caps);
    if (full.isPresent()) {
      return new CapDecision.Full(full.get());
    }
    List<Counter> counters = caps.stream().map(cap -> Counter.of(CapCounters.wanted(zone, now, cap))).toList();
    counters.forEach(counter -> taken.merge(counter, 1L, Long::sum));
    return new CapDecision.Reserved(new Taken(counters));
  }

  public void settle(Object reservation, boolean success) {
    if (!success) {
      ((Taken) reservation).counters().forEach(counter -> taken.merge(counter, -1L, Long::sum));
    }
  }

  public Optional<CompiledCap> firstFull(Instant now, ZoneId zone, List<CompiledCap> caps) {
    return caps.stream().filter(cap -> {
      Wanted wanted = CapCounters.wanted(zone, now, cap);
      return taken.getOrDefault(Counter.of(wanted), 0L) >= wanted.maximum();
    }).findFirst();
  }
}
