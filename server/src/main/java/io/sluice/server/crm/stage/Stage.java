package io.sluice.server.crm.stage;

import java.util.List;

/**
 * A step of the pipeline.
 *
 * @param position from 1 on, without gaps; the hidden ones are behind the others
 * @param terminal leads end there
 * @param hidden no longer offered; leads that are in it stay
 */
public record Stage(long id, String name, int position, boolean terminal, boolean hidden) {

  /** Ids up to here are those of {@link #SEEDS}: an account may rename and hide them, not delete them. */
  static final long LAST_SEED = 6;

  /** What every account begins with (crm 2.2). */
  static final List<Stage> SEEDS = List.of(
      new Stage(1, "New", 1, false, false),
      new Stage(2, "Contacted", 2, false, false),
      new Stage(3, "Qualified", 3, false, false),
      new Stage(4, "Appointment set", 4, false, false),
      new Stage(5, "Won", 5, true, false),
      new Stage(LAST_SEED, "Lost", 6, true, false));

  boolean isSeed() {
    return id <= LAST_SEED;
  }

  Stage at(int place) {
    return new Stage(id, name, place, terminal, hidden);
  }

  Stage changed(Stages.Changes changes) {
    return new Stage(id,
        changes.name() == null ? name : changes.name().strip(),
        position,
        changes.terminal() == null ? terminal : changes.terminal(),
        changes.hidden() == null ? hidden : changes.hidden());
  }
}
