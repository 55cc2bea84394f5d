package io.sluice.server.account.signin;

import io.sluice.server.account.AccountRefusal;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import io.sluice.server.kernel.UserId;
import io.sluice.server.mail.Mails;
import io.sluice.server.mail.VerificationMail;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Opening an account by oneself, and proving the mailbox. */
@Component
class SignUps {

  private static final Duration LINK_LIFETIME = Duration.ofDays(1);
  private static final Duration LINK_EVERY = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Users users;
  private final VerificationStore store;
  private final Mails mails;
  private final BaseUrl base;
  private final Clock clock;

  SignUps(Accounts accounts, Users users, VerificationStore store, Mails mails, BaseUrl base, Clock clock) {
    this.accounts = accounts;
    this.users = users;
    this.store = store;
    this.mails = mails;
    this.base = base;
    this.clock = clock;
  }

  /** An address that was never proved binds nobody: whoever comes last sets password and name, and proves it or not. */
  @Transactional
  public Result<User, AccountRefusal> signUp(NewAccount company, NewUser person) {
    Optional<User> before = users.byEmail(person.email()).filter(user -> !user.verified());
    Result<User, AccountRefusal> signedUp = before.isPresent()
        ? users.startOver(before.get(), person)
        : accounts.open(company, person).map(Accounts.Opened::user);
    return signedUp.map(user -> {
      mailLink(user);
      return user;
    });
  }

  /** Sends the link again, to an address that waits for it; tells nobody whether there is one. */
  @Transactional
  public void sendAgain(String email) {
    Instant now = clock.instant();
    EmailAddress.read(email)
        .flatMap(users::byEmail)
        .filter(user -> !user.verified())
        .filter(user -> !store.sentSince(user.account(), user.id(), now.minus(LINK_EVERY)))
        .ifPresent(this::mailLink);
  }

  @Transactional
  public Result<User, SignInRefusal> verify(String secret) {
    Instant now = clock.instant();
    Optional<UserId> proved = store.use(VerificationToken.of(secret), now);
    if (proved.isEmpty()) {
      return Result.refused(new SignInRefusal.UnknownToken());
    }
    User user = users.bySession(proved.get()).orElseThrow();
    users.markVerified(user);
    return Result.done(users.bySession(user.id()).orElseThrow());
  }

  private void mailLink(User user) {
    Instant now = clock.instant();
    Instant until = now.plus(LINK_LIFETIME);
    String secret = Secrets.random();
    store.insert(user.account(), user.id(), VerificationToken.of(secret), now, until);
    mails.queue(new VerificationMail(user.email(), until, URI.create(base.link("/verify/" + secret))));
  }
}
