package io.sluice.server.event.metrics;

import io.sluice.server.event.EventRule;
import io.sluice.server.event.count.Buckets;
import io.sluice.server.event.count.CountedEvent;
import io.sluice.server.event.count.CountedRun;
import io.sluice.server.event.count.EventCounts;
import io.sluice.server.event.count.Needs;
import io.sluice.server.event.count.TooMuch;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Reads what was counted, and no more of it than is asked for. */
@Component
class MetricsReading {

  private static final Set<String> RUN_TYPES = Set.of("source", "recipient", "filter");

  private final EventCounts counts;

  MetricsReading(EventCounts counts) {
    this.counts = counts;
  }

  /** @param filters say what must be read; whether an event passes them is for the caller to look at */
  Result<Integer, MetricsRefusal> read(AccountId account, Buckets buckets, List<EventRule> filters,
      Collection<String> properties, Consumer<CountedRun> seen) {
    Optional<Collection<String>> types = filters.stream()
        .filter(rule -> rule.property().filter("type"::equals).isPresent() && rule.wanted().isPresent())
        .map(rule -> rule.wanted().get()).findFirst();
    boolean runs = types.isEmpty() || types.get().stream().anyMatch(RUN_TYPES::contains);
    boolean later = types.isEmpty() || !RUN_TYPES.containsAll(types.get());
    return read(account, buckets, Needs.of(filters, properties, runs, later), seen);
  }

  Result<Integer, MetricsRefusal> read(AccountId account, Buckets buckets, Needs needs, Consumer<CountedRun> seen) {
    return switch (counts.read(account, buckets, needs, seen)) {
      case Result.Done<Integer, TooMuch>(Integer count) -> Result.done(count);
      case Result.Refused<Integer, TooMuch>(TooMuch tooMuch) ->
          Result.refused(new MetricsRefusal.TooManyEvents(tooMuch));
    };
  }

  static boolean passes(List<EventRule> filters, CountedEvent event) {
    return filters.stream().allMatch(rule -> rule.holds(event.properties()));
  }
}
