package io.sluice.engine.template;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The language of the helper {@code math}: {@code lead.age >= 18 ? 1 : 0}, {@code roundTo(lead.debt / 12, 2)}
 * (exchange 7). Arithmetic is that of IEEE doubles. From loosest to tightest: {@code ?:}, {@code or}, {@code and},
 * comparisons, {@code + - ||}, {@code * / %}, unary {@code - + not !} and functions, {@code ^}, {@code !} behind.
 */
final class MathExpression {

  private static final int MAX_LENGTH_CHARS = 4_000;
  private static final int MAX_DEPTH = 64;
  private static final int LARGEST_FACTORIAL = 170;

  /** A part of an expression; its value is a Double, a Boolean or a text, null when a variable is missing. */
  @FunctionalInterface
  interface Term {
    @Nullable Object value(Vars vars);
  }

  private final String source;
  private int at;
  private int depth;

  private MathExpression(String source) {
    this.source = source;
  }

  /** @throws BadTemplate saying what cannot be read */
  static Term compile(String source) {
    if (source.length() > MAX_LENGTH_CHARS) {
      throw new BadTemplate("the expression is longer than " + MAX_LENGTH_CHARS + " characters");
    }
    var parser = new MathExpression(source);
    var term = parser.conditional();
    parser.skipBlanks();
    if (parser.at < source.length()) {
      throw parser.unexpected();
    }
    return term;
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

  private Term conditional() {
    if (++depth > MAX_DEPTH) {
      throw new BadTemplate("'" + source + "' is nested more than " + MAX_DEPTH + " deep");
    }
    var condition = disjunction();
    if (take("?")) {
      var then = conditional();
      expect(":");
      var otherwise = conditional();
      depth--;
      return vars -> isTrue(condition.value(vars)) ? then.value(vars) : otherwise.value(vars);
    }
    depth--;
    return condition;
  }

  private Term disjunction() {
    var left = conjunction();
    while (takeWord("or")) {
      var first = left;
      var second = conjunction();
      left = vars -> isTrue(first.value(vars)) || isTrue(second.value(vars));
    }
    return left;
  }

  private Term conjunction() {
    var left = comparison();
    while (takeWord("and")) {
      var first = left;
      var second = comparison();
      left = vars -> isTrue(first.value(vars)) && isTrue(second.value(vars));
    }
    return left;
  }

  private Term comparison() {
    var left = sum();
    while (true) {
      if (take("==")) {
        left = equal(left, sum(), true);
      } else if (take("!=")) {
        left = equal(left, sum(), false);
      } else if (take(">=")) {
        left = ordered(left, sum(), (a, b) -> a >= b);
      } else if (take("<=")) {
        left = ordered(left, sum(), (a, b) -> a <= b);
      } else if (take(">")) {
        left = ordered(left, sum(), (a, b) -> a > b);
      } else if (take("<")) {
        left = ordered(left, sum(), (a, b) -> a < b);
      } else {
        return left;
      }
    }
  }

  private Term sum() {
    var left = product();
    while (true) {
      if (take("||")) {
        left = joined(left, product());
      } else if (take("+")) {
        left = arithmetic(left, product(), Double::sum);
      } else if (take("-")) {
        left = arithmetic(left, product(), (a, b) -> a - b);
      } else {
        return left;
      }
    }
  }

  private Term product() {
    var left = unary();
    while (true) {
      if (take("*")) {
        left = arithmetic(left, unary(), (a, b) -> a * b);
      } else if (take("/")) {
        left = arithmetic(left, unary(), (a, b) -> a / b);
      } else if (take("%")) {
        left = arithmetic(left, unary(), (a, b) -> a % b);
      } else {
        return left;
      }
    }
  }

  private Term unary() {
    if (++depth > MAX_DEPTH) {
      throw new BadTemplate("'" + source + "' is nested more than " + MAX_DEPTH + " deep");
    }
    var term = unaryOrPower();
    depth--;
    return term;
  }

  private Term unaryOrPower() {
    if (take("-")) {
      return applied(unary(), a -> -a);
    }
    if (take("+")) {
      return applied(unary(), a -> a);
    }
    if (takeWord("not")) {
      var operand = unary();
      return vars -> !isTrue(operand.value(vars));
    }
    if (!lookingAt("!=") && take("!")) {
      return applied(unary(), MathExpression::factorial);
    }
    var base = factor();
    if (take("^")) {
      return arithmetic(base, unary(), Math::pow);
    }
    return base;
  }

  private Term factor() {
    var term = primary();
    while (!lookingAt("!=") && take("!")) {
      term = applied(term, MathExpression::factorial);
    }
    return term;
  }

  private Term primary() {
    skipBlanks();
    if (take("(")) {
      var inner = conditional();
      expect(")");
      return inner;
    }
    char c = at < source.length() ? source.charAt(at) : 0;
    if (c == '"' || c == '\'') {
      String text = quoted(c);
      return vars -> text;
    }
    if (Character.isDigit(c) || c == '.') {
      return constant();
    }
    if (Character.isLetter(c) || c == '_' || c == '[') {
      return named(name());
    }
    throw unexpected();
  }

  private Term constant() {
    int start = at;
    while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '.')) {
      at++;
    }
    if (at < source.length() && Character.toLowerCase(source.charAt(at)) == 'e') {
      int digits = at + 1;
      if (digits < source.length() && "+-".indexOf(source.charAt(digits)) >= 0) {
        digits++;
      }
      if (digits < source.length() && Character.isDigit(source.charAt(digits))) {
        at = digits;
        while (at < source.length() && Character.isDigit(source.charAt(at))) {
          at++;
        }
      }
    }
    var number = Numbers.plain(source.substring(start, at));
    if (number == null) {
      throw new BadTemplate("'" + source.substring(start, at) + "' is no number");
    }
    Double value = number.doubleValue();
    return vars -> value;
  }

  private Term named(String name) {
    switch (name) {
      case "PI" -> {
        return vars -> Math.PI;
      }
      case "E" -> {
        return vars -> Math.E;
      }
      case "true", "false" -> {
        Boolean truth = Boolean.valueOf(name);
        return vars -> truth;
      }
      default -> {
        // A variable or a function.
      }
    }
    if (lookingAt("(")) {
      return call(name);
    }
    var single = SINGLE.get(name);
    if (single != null) {
      return applied(unary(), single);
    }
    var path = VarPath.of(name);
    return vars -> operand(vars.get(path));
  }

  private Term call(String name) {
    expect("(");
    var arguments = new ArrayList<Term>();
    if (!lookingAt(")")) {
      do {
        arguments.add(conditional());
      } while (take(","));
    }
    expect(")");
    return bind(name, List.copyOf(arguments));
  }

  private static Term bind(String name, List<Term> arguments) {
    var single = SINGLE.get(name);
    if (single != null) {
      return applied(only(name, arguments, 1).getFirst(), single);
    }
    var pair = DOUBLE.get(name);
    if (pair != null) {
      return arithmetic(only(name, arguments, 2).getFirst(), arguments.get(1), pair);
    }
    return switch (name) {
      case "not" -> {
        var operand = only(name, arguments, 1).getFirst();
        yield vars -> !isTrue(operand.value(vars));
      }
      case "if" -> {
        only(name, arguments, 3);
        yield vars -> arguments.get(isTrue(arguments.getFirst().value(vars)) ? 1 : 2).value(vars);
      }
      case "min" -> folded(name, arguments, Math::min);
      case "max" -> folded(name, arguments, Math::max);
      case "random" -> {
        yield arguments.isEmpty()
            ? vars -> ThreadLocalRandom.current().nextDouble()
            : applied(only(name, arguments, 1).getFirst(), most -> ThreadLocalRandom.current().nextDouble() * most);
      }
      default -> throw new BadTemplate("'" + name + "' is not a known function");
    };
  }

  private static List<Term> only(String name, List<Term> arguments, int count) {
    if (arguments.size() != count) {
      throw new BadTemplate("'" + name + "' takes " + count + " values, not " + arguments.size());
    }
    return arguments;
  }

  @FunctionalInterface
  private interface One {
    double apply(double a);
  }

  @FunctionalInterface
  private interface Two {
    double apply(double a, double b);
  }

  @FunctionalInterface
  private interface Order {
    boolean test(double a, double b);
  }

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
          Map.entry("fac", MathExpression::factorial));

  private static final Map<String, Two> DOUBLE =
      Map.of(
          "pow", Math::pow,
          "atan2", Math::atan2,
          "pyt", Math::hypot,
          "hypot", Math::hypot,
          "roundTo", MathExpression::roundTo);

  private static double factorial(double a) {
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
    return new java.math.BigDecimal(Double.toString(a))
        .setScale((int) places, java.math.RoundingMode.HALF_UP)
        .doubleValue();
  }

  private static Term applied(Term operand, One function) {
    return vars -> {
      var a = number(operand.value(vars));
      return a == null ? null : (Object) function.apply(a);
    };
  }

  private static Term arithmetic(Term left, Term right, Two function) {
    return vars -> {
      var a = number(left.value(vars));
      var b = number(right.value(vars));
      return a == null || b == null ? null : (Object) function.apply(a, b);
    };
  }

  private static Term folded(String name, List<Term> arguments, Two function) {
    if (arguments.isEmpty()) {
      throw new BadTemplate("'" + name + "' takes at least one value");
    }
    var result = applied(arguments.getFirst(), a -> a);
    for (var argument : arguments.subList(1, arguments.size())) {
      result = arithmetic(result, argument, function);
    }
    return result;
  }

  private static Term joined(Term left, Term right) {
    return vars -> {
      var a = left.value(vars);
      var b = right.value(vars);
      return a == null || b == null ? null : Values.text(a) + Values.text(b);
    };
  }

  private static Term ordered(Term left, Term right, Order order) {
    return vars -> {
      var a = number(left.value(vars));
      var b = number(right.value(vars));
      return a == null || b == null ? null : (Object) order.test(a, b);
    };
  }

  private static Term equal(Term left, Term right, boolean wanted) {
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

  private static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case Double number -> number != 0 && !Double.isNaN(number);
      default -> !Values.text(value).isEmpty();
    };
  }

  /** A number where the variable is one, its truth value or its text where not. */
  private static @Nullable Object operand(@Nullable Object value) {
    if (value instanceof Boolean || value == null) {
      return value;
    }
    if (value instanceof TypedValue typed && typed.normal() instanceof Boolean truth) {
      return truth;
    }
    var number = Numbers.of(value);
    return number == null ? Values.text(value) : (Object) number.doubleValue();
  }

  private String name() {
    int start = at;
    boolean inBrackets = false;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (!inBrackets && !Character.isLetterOrDigit(c) && c != '_' && c != '.' && c != '[') {
        break;
      }
      inBrackets = c == '[' || (inBrackets && c != ']');
      at++;
    }
    return source.substring(start, at);
  }

  private String quoted(char quote) {
    int end = source.indexOf(quote, at + 1);
    if (end < 0) {
      throw new BadTemplate("a quotation mark is not closed in '" + source + "'");
    }
    String text = source.substring(at + 1, end);
    at = end + 1;
    return text;
  }

  private boolean lookingAt(String symbol) {
    skipBlanks();
    return source.startsWith(symbol, at);
  }

  private boolean take(String symbol) {
    boolean found = lookingAt(symbol);
    at += found ? symbol.length() : 0;
    return found;
  }

  private boolean takeWord(String word) {
    if (!lookingAt(word)) {
      return false;
    }
    int end = at + word.length();
    boolean whole = end == source.length() || !isNameCharacter(source.charAt(end));
    at = whole ? end : at;
    return whole;
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw unexpected();
    }
  }

  private BadTemplate unexpected() {
    String rest = at < source.length() ? "unexpected '" + source.substring(at) + "'" : "unexpected end";
    return new BadTemplate(rest + " in '" + source + "'");
  }

  private void skipBlanks() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
  }
}
