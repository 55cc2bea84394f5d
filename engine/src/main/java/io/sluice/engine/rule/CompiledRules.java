package io.sluice.engine.rule;

import io.sluice.engine.Problems;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule set, compiled once and evaluated for every lead (exchange 6.3). Immutable. */
public final class CompiledRules {

  private static final int MAX_DEPTH = 16;

  private static final CompiledRules NONE = new CompiledRules(new Set(null, true, List.of()));

  private final Set root;

  private CompiledRules(Set root) {
    this.root = root;
  }

  /** Rules that everything passes. */
  public static CompiledRules none() {
    return NONE;
  }

  /**
   * Compiles what can be compiled and reports the rest.
   *
   * @param set null passes, as an empty one does
   * @param path where the set stands, for the problems found
   */
  public static CompiledRules compile(@Nullable RuleSet set, String path, Problems problems) {
    return set == null ? NONE : new CompiledRules(compileSet(set, path, problems, 0));
  }

  /** Whether there is nothing to fail. */
  public boolean isEmpty() {
    return root.members().isEmpty();
  }

  public boolean pass(Vars vars) {
    return root.pass(vars);
  }

  /** Null on pass, else why not: the first failure of an {@code and}, all of an {@code or} (exchange 3.6). */
  public @Nullable String failure(Vars vars) {
    return root.failure(vars);
  }

  /** The outcome together with the value every rule saw. */
  public Verdict explain(Vars vars) {
    var explained = root.explain(vars);
    return new Verdict(explained.failure(), explained.explanation());
  }

  private static Set compileSet(RuleSet set, String path, Problems problems, int depth) {
    String op = set.op();
    if (!"and".equals(op) && !"or".equals(op)) {
      problems.add(path + ".op", "'" + op + "' must be 'and' or 'or'");
    }
    var members = new ArrayList<Member>();
    if (depth > MAX_DEPTH) {
      problems.add(path, "rules are nested more than " + MAX_DEPTH + " deep");
    } else if (set.rules() != null) {
      for (int i = 0; i < set.rules().size(); i++) {
        String at = path + ".rules." + i;
        switch (set.rules().get(i)) {
          case RuleSet nested -> members.add(compileSet(nested, at, problems, depth + 1));
          case Rule rule -> {
            var compiled = compileRule(rule, at, problems, depth);
            if (compiled != null) {
              members.add(compiled);
            }
          }
        }
      }
    }
    return new Set(set.id(), !"or".equals(op), List.copyOf(members));
  }

  private static @Nullable Test compileRule(Rule rule, String path, Problems problems, int depth) {
    var left = compileLeft(rule.lhv(), path, problems);
    var operator = rule.op() == null ? null : Operator.labelled(rule.op()).orElse(null);
    if (operator == null) {
      problems.add(path + ".op", rule.op() == null ? "an operator is required" : "'" + rule.op() + "' is no operator");
    }
    var attached = rule.ruleSet() == null ? null : compileSet(rule.ruleSet(), path + ".rule_set", problems, depth + 1);
    var right = operator == null ? null : compileRight(operator, rule.rhv(), path, problems);
    return left == null || operator == null || right == null
        ? null
        : new Test(rule.id(), left, operator, right, attached);
  }

  private static @Nullable Left compileLeft(@Nullable String lhv, String path, Problems problems) {
    if (lhv == null || lhv.isBlank()) {
      problems.add(path + ".lhv", "a left-hand value is required");
      return null;
    }
    try {
      return Template.isTemplate(lhv)
          ? new Left(lhv, null, Template.compile(lhv))
          : new Left(lhv.trim(), VarPath.of(lhv), null);
    } catch (BadTemplate e) {
      problems.add(path + ".lhv", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Right compileRight(
      Operator operator, @Nullable Object rhv, String path, Problems problems) {
    if (!operator.isBinary()) {
      return new Right("", operator.question().against(""), null);
    }
    if (rhv == null) {
      problems.add(path + ".rhv", "'" + operator.label() + "' needs a right-hand value");
      return null;
    }
    try {
      if (isTemplated(rhv)) {
        return new Right("", null, templates(rhv));
      }
      return new Right(Values.text(rhv), operator.question().against(rhv), null);
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

  /** What is compared: a variable, or the result of a template. */
  private record Left(String source, @Nullable VarPath path, @Nullable Template template) {

    @Nullable Object value(Vars vars) {
      if (path != null) {
        return vars.get(path);
      }
      try {
        return template == null ? null : template.value(vars);
      } catch (RenderFailure noResult) {
        // A template without a result for this lead is a missing value, and rules say what that means (exchange 6.2).
        return null;
      }
    }
  }

  /**
   * What it is compared with: prepared once when it is constant, for every lead when it is a template.
   *
   * @param text for reasons and explanations, so masked where a variable's type is
   */
  private record Right(String text, Question.@Nullable Check constant, @Nullable List<Template> templates) {

    Right resolve(Operator operator, Vars vars) {
      if (templates == null) {
        return this;
      }
      try {
        Object value = value(templates, vars);
        var check = value == null ? NEVER : operator.question().against(value);
        return new Right(Values.text(Values.mask(value)), check, null);
      } catch (RenderFailure | BadTemplate noResult) {
        // A right side that has no result, or is no pattern, for this lead can be equal to nothing.
        return new Right("", NEVER, null);
      }
    }

    private static @Nullable Object value(List<Template> templates, Vars vars) {
      return templates.size() == 1
          ? templates.getFirst().value(vars)
          : templates.stream().map(template -> template.text(vars)).toList();
    }

    boolean test(@Nullable Object left) {
      return constant != null && constant.test(left);
    }

    private static final Question.Check NEVER = left -> false;
  }

  private sealed interface Member {

    boolean pass(Vars vars);

    @Nullable String failure(Vars vars);

    Explained explain(Vars vars);
  }

  private record Explained(@Nullable String failure, Explanation explanation) {}

  private record Test(@Nullable String id, Left left, Operator operator, Right right, @Nullable Set attached)
      implements Member {

    private boolean holds(@Nullable Object value, Right resolved) {
      return resolved.test(value) != operator.isNegation();
    }

    @Override
    public boolean pass(Vars vars) {
      return holds(left.value(vars), right.resolve(operator, vars)) && (attached == null || attached.pass(vars));
    }

    @Override
    public @Nullable String failure(Vars vars) {
      var resolved = right.resolve(operator, vars);
      if (!holds(left.value(vars), resolved)) {
        return operator.failure(left.source(), resolved.text());
      }
      return attached == null ? null : attached.failure(vars);
    }

    @Override
    public Explained explain(Vars vars) {
      var value = left.value(vars);
      var resolved = right.resolve(operator, vars);
      boolean holds = holds(value, resolved);
      var nested = holds && attached != null ? attached.explain(vars) : null;
      String failure =
          !holds ? operator.failure(left.source(), resolved.text()) : nested == null ? null : nested.failure();
      var explanation =
          new Explanation.OfRule(
              id,
              left.source(),
              value == null ? null : Values.text(Values.mask(value)),
              operator.label(),
              operator.isBinary() ? resolved.text() : null,
              failure == null,
              nested == null ? null : nested.explanation());
      return new Explained(failure, explanation);
    }
  }

  private record Set(@Nullable String id, boolean isAnd, List<Member> members) implements Member {

    @Override
    public boolean pass(Vars vars) {
      for (int i = 0; i < members.size(); i++) {
        if (members.get(i).pass(vars) != isAnd) {
          return !isAnd;
        }
      }
      return isAnd || members.isEmpty();
    }

    @Override
    public @Nullable String failure(Vars vars) {
      return pass(vars) ? null : joined(members.stream().map(member -> member.failure(vars)).toList());
    }

    @Override
    public Explained explain(Vars vars) {
      var explained = members.stream().map(member -> member.explain(vars)).toList();
      boolean passed =
          explained.isEmpty()
              || (isAnd
                  ? explained.stream().allMatch(member -> member.failure() == null)
                  : explained.stream().anyMatch(member -> member.failure() == null));
      return new Explained(
          passed ? null : joined(explained.stream().map(Explained::failure).toList()),
          new Explanation.OfSet(
              id, isAnd ? "and" : "or", passed, explained.stream().map(Explained::explanation).toList()));
    }

    private String joined(List<@Nullable String> failures) {
      var text = new StringBuilder();
      for (var failure : failures) {
        if (failure == null) {
          continue;
        }
        if (isAnd) {
          return failure;
        }
        text.append(text.isEmpty() ? "" : " or ").append(failure);
      }
      return text.toString();
    }
  }
}
