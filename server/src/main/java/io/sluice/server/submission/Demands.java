package io.sluice.server.submission;

import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.run.AcceptanceCriteria;
import io.sluice.server.submission.Param.Required;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What acceptance criteria ask of each field (exchange 3.8): a field is required where a rule that a missing value
 * cannot pass stands unconditionally, and conditionally required where one stands in an {@code or} or a nested set.
 */
public final class Demands {

  private static final String LEAD = "lead.";

  private final Collection<String> fields;
  private final Map<String, Required> required = new HashMap<>();
  private final Map<String, List<Rule>> unconditional = new HashMap<>();

  private Demands(Collection<String> fields) {
    this.fields = fields;
  }

  /** @param criteria all of which a lead must pass; those there are none of are null */
  static Demands of(Collection<String> fields, @Nullable AcceptanceCriteria... criteria) {
    Demands demands = new Demands(fields);
    for (AcceptanceCriteria one : criteria) {
      if (one != null && one.ruleSet() != null) {
        demands.collect(one.ruleSet(), true);
      }
    }
    return demands;
  }

  Required required(String field) {
    return required.getOrDefault(field, Required.NO);
  }

  /** The rules that every lead must pass about this field. */
  public List<Rule> ofEveryLead(String field) {
    return unconditional.getOrDefault(field, List.of());
  }

  /** The field a rule asks about; {@code phone_1} for {@code lead.phone_1.area}. */
  public static Optional<String> fieldOf(Rule rule, Collection<String> fields) {
    String lhv = rule.lhv() == null ? "" : rule.lhv().strip();
    String path = lhv.startsWith("{{") && lhv.endsWith("}}") ? lhv.substring(2, lhv.length() - 2).strip() : lhv;
    if (!path.startsWith(LEAD)) {
      return Optional.empty();
    }
    String candidate = path.substring(LEAD.length());
    while (!fields.contains(candidate)) {
      int dot = candidate.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      candidate = candidate.substring(0, dot);
    }
    return Optional.of(candidate);
  }

  private void collect(RuleSet set, boolean always) {
    List<RuleNode> members = set.rules() == null ? List.of() : set.rules();
    boolean each = always && (members.size() < 2 || !"or".equals(set.op()));
    for (RuleNode member : members) {
      switch (member) {
        case Rule rule -> collect(rule, each);
        case RuleSet nested -> collect(nested, false);
      }
    }
  }

  private void collect(Rule rule, boolean always) {
    fieldOf(rule, fields).ifPresent(field -> {
      if (always) {
        unconditional.computeIfAbsent(field, _ -> new ArrayList<>()).add(rule);
      }
      if (failsWithoutValue(rule)) {
        required.merge(field, always ? Required.YES : Required.CONDITIONAL, Required::or);
      }
    });
    if (rule.ruleSet() != null) {
      collect(rule.ruleSet(), false);
    }
  }

  /** A missing value fails every positive question, and passes its negation (exchange 6.2). */
  private static boolean failsWithoutValue(Rule rule) {
    Operator operator = Operator.labelled(rule.op() == null ? "" : rule.op()).orElse(null);
    return operator != null && operator != Operator.IS_BLANK
        && (operator == Operator.IS_NOT_BLANK || !operator.isNegation());
  }
}
