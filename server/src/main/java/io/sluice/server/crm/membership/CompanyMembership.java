package io.sluice.server.crm.membership;

import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A company on a plan (crm 2.8). A period follows on the other until it is canceled; then the running one is the last. */
public record CompanyMembership(
    long id,
    CompanyId company,
    Membership plan,
    Status status,
    Instant startedAt,
    Instant currentPeriodEnd,
    @Nullable Instant canceledAt) {

  /** {@code REPLACED}: another plan came in its place. */
  public enum Status {
    ACTIVE, CANCELED, REPLACED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The end of the period that runs at this moment, counted in months of the calendar from the start. */
  static Instant periodEnd(Instant start, Membership.Interval interval, Instant now) {
    OffsetDateTime from = start.atOffset(ZoneOffset.UTC);
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    long passed = Math.max(0, (at.getYear() - from.getYear()) * 12L + at.getMonthValue() - from.getMonthValue());
    long periods = passed / interval.months();
    OffsetDateTime end = from.plusMonths(periods * interval.months());
    while (!end.isAfter(at)) {
      periods++;
      end = from.plusMonths(periods * interval.months());
    }
    return end.toInstant();
  }

  CompanyMembership at(Instant now) {
    return status == Status.ACTIVE
        ? new CompanyMembership(id, company, plan, status, startedAt, periodEnd(startedAt, plan.interval(), now), null)
        : this;
  }
}
