package io.sluice.server.crm.lead.count;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * All that leads are counted by. What a lead has none of is 0.
 *
 * @param month the first day of the month (UTC) in which it was created
 */
public record LeadKind(
    long userAccess,
    long stage,
    long source,
    long campaign,
    long territory,
    long cycle,
    boolean duplicate,
    LocalDate month) {

  public static LeadKind of(
      @Nullable Long userAccess, long stage, @Nullable Long source, @Nullable Long campaign, @Nullable Long territory,
      @Nullable Long cycle, boolean duplicate, Instant createdAt) {
    return new LeadKind(orNone(userAccess), stage, orNone(source), orNone(campaign), orNone(territory), orNone(cycle),
        duplicate, month(createdAt));
  }

  public LeadKind ofNobody() {
    return new LeadKind(0, stage, source, campaign, territory, cycle, duplicate, month);
  }

  public LeadKind asDuplicate(boolean isOne) {
    return new LeadKind(userAccess, stage, source, campaign, territory, cycle, isOne, month);
  }

  public static LocalDate month(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).withDayOfMonth(1);
  }

  private static long orNone(@Nullable Long id) {
    return id == null ? 0 : id;
  }
}
