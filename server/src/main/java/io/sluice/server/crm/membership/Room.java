package io.sluice.server.crm.membership;

import org.jspecify.annotations.Nullable;

/**
 * What a company's plan still has room for.
 *
 * @param maxUsers absent: as many as wanted
 * @param users who have an access, and who are invited to one
 * @param maxLeadsPerMonth absent: as many as wanted
 * @param leads of this month (UTC); 0 and not counted where there is no limit
 */
public record Room(@Nullable Integer maxUsers, long users, @Nullable Integer maxLeadsPerMonth, long leads) {

  static final Room UNLIMITED = new Room(null, 0, null, 0);

  public boolean forUsers(long more) {
    return maxUsers == null || users + more <= maxUsers;
  }

  public boolean forLeads(long more) {
    return maxLeadsPerMonth == null || leads + more <= maxLeadsPerMonth;
  }
}
