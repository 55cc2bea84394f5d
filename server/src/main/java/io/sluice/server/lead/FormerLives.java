package io.sluice.server.lead;

import io.sluice.engine.run.RunEvent;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What the lives before this one left of a lead: the ids they handed out, and the calls they made. A call belongs to its
 * step, wherever that stands in the flow by now, and its recipient knows it by the id of its event.
 */
final class FormerLives {

  private static final FormerLives NONE = new FormerLives(List.of(), List.of()); // nothing is ever taken from it

  private final List<String> ids;
  private final Map<String, Attempt> calls = new LinkedHashMap<>();
  /** Of events that nobody was told of: filters, and steps that called nobody. */
  private final Deque<String> others;

  private FormerLives(List<String> ids, List<Attempt> attempts) {
    this.ids = ids;
    SequencedSet<String> others = new LinkedHashSet<>(ids);
    for (Attempt attempt : attempts) {
      calls.put(attempt.stepId(), attempt);
      others.remove(attempt.eventIds().getLast());
    }
    this.others = new ArrayDeque<>(others);
    this.others.poll(); // the lead's own
  }

  static FormerLives none() {
    return NONE;
  }

  /** @param attempts in order: the last one knows all ids */
  static FormerLives of(LeadId lead, List<Attempt> attempts) {
    return new FormerLives(attempts.isEmpty() ? List.of(lead.value()) : attempts.getLast().eventIds(), attempts);
  }

  Optional<String> lead() {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getFirst());
  }

  /** The one that the step's event was to have, as far as it is above those handed out since. */
  Optional<String> event(@Nullable String stepId, String last) {
    Attempt call = stepId == null ? null : calls.get(stepId);
    if (call != null) {
      return Optional.of(call.eventIds().getLast());
    }
    while (!others.isEmpty() && others.getFirst().compareTo(last) <= 0) {
      others.removeFirst();
    }
    return Optional.ofNullable(others.poll());
  }

  /** The call of this step, once. */
  @Nullable Attempt takeCall(String stepId) {
    return calls.remove(stepId);
  }

  /** Those that nobody has asked for, as they are told without their steps. */
  List<RunEvent.RecipientEvent> callsLeft(Instant now) {
    return calls.values().stream().map(call -> CalledStep.event(call, now)).toList();
  }

  /** Every id that was handed out until now, the one of the call that begins last. */
  List<String> with(List<String> idsOfThisLife, String event) {
    SequencedSet<String> all = new LinkedHashSet<>(ids);
    all.addAll(idsOfThisLife);
    all.remove(event);
    all.add(event);
    return new ArrayList<>(all);
  }
}
