package io.sluice.server.event.metrics;

import io.sluice.engine.template.VarPath;
import io.sluice.engine.type.Values;
import io.sluice.server.event.EventRule;
import io.sluice.server.event.count.CountedEvent;
import io.sluice.server.event.count.Needs;
import io.sluice.server.event.metrics.MetricsQuery.Step;
import io.sluice.server.event.metrics.MetricsTable.Funnel;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who got how far: by the leads of one reading where that tells it, else step by step. */
final class FunnelReading {

  private final MetricsReading reading;
  private final MetricsQuery query;
  private final List<Step> steps;
  /** By which steps they did, a bit a step. */
  private final Map<Integer, Long> leads = new HashMap<>();
  private boolean later;

  FunnelReading(MetricsReading reading, MetricsQuery query) {
    this.reading = reading;
    this.query = query;
    this.steps = query.steps();
  }

  /** All steps in one reading: a run has all events of its lead, but for those that came later. */
  Result<Integer, MetricsRefusal> together(AccountId account) {
    List<EventRule> rules = steps.stream().flatMap(step -> step.filters().stream()).toList();
    List<String> properties = rules.stream().flatMap(rule -> rule.property().stream()).toList();
    boolean open = rules.stream().anyMatch(rule -> rule.property().isEmpty());
    Needs needs = new Needs(Set.copyOf(properties), open, true, true);
    return reading.read(account, query.buckets(), needs, run -> {
      int done = 0;
      for (int i = 0; i < steps.size(); i++) {
        for (CountedEvent event : run.events()) {
          done |= MetricsReading.passes(steps.get(i).filters(), event) ? 1 << i : 0;
        }
      }
      later |= run.later() && done != 0;
      leads.merge(done, run.leads(), Long::sum);
    });
  }

  Funnel byLeads() {
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int all = (1 << i + 1) - 1;
      result.add(leads.entrySet().stream().filter(some -> (some.getKey() & all) == all)
          .mapToLong(Map.Entry::getValue).sum());
    }
    return new Funnel(query, result, Map.of());
  }

  /** Whether some came later than their lead's run: then nobody can tell from one reading who got how far. */
  boolean isSplit() {
    return later;
  }

  /** Step by step, each with its own time and by its own actors. */
  Result<Funnel, MetricsRefusal> oneByOne(AccountId account) {
    List<Long> result = new ArrayList<>();
    Map<Integer, List<String>> actors = new TreeMap<>();
    Set<String> left = null;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Set<String> found = new TreeSet<>();
      VarPath actor = VarPath.of(step.actor());
      Result<Integer, MetricsRefusal> read = reading.read(account, step.buckets().orElse(query.buckets()),
          step.filters(), List.of(step.actor()),
          run -> run.events().stream().filter(event -> MetricsReading.passes(step.filters(), event)).forEach(event -> {
            Object value = event.properties().get(actor);
            if (value != null) {
              found.add(Values.text(value));
            }
          }));
      if (read instanceof Result.Refused<Integer, MetricsRefusal>(MetricsRefusal refusal)) {
        return Result.refused(refusal);
      }
      if (left != null) {
        found.retainAll(left);
      }
      left = found;
      result.add((long) found.size());
      if (step.withActors()) {
        if (found.size() > MetricsRows.MAX_VALUES) {
          return Result.refused(new MetricsRefusal.TooManyValues(MetricsRows.MAX_VALUES));
        }
        actors.put(i, List.copyOf(found));
      }
    }
    return Result.done(new Funnel(query, result, actors));
  }
}
