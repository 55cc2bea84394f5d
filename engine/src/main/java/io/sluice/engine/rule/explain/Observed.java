package io.sluice.engine.rule.explain;

import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.rule.operator.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules as one lead met them, with the values themselves. Every member is observed, also those behind a decision,
 * because whoever asks why wants to know what else would have failed.
 */
public sealed interface Observed {

  boolean holds();

  /**
   * @param lhv as written
   * @param value what was seen; null when it is missing
   * @param rhv what it was compared with, templates rendered; an empty text for unary operators
   * @param check asks the operator's question, before any negation
   * @param shownValue {@code value} as text, masked where it must be
   * @param shownRhv {@code rhv} as text, masked where it must be
   */
  record Comparison(
      @Nullable String id,
      String lhv,
      Operator operator,
      @Nullable Object value,
      Object rhv,
      Question.Check check,
      @Nullable String shownValue,
      String shownRhv,
      @Nullable Observed attached)
      implements Observed {

    /** Whether the comparison itself holds for a value, whatever is attached. */
    boolean holdsFor(@Nullable Object left) {
      return check.test(left) != operator.isNegation();
    }

    @Override
    public boolean holds() {
      return holdsFor(value) && (attached == null || attached.holds());
    }

    String failure() {
      return operator.failure(lhv, shownRhv);
    }
  }

  record Group(@Nullable String id, boolean isAnd, List<Observed> members) implements Observed {

    @Override
    public boolean holds() {
      return members.isEmpty()
          || (isAnd ? members.stream().allMatch(Observed::holds) : members.stream().anyMatch(Observed::holds));
    }
  }
}
