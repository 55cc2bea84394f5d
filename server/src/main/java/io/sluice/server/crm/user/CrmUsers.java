package io.sluice.server.crm.user;

import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.account.signin.AddressChanges;
import io.sluice.server.account.signin.SignIns;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.access.grant.UserAccess;
import io.sluice.server.crm.access.grant.UserAccesses;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finding, showing and changing people. One sees whom one stands in a company with; one changes oneself, and an admin of
 * every company somebody has access in changes her.
 */
@Component
public class CrmUsers {

  private final CrmUserStore store;
  private final Users users;
  private final Standings standings;
  private final UserAccesses accesses;
  private final SignIns signIns;
  private final AddressChanges addresses;

  CrmUsers(CrmUserStore store, Users users, Standings standings, UserAccesses accesses, SignIns signIns,
      AddressChanges addresses) {
    this.store = store;
    this.users = users;
    this.standings = standings;
    this.accesses = accesses;
    this.signIns = signIns;
    this.addresses = addresses;
  }

  /** Somebody the caller already may see. */
  public CrmUser show(UserId user) {
    return store.find(user).orElseThrow(() -> new IllegalStateException("no user " + user));
  }

  Result<User, CrmUserRefusal> find(Person by, String number) {
    return CrmIds.read(number).flatMap(users::byNumber).filter(user -> sees(by, user))
        .<Result<User, CrmUserRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new CrmUserRefusal.Unknown()));
  }

  /** Herself, or somebody she is an admin over. */
  Result<User, CrmUserRefusal> findToManage(Person by, String number) {
    return find(by, number).then(user -> user.id().equals(by.user()) || administers(by, user)
        ? Result.done(user) : Result.refused(new CrmUserRefusal.Forbidden()));
  }

  Optional<Instant> passwordSetAt(UserId user) {
    return store.passwordSetAt(user);
  }

  Result<User, CrmUserRefusal> byEmail(Person by, String address) {
    Optional<EmailAddress> email = EmailAddress.read(address);
    if (email.isEmpty()) {
      return Result.refused(CrmUserRefusal.Invalid.of("email", "is invalid"));
    }
    return users.byEmail(email.get()).or(() -> users.waiting(email.get())).filter(user -> sees(by, user))
        .<Result<User, CrmUserRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new CrmUserRefusal.Unknown()));
  }

  /** One part of a list, and how long all of it is. */
  record Found(List<CrmUser> users, long total) {}

  Result<Found, CrmUserRefusal> list(Person by, CrmUserStore.Filter filter, Paging paging) {
    boolean everybody = users.isSuperuser(by.account(), by.user());
    List<CompanyId> mine = standings.of(by).stream().map(Standing::company).toList();
    if (filter.company() != null && !everybody && !mine.contains(filter.company())) {
      return Result.refused(new CrmUserRefusal.Forbidden());
    }
    List<CompanyId> among = everybody ? null : mine;
    return Result.done(new Found(store.list(by.user(), among, filter, paging), store.count(by.user(), among, filter)));
  }

  /** One part of a company's people, and how many there are. */
  record CompanyUsers(List<CompanyUser> people, long total) {}

  CompanyUsers ofCompany(InCompany by, CrmUserStore.Filter filter, Paging paging) {
    return new CompanyUsers(store.ofCompany(by.account(), by.company(), filter, paging), store.countOfCompany(filter));
  }

  /** What is wanted of a user; what is absent stays. */
  record Changes(
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @Nullable String status,
      @Nullable String password,
      @Nullable String passwordConfirmation,
      @Nullable String currentPassword) {

    /** Never prints a password. */
    @Override
    public String toString() {
      return "Changes[" + email + "]";
    }
  }

  /** @param unconfirmed the address that is hers once she has proved it */
  record Changed(CrmUser user, Optional<EmailAddress> unconfirmed) {}

  /** @param address where the request comes from */
  @Transactional
  Result<Changed, CrmUserRefusal> change(Person by, String number, Changes wanted, String address) {
    return find(by, number).then(user -> {
      boolean herself = user.id().equals(by.user());
      if (!herself && !administers(by, user)) {
        return Result.refused(new CrmUserRefusal.Forbidden());
      }
      String status = wanted.status();
      CrmUser.Status now = show(user.id()).status();
      if (herself && status != null && !status.equals(now.word())) {
        return Result.refused(new CrmUserRefusal.Forbidden());
      }
      Map<String, List<String>> problems = new LinkedHashMap<>();
      String first = wanted.firstName() == null ? user.firstName() : wanted.firstName().strip();
      String last = wanted.lastName() == null ? user.lastName() : wanted.lastName().strip();
      problems.putAll(Users.problemsOfNames(first, last));
      if (status != null && !status.equals(now.word())
          && (status.equals("pending") || now == CrmUser.Status.PENDING && status.equals("active"))) {
        problems.put("status", List.of("cannot become " + status + ": that is the user's own doing"));
      }
      Optional<EmailAddress> email = wanted.email() == null ? Optional.empty() : EmailAddress.read(wanted.email());
      if (wanted.email() != null && email.isEmpty()) {
        problems.put("email", List.of("is invalid"));
      }
      Optional<EmailAddress> next = email.filter(other -> !other.equals(user.email()));
      next.ifPresent(other -> {
        users.hold(other);
        if (users.byEmail(other).or(() -> users.waiting(other)).isPresent()) {
          problems.put("email", List.of("has already been taken"));
        }
      });
      Optional<CrmUserRefusal> stopped =
          wanted.password() == null ? Optional.empty() : problemsOfPassword(user, herself, wanted, address, problems);
      if (stopped.isPresent()) {
        return Result.refused(stopped.get());
      }
      if (!problems.isEmpty()) {
        return Result.refused(new CrmUserRefusal.Invalid(problems));
      }
      if (next.isPresent() && addresses.tooOften(user)) {
        return Result.refused(new CrmUserRefusal.TooOften());
      }
      if (!first.equals(user.firstName()) || !last.equals(user.lastName())) {
        users.rename(user, by.user(), first, last);
      }
      next.ifPresent(other -> addresses.ask(user, other));
      if (wanted.password() != null) {
        users.setPassword(user, wanted.password());
      }
      if (status != null && !status.equals(now.word())) {
        users.setActive(user, by.user(), !status.equals("inactive"));
      }
      return Result.done(new Changed(show(user.id()), next.filter(_ -> user.verified())));
    });
  }

  /** Whether an admin of all the companies she has access in, of which there is at least one; or whoever runs the server. */
  boolean administers(Person by, User user) {
    if (users.isSuperuser(by.account(), by.user())) {
      return true;
    }
    List<UserAccess> held = accesses.of(user.id());
    return !held.isEmpty() && !users.isSuperuser(user.account(), user.id())
        && held.stream().allMatch(access -> standings.in(access.company(), by)
            .filter(standing -> standing.may(Access.ADMIN)).isPresent());
  }

  /** Whether it is herself, or somebody she stands in a company with. */
  public boolean sees(Person by, User user) {
    return user.id().equals(by.user()) || users.isSuperuser(by.account(), by.user())
        || store.isIn(user.id(), standings.of(by).stream().map(Standing::company).toList());
  }

  /** Nobody sets a password for somebody else: she has the link of a mail for that. */
  private Optional<CrmUserRefusal> problemsOfPassword(
      User user, boolean herself, Changes wanted, String address, Map<String, List<String>> problems) {
    String password = wanted.password() == null ? "" : wanted.password();
    if (!herself) {
      problems.put("password", List.of("is the user's own to change"));
      return Optional.empty();
    }
    users.problemOfPassword(user, password).ifPresent(problem -> problems.put("password", List.of(problem)));
    if (wanted.passwordConfirmation() != null && !wanted.passwordConfirmation().equals(password)) {
      problems.put("password_confirmation", List.of("does not match"));
    }
    if (wanted.currentPassword() == null) {
      problems.put("current_password", List.of("is missing"));
      return Optional.empty();
    }
    return switch (signIns.confirm(user, wanted.currentPassword(), address)) {
      case Result.Done<Boolean, ?>(Boolean right) -> {
        if (!right) {
          problems.put("current_password", List.of("is wrong"));
        }
        yield Optional.empty();
      }
      case Result.Refused<Boolean, ?>(var refusal) ->
          Optional.of(new CrmUserRefusal.TooManyTries(refusal.problem()));
    };
  }
}
