package io.sluice.engine.rule.operator;

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

  private final Object rhv;
  private final String text;
  private final boolean isNumber;
  private final @Nullable BigDecimal number;

  // Made when a left side first asks. Two threads may both make one; they are equal and immutable.
  private @Nullable String range;
  private @Nullable Magnitude magnitude;
  private @Nullable List<String> sorted;

  private Equality(Object rhv) {
    this.rhv = rhv;
    this.text = Values.text(rhv);
    this.isNumber = Question.isNumber(rhv);
    this.number = Numbers.of(rhv);
  }

  static Equality to(Object rhv) {
    return new Equality(rhv);
  }

  @Override
  public boolean test(@Nullable Object left) {
    return switch (left) {
      case null -> false;
      case Collection<?> list -> sorted(list).equals(sorted());
      case TypedValue typed when Question.isMissingNumber(typed) -> false;
      case TypedValue typed when typed.valid() && typed.type().equals("range") ->
          typed.text().equalsIgnoreCase(range());
      case TypedValue typed when typed.valid() && Magnitude.isDate(typed) ->
          magnitude().compare(typed, order -> order == 0);
      default -> Question.isNumber(left) || isNumber ? sameNumber(left) : Values.text(left).equalsIgnoreCase(text);
    };
  }

  private boolean sameNumber(Object left) {
    var value = Numbers.of(left);
    return value != null && number != null && value.compareTo(number) == 0;
  }

  /** The normal form of a right side that is a range, else its text. */
  private String range() {
    String made = range;
    if (made == null) {
      String normal = Ranges.normal(rhv);
      made = normal == null ? text : normal;
      range = made;
    }
    return made;
  }

  private Magnitude magnitude() {
    var made = magnitude;
    if (made == null) {
      made = Magnitude.of(rhv);
      magnitude = made;
    }
    return made;
  }

  private List<String> sorted() {
    var made = sorted;
    if (made == null) {
      made = sorted(Question.elements(rhv));
      sorted = made;
    }
    return made;
  }

  private static List<String> sorted(Collection<?> list) {
    return list.stream().map(element -> Values.text(element).trim().toLowerCase(Locale.ROOT)).sorted().toList();
  }
}
