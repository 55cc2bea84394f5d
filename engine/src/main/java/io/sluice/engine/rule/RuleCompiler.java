package io.sluice.engine.rule;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes conditions of rules and reports what cannot be made one. */
final class RuleCompiler {

  private static final int MAX_DEPTH = 16;

  private final Problems problems;

  private RuleCompiler(Problems problems) {
    this.problems = problems;
  }

  static Condition.Group compile(RuleSet set, String path, Problems problems) {
    return new RuleCompiler(problems).group(set, path, 0);
  }

  private Condition.Group group(RuleSet set, String path, int depth) {
    String op = set.op();
    if (!"and".equals(op) && !"or".equals(op)) {
      problems.add(path + ".op", "'" + op + "' must be 'and' or 'or'");
    }
    var members = new ArrayList<Condition>();
    if (depth > MAX_DEPTH) {
      problems.add(path, "rules are nested more than " + MAX_DEPTH + " deep");
    } else if (set.rules() != null) {
      for (int i = 0; i < set.rules().size(); i++) {
        String at = path + ".rules." + i;
        switch (set.rules().get(i)) {
          case RuleSet nested -> members.add(group(nested, at, depth + 1));
          case Rule rule -> {
            var comparison = comparison(rule, at, depth);
            if (comparison != null) {
              members.add(comparison);
            }
          }
        }
      }
    }
    return new Condition.Group(set.id(), !"or".equals(op), List.copyOf(members));
  }

  private Condition.@Nullable Comparison comparison(Rule rule, String path, int depth) {
    var left = left(rule.lhv(), path);
    var operator = rule.op() == null ? null : Operator.labelled(rule.op()).orElse(null);
    if (operator == null) {
      problems.add(path + ".op", rule.op() == null ? "an operator is required" : "'" + rule.op() + "' is no operator");
    }
    var attached = rule.ruleSet() == null ? null : group(rule.ruleSet(), path + ".rule_set", depth + 1);
    var right = operator == null ? null : right(operator, rule.rhv(), path);
    return left == null || operator == null || right == null
        ? null
        : new Condition.Comparison(rule.id(), left, operator, right, attached);
  }

  private @Nullable Left left(@Nullable String lhv, String path) {
    if (lhv == null || lhv.isBlank()) {
      problems.add(path + ".lhv", "a left-hand value is required");
      return null;
    }
    try {
      return Template.isTemplate(lhv)
          ? new Left.OfTemplate(Template.compile(lhv))
          : new Left.OfVariable(VarPath.of(lhv));
    } catch (BadTemplate e) {
      problems.add(path + ".lhv", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Right right(Operator operator, @Nullable Object rhv, String path) {
    if (!operator.isBinary()) {
      return new Right.Constant("", operator.question().against(""));
    }
    if (rhv == null) {
      problems.add(path + ".rhv", "'" + operator.label() + "' needs a right-hand value");
      return null;
    }
    try {
      return isTemplated(rhv)
          ? new Right.OfTemplates(templates(rhv))
          : new Right.Constant(rhv, operator.question().against(rhv));
    } catch (BadTemplate e) {
      problems.add(path + ".rhv", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static boolean isTemplated(Object rhv) {
    return switch (rhv) {
      case String text -> Template.isTemplate(text);
      case Collection<?> list -> list.stream().anyMatch(element -> element != null && isTemplated(element));
      default -> false;
    };
  }

  private static List<Template> templates(Object rhv) {
    if (rhv instanceof Collection<?> list) {
      return list.stream().map(element -> Template.compile(Values.text(element))).toList();
    }
    return List.of(Template.compile(Values.text(rhv)));
  }
}
