package io.sluice.server.crm.loop.rule;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which stages of a company say what to the sellers of its leads. None until somebody says so. */
@Component
public class FeedbackRules {

  private final FeedbackRuleStore store;
  private final LeadFeedbackStore feedback;
  private final Stages stages;
  private final CompanyLocks locks;
  private final Audit audit;
  private final Clock clock;

  FeedbackRules(FeedbackRuleStore store, LeadFeedbackStore feedback, Stages stages, CompanyLocks locks, Audit audit,
      Clock clock) {
    this.store = store;
    this.feedback = feedback;
    this.stages = stages;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** In the order of their stages. */
  public List<FeedbackRule> of(AccountId account, CompanyId company) {
    Map<Long, FeedbackRule> rules = store.of(account, company).stream()
        .collect(Collectors.toMap(FeedbackRule::stageId, rule -> rule));
    return stages.of(account).stream().map(Stage::id).filter(rules::containsKey).map(rules::get).toList();
  }

  /** All of them anew. What a rule that goes has set off and was not said yet is not said. */
  @Transactional
  public Result<List<FeedbackRule>, FeedbackRuleRefusal> replace(
      AccountId account, CompanyId company, UserId by, List<FeedbackRule> wanted) {
    locks.hold(account, company);
    Map<String, List<String>> problems = problems(account, wanted);
    if (!problems.isEmpty()) {
      return Result.refused(new FeedbackRuleRefusal.Invalid(problems));
    }
    store.deleteAll(account, company);
    wanted.forEach(rule -> store.insert(account, company, rule, clock.instant()));
    feedback.cancelWithoutRule(account, company, clock.instant());
    record(account, company, by, wanted);
    return Result.done(of(account, company));
  }

  /** They move money: who made them is written down. */
  private void record(AccountId account, CompanyId company, UserId by, List<FeedbackRule> rules) {
    Map<Long, String> names = stages.names(account);
    String detail = rules.stream().map(rule -> names.get(rule.stageId()) + ": " + rule.kind().word())
        .collect(Collectors.joining(", "));
    audit.record(account, by, Action.UPDATE, "feedback_rules", company.toString(), detail.isEmpty() ? "none" : detail);
  }

  /** Won is a conversion, and Invalid a return where the account has such a stage; a company with rules keeps its own. */
  @Transactional
  public List<FeedbackRule> offer(AccountId account, CompanyId company, UserId by) {
    locks.hold(account, company);
    if (store.of(account, company).isEmpty()) {
      List<FeedbackRule> usual = stages.of(account).stream().filter(stage -> !stage.hidden())
          .flatMap(stage -> UsualRules.of(stage).stream()).toList();
      usual.forEach(rule -> store.insert(account, company, rule, clock.instant()));
      record(account, company, by, usual);
    }
    return of(account, company);
  }

  private Map<String, List<String>> problems(AccountId account, List<FeedbackRule> wanted) {
    Set<Long> known = stages.of(account).stream().map(Stage::id).collect(Collectors.toSet());
    Set<Long> named = new HashSet<>();
    Map<String, List<String>> problems = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      long stage = wanted.get(i).stageId();
      List<String> sentences = new ArrayList<>();
      if (!known.contains(stage)) {
        sentences.add("is no stage");
      }
      if (!named.add(stage)) {
        sentences.add("has a rule already");
      }
      if (!sentences.isEmpty()) {
        problems.put("feedback_rules[" + i + "].stage_id", sentences);
      }
    }
    return problems;
  }
}
