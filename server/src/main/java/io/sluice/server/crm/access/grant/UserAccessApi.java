package io.sluice.server.crm.access.grant;

import io.sluice.server.account.Person;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.access.Access;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /users/{user_id}/user_access} (crm 2.5). */
@CrmApi
class UserAccessApi {

  record NewJson(long companyId, long accessId, @Nullable Boolean primary) {}

  record NewOnesJson(List<NewJson> userAccessesAttributes) {

    List<Grants.Wanted> wanted() {
      return userAccessesAttributes.stream().map(one -> new Grants.Wanted(one.companyId(),
          Access.grantable(one.accessId()).orElse(null), Boolean.TRUE.equals(one.primary()))).toList();
    }
  }

  record ChangeJson(long id, @Nullable Long accessId, @Nullable Boolean primary) {}

  record ChangesJson(List<ChangeJson> userAccessesAttributes) {

    List<AccessChange> changes() {
      return userAccessesAttributes.stream().map(one -> new AccessChange(
          one.id(), Optional.ofNullable(one.accessId()), Optional.ofNullable(one.primary()))).toList();
    }
  }

  record AllJson(List<UserAccessJson> userAccesses) {

    static AllJson of(List<UserAccess> accesses) {
      return new AllJson(accesses.stream().map(UserAccessJson::of).toList());
    }
  }

  private final UserAccesses accesses;

  UserAccessApi(UserAccesses accesses) {
    this.accesses = accesses;
  }

  @PostMapping("/api/v1/users/{user_id}/user_access")
  Answer<AllJson> create(Person caller, @PathVariable("user_id") String user, @RequestBody NewOnesJson wanted) {
    return Answer.created(accesses.create(caller, user, wanted.wanted()), AllJson::of);
  }

  @GetMapping("/api/v1/users/{user_id}/user_access")
  Answer<AllJson> show(Person caller, @PathVariable("user_id") String user,
      @RequestParam(name = "company_id", required = false) @Nullable Long company) {
    return Answer.ok(accesses.show(caller, user, company), AllJson::of);
  }

  @PutMapping("/api/v1/users/{user_id}/user_access")
  Answer<AllJson> update(Person caller, @PathVariable("user_id") String user, @RequestBody ChangesJson changes) {
    return Answer.ok(accesses.update(caller, user, changes.changes()), AllJson::of);
  }

  @DeleteMapping("/api/v1/users/{user_id}/user_access/{id}")
  Answer<MessageJson> remove(Person caller, @PathVariable("user_id") String user, @PathVariable String id) {
    return Answer.ok(accesses.remove(caller, user, id), _ -> new MessageJson("The access was removed"));
  }
}
