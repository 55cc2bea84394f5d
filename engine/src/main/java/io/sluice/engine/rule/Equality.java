package io.sluice.engine.rule;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Equality of exchange 6.2: texts without case, numbers by value, lists sorted, ranges and dates by normal form. */
final class Equality implements Question.Check {

  private final String text;
  private final boolean isNumber;
  private final @Nullable BigDecimal number;
  private final @Nullable String range;
  private final Magnitude magnitude;
  private final List<String> sorted;

  private Equality(Object rhv) {
    this.text = Values.text(rhv);
    this.isNumber = Question.isNumber(rhv);
    this.number = Numbers.of(rhv);
    this.range = Ranges.normal(rhv);
    this.magnitude = Magnitude.of(rhv);
    this.sorted = sorted(Question.elements(rhv));
  }

  static Equality to(Object rhv) {
    return new Equality(rhv);
  }

  @Override
  public boolean test(@Nullable Object left) {
    return switch (left) {
      case null -> false;
      case Collection<?> list -> sorted(list).equals(sorted);
      case TypedValue typed when Question.isMissingNumber(typed) -> false;
      case TypedValue typed when typed.valid() && typed.type().equals("range") && range != null ->
          typed.text().equalsIgnoreCase(range);
      case TypedValue typed when typed.valid() && Magnitude.isDate(typed) ->
          magnitude.compare(typed, order -> order == 0);
      default -> Question.isNumber(left) || isNumber ? sameNumber(left) : Values.text(left).equalsIgnoreCase(text);
    };
  }

  private boolean sameNumber(Object left) {
    var value = Numbers.of(left);
    return value != null && number != null && value.compareTo(number) == 0;
  }

  private static List<String> sorted(Collection<?> list) {
    return list.stream().map(element -> Values.text(element).trim().toLowerCase(Locale.ROOT)).sorted().toList();
  }
}
