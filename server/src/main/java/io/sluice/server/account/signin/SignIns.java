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
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** E-mail and password. */
@Component
public class SignIns {

  private static final String TYPE = "session";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Users users;
  private final Audit audit;
  private final RateLimits limits;
  private final SignInDelays delays;

  SignIns(Users users, Audit audit, RateLimits limits, SignInDelays delays) {
    this.users = users;
    this.audit = audit;
    this.limits = limits;
    this.delays = delays;
  }

  public Result<User, SignInRefusal> signIn(String email, String password, String address) {
    return delays.inTurn(address, email, PATIENCE, () -> trySignIn(email, password, address));
  }

  private Result<User, SignInRefusal> trySignIn(String email, String password, String address) {
    int wait = delays.waitSeconds(address, email);
    if (wait > 0) {
      return Result.refused(new SignInRefusal.TooManyTries(wait));
    }
    Optional<User> user = EmailAddress.read(email).flatMap(typed -> users.withPassword(typed, password));
    if (user.isEmpty()) {
      delays.failed(address, email);
      EmailAddress.read(email).flatMap(users::byEmail).ifPresent(known -> recordRefused(known, address));
      return Result.refused(new SignInRefusal.WrongCredentials());
    }
    delays.succeeded(address, email);
    if (!user.get().active()) {
      return Result.refused(new SignInRefusal.Inactive());
    }
    if (!user.get().verified()) {
      return Result.refused(new SignInRefusal.NotVerified());
    }
    audit.record(
        user.get().account(), user.get().id(), address, Action.CREATE, TYPE, user.get().id().value(), "signed in");
    return Result.done(user.get());
  }

  /**
   * Whether this is the password of somebody who is signed in; wrong ones count as they do for signing in. It waits for no
   * other try: it may be asked in a transaction.
   */
  public Result<Boolean, SignInRefusal> confirm(User user, String password, String address) {
    return delays.inTurn(address, user.email().value(), Duration.ZERO, () -> tryConfirm(user, password, address));
  }

  private Result<Boolean, SignInRefusal> tryConfirm(User user, String password, String address) {
    int wait = delays.waitSeconds(address, user.email().value());
    if (wait > 0) {
      return Result.refused(new SignInRefusal.TooManyTries(wait));
    }
    boolean right = users.isPassword(user, password);
    if (!right) {
      delays.failed(address, user.email().value());
    }
    return Result.done(right);
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
