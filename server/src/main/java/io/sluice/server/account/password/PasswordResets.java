package io.sluice.server.account.password;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Links that set a password. Whoever opens one has proved the mailbox, so it also lets in who has never signed in. */
@Component
public class PasswordResets {

  private static final Duration LIFETIME = Duration.ofHours(2);
  private static final Duration LIFETIME_OF_FIRST = Duration.ofDays(7);
  private static final Duration OFTEN = Duration.ofHours(1);
  private static final int OFTEN_LINKS = 5;

  private final PasswordResetStore store;
  private final Users users;
  private final Mails mails;
  private final BaseUrl base;
  private final Clock clock;

  PasswordResets(PasswordResetStore store, Users users, Mails mails, BaseUrl base, Clock clock) {
    this.store = store;
    this.users = users;
    this.mails = mails;
    this.base = base;
    this.clock = clock;
  }

  @Transactional
  public Result<User, PasswordRefusal> ask(EmailAddress email) {
    users.hold(email);
    Optional<User> known = users.byEmail(email).or(() -> users.waiting(email)).or(() -> users.lastUnproved(email));
    if (known.isEmpty()) {
      return Result.refused(new PasswordRefusal.UnknownAddress());
    }
    User user = known.get();
    boolean throughProvider = user.verified() && !users.hasPassword(user) && users.hasProvider(user);
    if (!user.active() || throughProvider) {
      return Result.refused(new PasswordRefusal.NoPassword());
    }
    if (tooOften(user)) {
      return Result.refused(new PasswordRefusal.TooOften());
    }
    mail(user, false, LIFETIME);
    return Result.done(user);
  }

  /** For somebody who was just entered without a password. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void askForFirst(User user) {
    mail(user, true, LIFETIME_OF_FIRST);
  }

  /** Links that went to a mailbox she has left lead nowhere. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void end(User user) {
    store.useUp(user.id(), clock.instant());
  }

  public boolean tooOften(User user) {
    return store.sentSince(user.id(), clock.instant().minus(OFTEN)) >= OFTEN_LINKS;
  }

  /** A password that does not do leaves the link as it is. */
  @Transactional
  public Result<User, PasswordRefusal> set(String secret, String password) {
    Instant now = clock.instant();
    Optional<User> sentTo = store.hold(ResetToken.of(secret), now).flatMap(users::bySession).filter(User::active);
    sentTo.ifPresent(user -> users.hold(user.email()));
    boolean anothers = sentTo.filter(user -> !user.verified() && users.byEmail(user.email()).isPresent()).isPresent();
    if (sentTo.isEmpty() || anothers) {
      return Result.refused(new PasswordRefusal.UnknownToken());
    }
    User user = sentTo.get();
    Optional<String> problem = users.problemOfPassword(user, password);
    if (problem.isPresent()) {
      return Result.refused(new PasswordRefusal.Invalid(Map.of("password", List.of(problem.get()))));
    }
    store.useUp(user.id(), now);
    users.setPassword(user, password);
    if (!user.verified()) {
      users.markVerified(user);
    }
    return Result.done(users.find(user.account(), user.id()).orElseThrow());
  }

  private void mail(User user, boolean first, Duration lifetime) {
    Instant now = clock.instant();
    String secret = Secrets.random();
    store.forget(user.id(), now.minus(OFTEN));
    store.insert(user.account(), user.id(), ResetToken.of(secret), now, now.plus(lifetime));
    mails.queue(new PasswordMail(user.email(), first, now.plus(lifetime), URI.create(base.link("/reset/" + secret))));
  }
}
