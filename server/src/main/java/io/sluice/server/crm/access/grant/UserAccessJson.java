package io.sluice.server.crm.access.grant;

/** A {@code user_access} (crm 2.5), and a user's {@code primary_access} (crm 2.1) with what it has more. */
public record UserAccessJson(long id, long companyId, long accessId, String accessName, boolean primary) {

  public static UserAccessJson of(UserAccess access) {
    return new UserAccessJson(access.id(), access.company().value(), access.access().number(), access.access().word(),
        access.primary());
  }
}
