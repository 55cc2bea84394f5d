package io.sluice.server.crm.loop.rule;

import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.ManagesCompany;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.feedback.FeedbackKind;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /companies/{company_id}/feedback_rules} of the console contract. */
@CrmApi
class FeedbackRuleApi {

  record WantedJson(long stageId, String type, @Nullable String reason, @Nullable Integer graceSeconds) {

    /** The contract has checked the words and numbers. */
    FeedbackRule rule() {
      return new FeedbackRule(stageId, FeedbackKind.of(type).orElseThrow(), reason == null ? "" : reason.strip(),
          graceSeconds == null ? FeedbackRule.USUAL_GRACE : Duration.ofSeconds(graceSeconds));
    }
  }

  record AllWantedJson(List<WantedJson> feedbackRules) {}

  record StageJson(long id, String name) {}

  record RuleJson(StageJson stage, String type, @Nullable String reason, long graceSeconds) {}

  record AllJson(List<RuleJson> feedbackRules) {}

  private final FeedbackRules rules;
  private final Stages stages;

  FeedbackRuleApi(FeedbackRules rules, Stages stages) {
    this.rules = rules;
    this.stages = stages;
  }

  @GetMapping("/api/v1/companies/{company_id}/feedback_rules")
  Answer<AllJson> list(ManagesCompany caller) {
    return Answer.ok(json(caller.account(), rules.of(caller.account(), caller.company())));
  }

  @PutMapping("/api/v1/companies/{company_id}/feedback_rules")
  Answer<AllJson> replace(AdministersCompany caller, @RequestBody AllWantedJson wanted) {
    return Answer.ok(rules.replace(caller.account(), caller.company(), caller.user(),
        wanted.feedbackRules().stream().map(WantedJson::rule).toList()), now -> json(caller.account(), now));
  }

  private AllJson json(AccountId account, List<FeedbackRule> rules) {
    Map<Long, String> names = stages.of(account).stream().collect(Collectors.toMap(Stage::id, Stage::name));
    return new AllJson(rules.stream()
        .map(rule -> new RuleJson(new StageJson(rule.stageId(), names.getOrDefault(rule.stageId(), "")),
            rule.kind().word(), rule.reason().isEmpty() ? null : rule.reason(), rule.grace().toSeconds()))
        .toList());
  }
}
