package io.sluice.server.crm.cycle;

import io.sluice.server.kernel.CompanyId;
import java.time.LocalDate;

/** A working period. Both days belong to it, by the clock of the company's account. */
public record Cycle(long id, CompanyId company, String name, LocalDate startsOn, LocalDate endsOn) {

  boolean holds(LocalDate day) {
    return !day.isBefore(startsOn) && !day.isAfter(endsOn);
  }

  boolean meets(Cycle other) {
    return !startsOn.isAfter(other.endsOn) && !other.startsOn.isAfter(endsOn);
  }
}
