package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user as the console's answers show one: {@code id} is the CRM's number, {@code oid} the exchange's id. */
public record PersonJson(long id, UserId oid, String email, String firstName, String lastName, boolean verified) {

  public static PersonJson of(User user) {
    return new PersonJson(
        user.number(), user.id(), user.email().value(), user.firstName(), user.lastName(), user.verified());
  }

  /** That user's account. */
  public record AccountJson(AccountId id, String name, @Nullable CompanyId companyId, String plan) {

    public static AccountJson of(Account account, Optional<CompanyId> company) {
      return new AccountJson(account.id(), account.name(), company.orElse(null), account.plan().word());
    }
  }
}
