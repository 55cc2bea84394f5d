package io.sluice.server.crm.access;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.Problem;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /accesses} (crm 2.6). */
@CrmApi
class AccessApi {

  record AccessJson(long id, String name, String description) {

    static AccessJson of(Access access) {
      return new AccessJson(access.number(), access.word(), access.description());
    }
  }

  record OneJson(AccessJson access) {}

  record AllJson(List<AccessJson> accesses) {}

  @GetMapping("/api/v1/accesses")
  Answer<AllJson> list(Person caller) {
    return Answer.ok(new AllJson(Arrays.stream(Access.values()).map(AccessJson::of).toList()));
  }

  @GetMapping("/api/v1/accesses/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return CrmIds.read(id).flatMap(Access::numbered)
        .map(access -> Answer.ok(new OneJson(AccessJson.of(access))))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }
}
