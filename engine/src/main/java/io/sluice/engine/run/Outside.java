package io.sluice.engine.run;

import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything a run needs from the world. Methods may block; what they throw ends the run and passes through it. */
public interface Outside {

  Instant now();

  /** A fresh exchange id: 24 hexadecimal characters, greater than every earlier one. */
  String newId();

  /** As {@link #newId}, for the event of a step; the same again where an earlier run of the lead began the step. */
  default String newEventId(@Nullable String stepId) {
    return newId();
  }

  /** Carries out a step. A recipient that cannot be reached is an answer with outcome error, not an exception. */
  StepAnswer call(StepCall call);

  /**
   * Events of calls that an earlier run of the lead made and that this one did not come to: their steps are gone,
   * disabled, or refuse the lead by now. Asked once, before the source event.
   */
  default List<RunEvent.RecipientEvent> callsMadeBefore() {
    return List.of();
  }

  /**
   * Takes a slot below each of these caps, or below none when one is full (exchange 11). The list is never empty and
   * may hold a cap with its nested ones.
   */
  CapDecision reserve(List<CompiledCap> matching);

  /** Turns the slots of a reservation into counts, or gives them back. Called once for every reservation. */
  void settle(Object reservation, boolean success);

  /** The first of these caps that has no room, for a ping, which takes no slot (exchange 3.7). */
  Optional<CompiledCap> firstFull(List<CompiledCap> matching);

  /** Counts a ping below each of these limits, or below none when one is full, which is then the answer. */
  Optional<PingLimit> countPing(List<PingLimit> limits);

  /**
   * Looks values up in lists (exchange 5.6).
   *
   * @return by the name of each query, whether the value was found; a query that could not be answered is left out
   */
  Map<String, Boolean> lookUp(List<ListQuery> queries);

  /** Asks a pricing service (exchange 8); empty when the call fails or gives no price. */
  Optional<BigDecimal> quote(String serviceId, Vars vars);

  /**
   * @param name {@code is_duplicate}, {@code is_existing_customer} or {@code is_dnc}
   * @param check as defined
   * @param value what is looked for; never blank
   */
  record ListQuery(String name, ListChecks.ListCheck check, String value) {}
}
