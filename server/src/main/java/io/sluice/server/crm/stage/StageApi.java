package io.sluice.server.crm.stage;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.access.grant.UserAccess;
import io.sluice.server.crm.access.grant.UserAccesses;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /stages} (crm 2.2), as they are offered. */
@CrmApi
class StageApi {

  record StageJson(long id, String name, int position, boolean terminal) {

    static StageJson of(Stage stage) {
      return new StageJson(stage.id(), stage.name(), stage.position(), stage.terminal());
    }
  }

  record AllJson(List<StageJson> stages) {}

  private final Stages stages;
  private final Standings standings;
  private final UserAccesses accesses;

  StageApi(Stages stages, Standings standings, UserAccesses accesses) {
    this.stages = stages;
    this.standings = standings;
    this.accesses = accesses;
  }

  /** Stages are an account's: whoever works in companies of several says which company she means. */
  @GetMapping("/api/v1/stages")
  Answer<AllJson> list(Person caller, @RequestParam(name = "company_id", required = false) @Nullable String company) {
    if (company == null) {
      return answer(accesses.of(caller.user()).stream().filter(UserAccess::primary).map(UserAccess::account)
          .findFirst().orElse(caller.account()));
    }
    Optional<Standing> standing = CrmIds.read(company).flatMap(id -> standings.in(new CompanyId(id), caller));
    return standing.map(found -> answer(found.account())).orElseGet(() -> Answer.problem(CrmProblems.forbidden()));
  }

  private Answer<AllJson> answer(AccountId account) {
    return Answer.ok(new AllJson(
        stages.of(account).stream().filter(stage -> !stage.hidden()).map(StageJson::of).toList()));
  }
}
