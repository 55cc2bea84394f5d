package io.sluice.server.account;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.AuditId;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /audit} of the console contract: for the account's admins, since it says where their colleagues sign in. */
@ConsoleApi
class AuditApi {

  record ActorJson(UserId id, String name, String email) {}

  record LineJson(AuditId id, String type, String targetId, String action, @Nullable ActorJson user,
      @Nullable String address, String detail, Instant createdAt) {}

  private final Audit audit;
  private final Users users;

  AuditApi(Audit audit, Users users) {
    this.audit = audit;
    this.users = users;
  }

  @GetMapping("/audit")
  Answer<List<LineJson>> list(
      SignedIn caller,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(name = "before_id", required = false) @Nullable String beforeId,
      @RequestParam(defaultValue = "100") int limit) {
    if (!users.isAdmin(caller.account(), caller.user())) {
      return Answer.problem(Problem.notAuthorized());
    }
    Map<UserId, User> people = users.ofAccount(caller.account()).stream()
        .collect(Collectors.toMap(User::id, Function.identity()));
    return Answer.ok(audit.of(caller.account(), type, beforeId == null ? null : AuditId.of(beforeId), limit).stream()
        .map(line -> json(line, people)).toList());
  }

  private static LineJson json(AuditLine line, Map<UserId, User> people) {
    User user = line.user() == null ? null : people.get(line.user());
    return new LineJson(line.id(), line.type(), line.targetId(), line.action().name().toLowerCase(Locale.ROOT),
        user == null ? null : new ActorJson(user.id(), user.fullName(), user.email().value()), line.address(),
        line.detail(), line.createdAt());
  }
}
