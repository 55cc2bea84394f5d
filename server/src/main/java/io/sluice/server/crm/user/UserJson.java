package io.sluice.server.crm.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.server.crm.access.grant.UserAccessJson;
import io.sluice.server.crm.onboarding.Onboarding;
import io.sluice.server.crm.onboarding.OnboardingJson;
import org.jspecify.annotations.Nullable;

/**
 * The user (crm 2.1).
 *
 * @param onboarding only where one user is shown: to whoever signs in, and by her number
 * @param userAccess the access in the company whose people are listed; only there
 * @param unconfirmedEmail the address that takes the place of hers once it is proved; only in the answer to the change
 */
public record UserJson(
    long id,
    String firstName,
    String lastName,
    String fullName,
    String email,
    String status,
    @Nullable String avatarRoute,
    @Nullable AccessJson primaryAccess,
    @Nullable CompanyJson primaryCompany,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserAccessJson userAccess,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OnboardingJson onboarding,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String unconfirmedEmail) {

  public record AccessJson(long id, long companyId, int accessId, String accessName) {

    static AccessJson of(CrmUser.Primary primary) {
      return new AccessJson(primary.id(), primary.company().value(), primary.access().number(), primary.access().word());
    }
  }

  public record CompanyJson(
      long id, String name, @JsonProperty("default") boolean isDefault, @Nullable Long parentCompanyId) {

    static CompanyJson of(CrmUser.Primary primary) {
      return new CompanyJson(primary.company().value(), primary.companyName(), primary.companyDefault(),
          primary.parent().map(parent -> parent.value()).orElse(null));
    }
  }

  public static UserJson of(CrmUser user) {
    return json(user, null, null, null);
  }

  static UserJson of(CrmUser user, Onboarding onboarding) {
    return json(user, null, OnboardingJson.of(onboarding), null);
  }

  static UserJson of(CompanyUser one) {
    return json(one.user(), UserAccessJson.of(one.access()), null, null);
  }

  static UserJson changed(CrmUser user, @Nullable String unconfirmedEmail) {
    return json(user, null, null, unconfirmedEmail);
  }

  private static UserJson json(CrmUser user, @Nullable UserAccessJson access, @Nullable OnboardingJson onboarding,
      @Nullable String unconfirmedEmail) {
    return new UserJson(user.number(), user.firstName(), user.lastName(), user.fullName(), user.email().value(),
        user.status().word(),
        user.avatarFile().map(file -> "/api/v1/files/" + file).orElse(null),
        user.primary().map(AccessJson::of).orElse(null), user.primary().map(CompanyJson::of).orElse(null),
        access, onboarding, unconfirmedEmail);
  }
}
