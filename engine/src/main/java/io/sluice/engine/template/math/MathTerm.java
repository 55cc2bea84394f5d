package io.sluice.engine.template.math;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import org.jspecify.annotations.Nullable;

/** A part of an expression; its value is a Double, a Boolean or a text, null when a variable is missing. */
@FunctionalInterface
public interface MathTerm {

  @Nullable Object value(Vars vars);

  @FunctionalInterface
  interface One {
    double apply(double a);
  }

  @FunctionalInterface
  interface Two {
    double apply(double a, double b);
  }

  @FunctionalInterface
  interface Order {
    boolean test(double a, double b);
  }

  /** The result as a number; null when it is none. */
  static @Nullable Double number(@Nullable Object value) {
    Double number =
        switch (value) {
          case null -> null;
          case Double result -> result;
          case Boolean truth -> truth ? 1.0 : 0.0;
          default -> {
            var decimal = Numbers.of(value);
            yield decimal == null ? null : decimal.doubleValue();
          }
        };
    return number == null || !Double.isFinite(number) ? null : number;
  }

  static MathTerm applied(MathTerm operand, One function) {
    return vars -> {
      var a = number(operand.value(vars));
      return a == null ? null : (Object) function.apply(a);
    };
  }

  static MathTerm arithmetic(MathTerm left, MathTerm right, Two function) {
    return vars -> {
      var a = number(left.value(vars));
      var b = number(right.value(vars));
      return a == null || b == null ? null : (Object) function.apply(a, b);
    };
  }

  static MathTerm joined(MathTerm left, MathTerm right) {
    return vars -> {
      var a = left.value(vars);
      var b = right.value(vars);
      return a == null || b == null ? null : Values.text(a) + Values.text(b);
    };
  }

  static MathTerm ordered(MathTerm left, MathTerm right, Order order) {
    return vars -> {
      var a = number(left.value(vars));
      var b = number(right.value(vars));
      return a == null || b == null ? null : (Object) order.test(a, b);
    };
  }

  static MathTerm equal(MathTerm left, MathTerm right, boolean wanted) {
    return vars -> {
      var a = left.value(vars);
      var b = right.value(vars);
      if (a == null || b == null) {
        return null;
      }
      var first = number(a);
      var second = number(b);
      boolean same = first != null && second != null ? first.equals(second) : Values.text(a).equals(Values.text(b));
      return same == wanted;
    };
  }

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case Double number -> number != 0 && !Double.isNaN(number);
      default -> !Values.text(value).isEmpty();
    };
  }

  /** A number where the variable is one, its truth value or its text where not. */
  static @Nullable Object operand(@Nullable Object value) {
    if (value instanceof Boolean || value == null) {
      return value;
    }
    if (value instanceof TypedValue typed && typed.normal() instanceof Boolean truth) {
      return truth;
    }
    var number = Numbers.of(value);
    return number == null ? Values.text(value) : (Object) number.doubleValue();
  }
}
