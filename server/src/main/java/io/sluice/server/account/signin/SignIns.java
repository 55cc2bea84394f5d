package io.sluice.server.account.signin;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** E-mail and password. */
@Component
class SignIns {

  private static final String TYPE = "session";

  private final Users users;
  private final Audit audit;
  private final RateLimits limits;

  SignIns(Users users, Audit audit, RateLimits limits) {
    this.users = users;
    this.audit = audit;
    this.limits = limits;
  }

  Result<User, SignInRefusal> signIn(String email, String password, String address) {
    Optional<User> user = EmailAddress.read(email).flatMap(typed -> users.withPassword(typed, password));
    if (user.isEmpty()) {
      EmailAddress.read(email).flatMap(users::byEmail).ifPresent(known -> recordRefused(known, address));
      return Result.refused(new SignInRefusal.WrongCredentials());
    }
    if (!user.get().verified()) {
      return Result.refused(new SignInRefusal.NotVerified());
    }
    audit.record(
        user.get().account(), user.get().id(), address, Action.CREATE, TYPE, user.get().id().value(), "signed in");
    return Result.done(user.get());
  }

  void signedOut(AccountId account, UserId user, String address) {
    audit.record(account, user, address, Action.DELETE, TYPE, user.value(), "signed out");
  }

  /** No more than somebody may try from one address: whoever guesses from a thousand does not fill the table. */
  private void recordRefused(User known, String address) {
    if (!limits.open("sign-in of " + known.id()).isRefused()) {
      audit.record(known.account(), null, address, Action.REFUSE, TYPE, known.id().value(), "wrong password");
    }
  }
}
