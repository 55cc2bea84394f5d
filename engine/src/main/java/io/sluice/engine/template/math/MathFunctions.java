package io.sluice.engine.template.math;

import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.math.MathTerm.One;
import io.sluice.engine.template.math.MathTerm.Two;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The functions an expression may call. */
final class MathFunctions {

  private static final int LARGEST_FACTORIAL = 170;

  private static final Map<String, One> SINGLE =
      Map.ofEntries(
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("asin", Math::asin),
          Map.entry("acos", Math::acos),
          Map.entry("atan", Math::atan),
          Map.entry("sqrt", Math::sqrt),
          Map.entry("log", Math::log),
          Map.entry("ln", Math::log),
          Map.entry("abs", Math::abs),
          Map.entry("ceil", Math::ceil),
          Map.entry("floor", Math::floor),
          Map.entry("round", a -> Math.floor(a + 0.5)),
          Map.entry("exp", Math::exp),
          Map.entry("fac", MathFunctions::factorial));

  private static final Map<String, Two> DOUBLE =
      Map.of(
          "pow", Math::pow,
          "atan2", Math::atan2,
          "pyt", Math::hypot,
          "hypot", Math::hypot,
          "roundTo", MathFunctions::roundTo);

  static double factorial(double a) {
    if (a < 0 || a != Math.rint(a) || a > LARGEST_FACTORIAL) {
      return Double.NaN;
    }
    double product = 1;
    for (int i = 2; i <= a; i++) {
      product *= i;
    }
    return product;
  }

  /** On the decimal text, half away from zero, so that {@code 1.005} to two places is {@code 1.01}. */
  private static double roundTo(double a, double places) {
    if (!Double.isFinite(a) || !(Math.abs(places) <= 300)) {
      return Double.NaN;
    }
    return new BigDecimal(Double.toString(a))
        .setScale((int) places, RoundingMode.HALF_UP)
        .doubleValue();
  }

  private MathFunctions() {}

  /** The function of one value so named, which may be written without parentheses; null when there is none. */
  static @Nullable One ofOne(String name) {
    return SINGLE.get(name);
  }

  static MathTerm bind(String name, List<MathTerm> arguments) {
    var single = SINGLE.get(name);
    if (single != null) {
      return MathTerm.applied(only(name, arguments, 1).getFirst(), single);
    }
    var pair = DOUBLE.get(name);
    if (pair != null) {
      return MathTerm.arithmetic(only(name, arguments, 2).getFirst(), arguments.get(1), pair);
    }
    return switch (name) {
      case "not" -> {
        var operand = only(name, arguments, 1).getFirst();
        yield vars -> !MathTerm.isTrue(operand.value(vars));
      }
      case "if" -> {
        only(name, arguments, 3);
        yield vars -> arguments.get(MathTerm.isTrue(arguments.getFirst().value(vars)) ? 1 : 2).value(vars);
      }
      case "min" -> folded(name, arguments, Math::min);
      case "max" -> folded(name, arguments, Math::max);
      case "random" -> {
        yield arguments.isEmpty()
            ? vars -> ThreadLocalRandom.current().nextDouble()
            : MathTerm.applied(only(name, arguments, 1).getFirst(),
                most -> ThreadLocalRandom.current().nextDouble() * most);
      }
      default -> throw new BadTemplate("'" + name + "' is not a known function");
    };
  }

  private static List<MathTerm> only(String name, List<MathTerm> arguments, int count) {
    if (arguments.size() != count) {
      throw new BadTemplate("'" + name + "' takes " + count + " values, not " + arguments.size());
    }
    return arguments;
  }

  private static MathTerm folded(String name, List<MathTerm> arguments, Two function) {
    if (arguments.isEmpty()) {
      throw new BadTemplate("'" + name + "' takes at least one value");
    }
    var result = MathTerm.applied(arguments.getFirst(), a -> a);
    for (var argument : arguments.subList(1, arguments.size())) {
      result = MathTerm.arithmetic(result, argument, function);
    }
    return result;
  }
}
