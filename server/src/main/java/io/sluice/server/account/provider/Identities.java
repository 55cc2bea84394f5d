package io.sluice.server.account.provider;

import io.sluice.server.account.NewUser;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who a provider says somebody is (decision 0112). Known by the provider's own name for her; the first time by her
 * address, if the provider says that it is proved.
 */
@Component
public class Identities {

  private final IdentityStore store;
  private final Users users;
  private final Newcomers newcomers;
  private final Audit audit;
  private final Clock clock;

  Identities(IdentityStore store, Users users, Newcomers newcomers, Audit audit, Clock clock) {
    this.store = store;
    this.users = users;
    this.newcomers = newcomers;
    this.audit = audit;
    this.clock = clock;
  }

  /** What the provider says. @param email only one it says to be proved */
  record Claim(String provider, String uid, Optional<EmailAddress> email, String firstName, String lastName) {}

  public List<Identity> of(User user) {
    return store.of(user.account(), user.id());
  }

  @Transactional
  Result<User, ProviderRefusal> signIn(Claim claim, String address) {
    Optional<User> known = store.user(claim.provider(), claim.uid()).flatMap(users::bySession);
    if (known.isEmpty() && claim.email().isEmpty()) {
      return Result.refused(new ProviderRefusal.NoProvedAddress());
    }
    User user = known.orElseGet(() -> first(claim, claim.email().orElseThrow()));
    if (!user.active()) {
      return Result.refused(new ProviderRefusal.Inactive());
    }
    audit.record(user.account(), user.id(), address, Action.CREATE, "session", user.id().value(),
        "signed in through " + claim.provider());
    return Result.done(user);
  }

  private User first(Claim claim, EmailAddress email) {
    users.hold(email);
    NewUser person = new NewUser(email, null, claim.firstName(), claim.lastName(), true);
    User user = users.byEmail(email)
        .or(() -> users.waiting(email).map(waiting -> users.complete(waiting, person, waiting.account())))
        .orElseGet(() -> newcomers.welcome(person));
    store.insert(user.account(), user.id(), claim.provider(), claim.uid(), clock.instant());
    audit.record(user.account(), user.id(), Action.UPDATE, "user", user.id().value(),
        "signs in through " + claim.provider() + " from now on");
    return user;
  }
}
