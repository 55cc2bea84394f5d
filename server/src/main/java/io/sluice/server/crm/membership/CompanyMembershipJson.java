package io.sluice.server.crm.membership;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@code company_membership} (crm 2.8). */
public record CompanyMembershipJson(
    long id,
    long companyId,
    MembershipJson membership,
    String status,
    Instant startedAt,
    Instant currentPeriodEnd,
    @Nullable Instant canceledAt) {

  /** A {@code membership}, that is a plan (crm 2.7). */
  public record MembershipJson(
      long id,
      String name,
      String description,
      long priceCents,
      String currency,
      String interval,
      @Nullable Integer maxUsers,
      @Nullable Integer maxLeadsPerMonth,
      boolean active) {

    static MembershipJson of(Membership plan) {
      return new MembershipJson(plan.id(), plan.name(), plan.description(), plan.priceCents(), plan.currency(),
          plan.interval().word(), plan.maxUsers(), plan.maxLeadsPerMonth(), plan.active());
    }
  }

  public static CompanyMembershipJson of(CompanyMembership there) {
    return new CompanyMembershipJson(there.id(), there.company().value(), MembershipJson.of(there.plan()),
        there.status().word(), there.startedAt(), there.currentPeriodEnd(), there.canceledAt());
  }
}
