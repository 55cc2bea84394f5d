package io.sluice.server.account.signin;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.account.password.PasswordResets;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Secrets;
import io.sluice.server.mail.Mails;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Another address for a user. Invitations and superusers are known by their addresses, so one takes the place of another
 * only when its mailbox has answered; until then nothing changes, and the old mailbox is told.
 */
@Component
public class AddressChanges {

  private static final Duration LINK_LIFETIME = Duration.ofDays(1);
  private static final Duration OFTEN = Duration.ofHours(1);
  private static final int OFTEN_LINKS = 5;

  private final Users users;
  private final VerificationStore store;
  private final PasswordResets passwords;
  private final Mails mails;
  private final BaseUrl base;
  private final Clock clock;

  AddressChanges(Users users, VerificationStore store, PasswordResets passwords, Mails mails, BaseUrl base, Clock clock) {
    this.users = users;
    this.store = store;
    this.passwords = passwords;
    this.mails = mails;
    this.base = base;
    this.clock = clock;
  }

  public boolean tooOften(User user) {
    return user.verified()
        ? store.changesSince(user.account(), user.id(), clock.instant().minus(OFTEN)) >= OFTEN_LINKS
        : passwords.tooOften(user);
  }

  /** To an address that is held and hers to have. */
  @Transactional(propagation = Propagation.MANDATORY)
  void take(User user, EmailAddress next) {
    users.changeEmail(user, next);
    passwords.end(user);
  }

  /** The address is held and nobody's. Who has proved none yet has the new one at once, and is mailed there. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void ask(User user, EmailAddress next) {
    if (!user.verified()) {
      take(user, next);
      passwords.askForFirst(users.find(user.account(), user.id()).orElseThrow());
      return;
    }
    Instant now = clock.instant();
    Instant until = now.plus(LINK_LIFETIME);
    String secret = Secrets.random();
    store.forgetExpired(user.account(), user.id(), now);
    store.insertChange(user.account(), user.id(), next, VerificationToken.of(secret), now, until);
    mails.queue(new AddressChangeMail(next, user.email(), until, URI.create(base.link("/verify/" + secret))));
    mails.queue(new AddressLeavingMail(user.email(), next));
  }
}
