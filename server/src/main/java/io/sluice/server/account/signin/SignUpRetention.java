package io.sluice.server.account.signin;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Takes back, once a day, accounts that strangers opened and whose mailbox nobody proved. Their lines in the audit stay. */
@Component
final class SignUpRetention implements Upkeep {

  static final Duration KEPT = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int AT_ONCE = 100;
  private static final String KIND = "sign_up_retention";
  private static final Logger LOG = LoggerFactory.getLogger(SignUpRetention.class);

  private final Accounts accounts;
  private final Users users;
  private final Clock clock;

  SignUpRetention(Accounts accounts, Users users, Clock clock) {
    this.accounts = accounts;
    this.users = users;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    Instant before = clock.instant().minus(KEPT);
    String after = "";
    List<User> page;
    do {
      page = users.neverProved(before, after, AT_ONCE);
      page.forEach(this::takeBack);
      after = page.isEmpty() ? after : page.getLast().id().value();
    } while (page.size() == AT_ONCE && !Thread.currentThread().isInterrupted());
  }

  private void takeBack(User unproved) {
    try {
      accounts.takeBack(unproved);
      LOG.info("account {} was taken back: nobody proved its mailbox within {} days", unproved.account(), KEPT.toDays());
    } catch (DataIntegrityViolationException e) {
      LOG.warn("account {} stays, whose mailbox nobody proved: {}", unproved.account(), e.getMessage());
    }
  }
}
