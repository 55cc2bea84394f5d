package io.sluice.server.lead.cap;

import io.sluice.engine.run.Cap;
import io.sluice.engine.run.FlowDefinition;
import io.sluice.engine.run.PingLimit;
import io.sluice.engine.run.RecipientStep;
import io.sluice.engine.run.Source;
import io.sluice.engine.run.Step;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.cap.CapStore.Counter;
import io.sluice.server.lead.cap.CapStore.Hold;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What caps and ping limits count at the moment (exchange 11). Those without traffic in this interval are not there. */
@Component
class CapReadings {

  private final CapStore store;
  private final OpenFlows flows;
  private final Clock clock;

  CapReadings(CapStore store, OpenFlows flows, Clock clock) {
    this.store = store;
    this.flows = flows;
    this.clock = clock;
  }

  /** Where in a flow something is. @param source the entity; {@code step} the short id; both null: the flow itself */
  record Place(OpenFlow flow, @Nullable String source, @Nullable String step) {}

  record CapReading(Cap cap, Place place, Counter counter) {}

  record LimitReading(PingLimit limit, Place place, Counter counter) {}

  /** Who holds slots of a cap, and what became of the others. */
  record Ledger(Counter counter, List<Hold> holds) {}

  List<CapReading> caps(AccountId account, @Nullable String flow) {
    return readings(account, flow, null, CapReadings::caps);
  }

  List<LimitReading> limits(AccountId account, @Nullable String flow) {
    return readings(account, flow, null, CapReadings::limits);
  }

  Result<CapReading, CapRefusal> cap(AccountId account, String id) {
    return first(readings(account, null, id.toLowerCase(Locale.ROOT), CapReadings::caps));
  }

  Result<LimitReading, CapRefusal> limit(AccountId account, String id) {
    return first(readings(account, null, id.toLowerCase(Locale.ROOT), CapReadings::limits));
  }

  /** @param after the last lead of the page before; empty for the first page */
  Result<Ledger, CapRefusal> ledger(AccountId account, String id, String after, int limit) {
    return cap(account, id).map(reading -> new Ledger(reading.counter(),
        store.holds(account, reading.counter(), after.toLowerCase(Locale.ROOT), limit)));
  }

  private static <T> Result<T, CapRefusal> first(List<T> found) {
    return found.isEmpty() ? Result.refused(new CapRefusal.Unknown()) : Result.done(found.getFirst());
  }

  /** In the order of the flows, and of their parts. */
  private <T> List<T> readings(AccountId account, @Nullable String flow, @Nullable String cap,
      BiFunction<OpenFlow, Map<String, Counter>, List<T>> read) {
    if (flow != null && !ObjectIds.valid(flow)) {
      return List.of();
    }
    Map<FlowId, Map<String, Counter>> counters = new TreeMap<>();
    for (Counter counter : store.counters(account, flow == null ? null : FlowId.of(flow), cap, clock.instant())) {
      counters.computeIfAbsent(counter.flow(), _ -> new HashMap<>()).put(counter.capId(), counter);
    }
    List<T> readings = new ArrayList<>();
    counters.forEach((id, known) -> {
      Optional<OpenFlow> open = flows.open(id).filter(found -> found.account().equals(account));
      open.ifPresent(found -> readings.addAll(read.apply(found, known)));
    });
    return readings;
  }

  private static List<CapReading> caps(OpenFlow flow, Map<String, Counter> counters) {
    List<CapReading> readings = new ArrayList<>();
    FlowDefinition definition = flow.flow().definition();
    collect(definition.caps(), new Place(flow, null, null), counters, readings);
    for (Source source : orNone(definition.sources())) {
      collect(source.caps(), new Place(flow, entity(source), null), counters, readings);
    }
    for (Step step : orNone(definition.steps())) {
      if (step instanceof RecipientStep recipient) {
        collect(recipient.caps(), new Place(flow, null, recipient.id()), counters, readings);
      }
    }
    return readings;
  }

  private static void collect(
      @Nullable List<Cap> caps, Place place, Map<String, Counter> counters, List<CapReading> readings) {
    for (Cap cap : orNone(caps)) {
      Counter counter = counters.get(cap.id());
      if (counter != null) {
        readings.add(new CapReading(cap, place, counter));
      }
      collect(cap.caps(), place, counters, readings);
    }
  }

  private static List<LimitReading> limits(OpenFlow flow, Map<String, Counter> counters) {
    List<LimitReading> readings = new ArrayList<>();
    FlowDefinition definition = flow.flow().definition();
    collectLimits(definition.pingLimits(), new Place(flow, null, null), counters, readings);
    for (Source source : orNone(definition.sources())) {
      collectLimits(source.pingLimits(), new Place(flow, entity(source), null), counters, readings);
    }
    return readings;
  }

  private static void collectLimits(
      @Nullable List<PingLimit> limits, Place place, Map<String, Counter> counters, List<LimitReading> readings) {
    for (PingLimit limit : orNone(limits)) {
      Counter counter = counters.get(limit.id());
      if (counter != null) {
        readings.add(new LimitReading(limit, place, counter));
      }
    }
  }

  private static @Nullable String entity(Source source) {
    return source.entity() == null ? null : source.entity().id();
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
