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
import io.sluice.server.mail.Mails;
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
  private static final Duration OFTEN = Duration.ofHours(1);
  private static final int OFTEN_LINKS = 5;

  private final Accounts accounts;
  private final Users users;
  private final VerificationStore store;
  private final AddressChanges addresses;
  private final Mails mails;
  private final BaseUrl base;
  private final Clock clock;

  SignUps(Accounts accounts, Users users, VerificationStore store, AddressChanges addresses, Mails mails, BaseUrl base,
      Clock clock) {
    this.accounts = accounts;
    this.users = users;
    this.store = store;
    this.addresses = addresses;
    this.mails = mails;
    this.base = base;
    this.clock = clock;
  }

  /** Who types an address has no claim to it: the account is entered by whoever opens the link of this very sign-up. */
  @Transactional
  public Result<User, AccountRefusal> signUp(NewAccount company, NewUser person) {
    users.hold(person.email()); // of many at once none would see that the others were mailed
    boolean often = store.sentSince(person.email(), clock.instant().minus(OFTEN)) >= OFTEN_LINKS;
    if (often) {
      return Result.refused(new AccountRefusal.TooOften());
    }
    return accounts.open(company, person).map(opened -> {
      mailLink(opened.user());
      return opened.user();
    });
  }

  /** Sends the link again, to an address that waits for it; tells nobody whether there is one. */
  @Transactional
  public void sendAgain(String email) {
    Instant now = clock.instant();
    Optional<EmailAddress> typed = EmailAddress.read(email);
    typed.ifPresent(users::hold);
    typed.filter(address -> store.sentSince(address, now.minus(LINK_EVERY)) == 0)
        .flatMap(users::lastUnproved)
        .ifPresent(this::mailLink);
  }

  @Transactional
  public Result<User, SignInRefusal> verify(String secret) {
    Optional<VerificationStore.Proof> proof = store.use(VerificationToken.of(secret), clock.instant());
    Optional<User> sentTo = proof.flatMap(found -> users.bySession(found.user()));
    Optional<EmailAddress> address = proof.flatMap(found -> found.next().or(() -> sentTo.map(User::email)));
    address.ifPresent(users::hold);
    if (sentTo.isEmpty() || address.isEmpty() || users.byEmail(address.get()).isPresent()) {
      return Result.refused(new SignInRefusal.UnknownToken());
    }
    User user = sentTo.get();
    if (!address.get().equals(user.email())) {
      addresses.take(user, address.get());
    }
    if (!user.verified()) {
      users.markVerified(user);
    }
    return Result.done(users.find(user.account(), user.id()).orElseThrow());
  }

  private void mailLink(User user) {
    Instant now = clock.instant();
    Instant until = now.plus(LINK_LIFETIME);
    String secret = Secrets.random();
    store.forgetExpired(user.account(), user.id(), now);
    store.insert(user.account(), user.id(), VerificationToken.of(secret), now, until);
    mails.queue(new VerificationMail(user.email(), until, URI.create(base.link("/verify/" + secret))));
  }
}
