package io.sluice.engine.rule;

import io.sluice.engine.rule.explain.Observed;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule or rule set that can be asked. Asking is all a passing lead pays for; observing keeps what was seen. */
sealed interface Condition {

  boolean pass(Vars vars);

  /** @param shown {@code vars} as people may see them */
  Observed observe(Vars vars, Vars shown);

  boolean rollsDice();

  /** @param attached passes together with the comparison or not at all */
  record Comparison(@Nullable String id, Left left, Operator operator, Right right, @Nullable Group attached)
      implements Condition {

    @Override
    public boolean pass(Vars vars) {
      boolean answer = right.resolve(operator, vars).check().test(left.value(vars));
      return answer != operator.isNegation() && (attached == null || attached.pass(vars));
    }

    @Override
    public Observed observe(Vars vars, Vars shown) {
      var value = left.value(vars);
      var resolved = right.resolve(operator, vars);
      // What rolls dice would be shown with another roll.
      var shownValue = left.rollsDice() ? value : left.value(shown);
      var shownRhv = right.rollsDice() ? resolved.rhv() : right.shown(shown);
      return new Observed.Comparison(
          id,
          left.source(),
          operator,
          value,
          resolved.rhv(),
          resolved.check(),
          value == null ? null : text(value, shownValue),
          text(resolved.rhv(), shownRhv),
          attached == null ? null : attached.observe(vars, shown));
    }

    /** What was made of a masked value, such as its digest, is neither the value seen nor fit to be seen. */
    private static String text(Object value, @Nullable Object shown) {
      String real = Values.text(value);
      String text = Values.text(Values.mask(shown));
      return text.equals(real) || text.indexOf('*') >= 0 ? text : "*".repeat(real.length());
    }

    @Override
    public boolean rollsDice() {
      return left.rollsDice() || right.rollsDice() || attached != null && attached.rollsDice();
    }
  }

  /** @param isAnd else or; one without members passes */
  record Group(@Nullable String id, boolean isAnd, List<Condition> members) implements Condition {

    static final Group NONE = new Group(null, true, List.of());

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
    public Observed observe(Vars vars, Vars shown) {
      return new Observed.Group(id, isAnd, members.stream().map(member -> member.observe(vars, shown)).toList());
    }

    @Override
    public boolean rollsDice() {
      return members.stream().anyMatch(Condition::rollsDice);
    }
  }
}
