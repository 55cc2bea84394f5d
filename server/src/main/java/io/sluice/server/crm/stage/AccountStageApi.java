package io.sluice.server.crm.stage;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The stages of a company's account, which are its root company's admins' to change: the console contract's. */
@CrmApi
class AccountStageApi {

  record NewJson(String name, @Nullable Boolean terminal) {}

  record ChangesJson(@Nullable String name, @Nullable Boolean terminal, @Nullable Boolean hidden) {}

  record OrderJson(List<Long> stageIds) {}

  record StageJson(long id, String name, int position, boolean terminal, boolean hidden) {

    static StageJson of(Stage stage) {
      return new StageJson(stage.id(), stage.name(), stage.position(), stage.terminal(), stage.hidden());
    }
  }

  record OneJson(StageJson stage) {

    static OneJson of(Stage stage) {
      return new OneJson(StageJson.of(stage));
    }
  }

  record AllJson(List<StageJson> stages) {

    static AllJson of(List<Stage> stages) {
      return new AllJson(stages.stream().map(StageJson::of).toList());
    }
  }

  private final Stages stages;
  private final Accounts accounts;
  private final Standings standings;

  AccountStageApi(Stages stages, Accounts accounts, Standings standings) {
    this.stages = stages;
    this.accounts = accounts;
    this.standings = standings;
  }

  @GetMapping("/api/v1/companies/{company_id}/stages")
  Answer<AllJson> list(InCompany caller) {
    return Answer.ok(AllJson.of(stages.of(caller.account())));
  }

  @PostMapping("/api/v1/companies/{company_id}/stages")
  Answer<OneJson> add(AdministersCompany caller, Person person, @RequestBody NewJson wanted) {
    return ofTheAccount(caller, person, () -> Answer.created(
        stages.add(caller.standing(), wanted.name(), Boolean.TRUE.equals(wanted.terminal())), OneJson::of));
  }

  @PutMapping("/api/v1/companies/{company_id}/stages/order")
  Answer<AllJson> order(AdministersCompany caller, Person person, @RequestBody OrderJson wanted) {
    return ofTheAccount(caller, person, () -> Answer.ok(
        stages.order(caller.standing(), wanted.stageIds()), AllJson::of));
  }

  @PutMapping("/api/v1/companies/{company_id}/stages/{stage_id}")
  Answer<OneJson> change(
      AdministersCompany caller, Person person, @PathVariable("stage_id") String stage,
      @RequestBody ChangesJson wanted) {
    return ofTheAccount(caller, person, () -> CrmIds.answer(stage, id -> Answer.ok(
        stages.change(caller.standing(), id, new Stages.Changes(wanted.name(), wanted.terminal(), wanted.hidden())),
        OneJson::of)));
  }

  @DeleteMapping("/api/v1/companies/{company_id}/stages/{stage_id}")
  Answer<MessageJson> delete(AdministersCompany caller, Person person, @PathVariable("stage_id") String stage) {
    return ofTheAccount(caller, person, () -> CrmIds.answer(stage, id -> Answer.ok(
        stages.delete(caller.standing(), id),
        deleted -> new MessageJson("The stage " + deleted.name() + " was deleted"))));
  }

  /** Stages change for all of the account's companies, so an admin of one further down has no say. */
  private <T> Answer<T> ofTheAccount(AdministersCompany caller, Person person, Supplier<Answer<T>> answer) {
    return accounts.rootCompany(caller.account()).flatMap(root -> standings.in(root, person))
        .filter(standing -> standing.may(Access.ADMIN))
        .map(_ -> answer.get())
        .orElseGet(() -> Answer.problem(CrmProblems.forbidden()));
  }
}
