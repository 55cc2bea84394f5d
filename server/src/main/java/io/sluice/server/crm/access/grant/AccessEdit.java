package io.sluice.server.crm.access.grant;

import io.sluice.server.account.Person;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.kernel.Result;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user's accesses become by what somebody wants to change: worked out as a whole, before anything is written. */
final class AccessEdit {

  private static final String ALL = "user_accesses_attributes";

  private final Person by;
  private final Standings standings;
  private final Map<Long, UserAccess> held = new LinkedHashMap<>();
  private final Map<Long, UserAccess> after = new LinkedHashMap<>();
  private final Set<Long> named = new HashSet<>();
  private final Set<Long> raised = new HashSet<>();
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  private AccessEdit(Person by, List<UserAccess> accesses, Standings standings) {
    this.by = by;
    this.standings = standings;
    accesses.forEach(access -> held.put(access.id(), access));
    after.putAll(held);
  }

  /** What is held as it shall be, in its order; or all that is wrong with the changes. @param held by one user */
  static Result<List<UserAccess>, UserAccessRefusal> of(
      Person by, List<UserAccess> held, List<AccessChange> changes, Standings standings) {
    AccessEdit edit = new AccessEdit(by, held, standings);
    for (int i = 0; i < changes.size(); i++) {
      Optional<UserAccessRefusal> no = edit.change(changes.get(i), ALL + "[" + i + "]");
      if (no.isPresent()) {
        return Result.refused(no.get());
      }
    }
    edit.leaveOnePrimary();
    return edit.problems.isEmpty() ? Result.done(List.copyOf(edit.after.values()))
        : Result.refused(new UserAccessRefusal.Invalid(edit.problems));
  }

  private Optional<UserAccessRefusal> change(AccessChange change, String at) {
    UserAccess before = held.get(change.id());
    Optional<Standing> standing = before == null ? Optional.empty() : standings.in(before.company(), by);
    if (before == null || standing.isEmpty() || !named.add(change.id())) {
      problems.put(at + ".id", List.of("is not an access of this user, or is there twice"));
      return Optional.empty();
    }
    Access access = before.access();
    if (change.access().isPresent()) {
      Optional<Access> wanted = Access.grantable(change.access().get());
      if (wanted.isEmpty()) {
        problems.put(at + ".access_id", List.of("is not an access that can be given"));
      }
      access = wanted.orElse(access);
    }
    boolean herself = by.user().equals(before.user()) && access == before.access();
    if (!herself && !standing.get().may(Access.ADMIN)) {
      return Optional.of(new UserAccessRefusal.Forbidden());
    }
    if (standing.get().readOnly()) {
      return Optional.of(new UserAccessRefusal.ReadOnly());
    }
    if (change.primary().orElse(false)) {
      raised.add(change.id());
    }
    after.put(change.id(), before.as(access, change.primary().orElse(before.primary())));
    return Optional.empty();
  }

  private void leaveOnePrimary() {
    if (raised.size() > 1) {
      problems.put(ALL, List.of("can make one access primary, not several"));
    }
    if (!raised.isEmpty()) {
      after.replaceAll((id, access) -> access.as(access.access(), raised.contains(id)));
    } else if (after.values().stream().noneMatch(UserAccess::primary)) {
      problems.put(ALL, List.of("must leave one access primary: name the one that becomes it"));
    }
  }
}
