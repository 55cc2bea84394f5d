package io.sluice.server.crm.access.grant;

import io.sluice.server.crm.access.Access;

/**
 * Somebody with an access of her own in a company.
 *
 * @param userAccess by which sources, territories and leads are hers there
 * @param user the user's number
 */
public record Colleague(long userAccess, long user, String fullName, Access access) {

  /** As sources and territories tell of it (crm 2.18, 2.20). */
  public record Json(long id, long userId, String fullName, String accessName) {}

  public Json json() {
    return new Json(userAccess, user, fullName, access.word());
  }
}
