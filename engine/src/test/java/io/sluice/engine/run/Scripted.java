package io.sluice.engine.run;

import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The world as a test writes it: answers in a row, counters in memory, a clock that only moves when told. */
final class Scripted implements Outside {

  static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  final List<StepCall> calls = new ArrayList<>();
  final Deque<StepAnswer> answers = new ArrayDeque<>();
  /** Successes by cap id; slots that are taken but not settled count as well. */
  final Map<String, Long> counts = new HashMap<>();
  final Map<String, Long> failedCounts = new HashMap<>();
  final Map<String, Long> pings = new HashMap<>();
  final Set<String> onLists = new HashSet<>();
  final List<ListQuery> lookedUp = new ArrayList<>();
  final Map<String, BigDecimal> quotes = new HashMap<>();
  boolean breaksAtCall;
  int openReservations;
  Instant now = NOON;
  private int ids;

  Scripted answering(StepAnswer... inOrder) {
    answers.addAll(List.of(inOrder));
    return this;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public String newId() {
    return "%024x".formatted(++ids);
  }

  @Override
  public StepAnswer call(StepCall call) {
    if (breaksAtCall) {
      throw new IllegalStateException("the module is broken");
    }
    calls.add(call);
    return answers.isEmpty() ? StepAnswer.of(StepOutcome.SUCCESS) : answers.removeFirst();
  }

  @Override
  public CapDecision reserve(List<CompiledCap> matching) {
    var full = firstFull(matching);
    if (full.isPresent()) {
      failedCounts.merge(full.get().id(), 1L, Long::sum);
      return new CapDecision.Full(full.get());
    }
    matching.forEach(cap -> counts.merge(cap.id(), 1L, Long::sum));
    openReservations++;
    return new CapDecision.Reserved(matching);
  }

  @Override
  public void settle(Object reservation, boolean success) {
    openReservations--;
    if (!success) {
      ((List<?>) reservation).forEach(cap -> counts.merge(((CompiledCap) cap).id(), -1L, Long::sum));
    }
  }

  @Override
  public Optional<CompiledCap> firstFull(List<CompiledCap> matching) {
    return matching.stream()
        .filter(cap -> counts.getOrDefault(cap.id(), 0L) >= cap.definition().maximum())
        .findFirst();
  }

  @Override
  public Optional<PingLimit> countPing(List<PingLimit> limits) {
    var full = limits.stream().filter(limit -> pings.getOrDefault(limit.id(), 0L) >= limit.maximum()).findFirst();
    if (full.isEmpty()) {
      limits.forEach(limit -> pings.merge(limit.id(), 1L, Long::sum));
    }
    return full;
  }

  @Override
  public Map<String, Boolean> lookUp(List<ListQuery> queries) {
    lookedUp.addAll(queries);
    var found = new HashMap<String, Boolean>();
    queries.forEach(query -> found.put(query.name(), onLists.contains(query.value())));
    return found;
  }

  @Override
  public Optional<BigDecimal> quote(String serviceId, Vars vars) {
    return Optional.ofNullable(quotes.get(serviceId));
  }
}
