package io.sluice.server.crm.cycle;

import io.sluice.server.kernel.CompanyId;
import java.time.LocalDate;

/** A cycle as it is told, by itself and of its company (crm 2.15). */
record CycleJson(long id, CompanyId companyId, String name, LocalDate startsOn, LocalDate endsOn, boolean current) {

  static CycleJson of(Cycles.Listed listed) {
    Cycle cycle = listed.cycle();
    return new CycleJson(cycle.id(), cycle.company(), cycle.name(), cycle.startsOn(), cycle.endsOn(), listed.current());
  }
}
