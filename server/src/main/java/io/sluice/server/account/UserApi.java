package io.sluice.server.account;

import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /user} (exchange 17). Asked with the account's own key there is no user to show: 401. */
@ExchangeApi
class UserApi {

  record AccountSummaryJson(AccountId id, String name, String timeZone) {}

  record ProductJson(String id, String name, boolean subscribed) {}

  record UserJson(
      UserId id,
      UserId ssoId,
      long number,
      boolean superuser,
      boolean userAdmin,
      boolean subscriptionAdmin,
      String roleString,
      String firstName,
      String lastName,
      String email,
      List<AccountSummaryJson> accounts,
      List<ProductJson> products,
      String productCode,
      String companyName,
      Map<String, Instant> uiState) {}

  record UserUpdateJson(@Nullable Map<String, Boolean> uiState) {}

  private final Users users;
  private final Accounts accounts;

  UserApi(Users users, Accounts accounts) {
    this.users = users;
    this.accounts = accounts;
  }

  @GetMapping("/user")
  Answer<UserJson> show(SignedIn caller) {
    return Answer.ok(json(users.find(caller.account(), caller.user()).orElseThrow()));
  }

  @PutMapping("/user/{id}")
  Answer<UserJson> change(SignedIn caller, @PathVariable String id, @RequestBody UserUpdateJson update) {
    Map<String, Boolean> flags = Objects.requireNonNullElse(update.uiState(), Map.of());
    return Answer.ok(users.changeUiState(caller.account(), caller.user(), id, flags), this::json);
  }

  private UserJson json(User user) {
    Account account = accounts.of(user.account());
    boolean admin = users.isAdmin(user.account(), user.id());
    return new UserJson(user.id(), user.id(), user.number(), users.isSuperuser(user.account(), user.id()), admin, admin, "user",
        user.firstName(), user.lastName(), user.email().value(),
        List.of(new AccountSummaryJson(account.id(), account.name(), account.timeZone())),
        List.of(new ProductJson("lcx", "Sluice", true)), "lcx", account.name(), user.uiState());
  }
}
