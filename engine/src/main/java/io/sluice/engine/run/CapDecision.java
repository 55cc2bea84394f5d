package io.sluice.engine.run;

/** Whether there is room below every cap of a group. */
public sealed interface CapDecision {

  /** @param reservation what {@link Outside#settle} is given back; the engine does not look into it */
  record Reserved(Object reservation) implements CapDecision {}

  /** @param cap the first of the group that is full; nothing was reserved */
  record Full(CompiledCap cap) implements CapDecision {}
}
