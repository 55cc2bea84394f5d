package io.sluice.engine.template.math;

import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.VarPath;
import java.util.ArrayList;
import java.util.List;

/**
 * The language of the helper {@code math}: {@code lead.age >= 18 ? 1 : 0}, {@code roundTo(lead.debt / 12, 2)}
 * (exchange 7). Arithmetic is that of IEEE doubles. From loosest to tightest: {@code ?:}, {@code or}, {@code and},
 * comparisons, {@code + - ||}, {@code * / %}, unary {@code - + not !} and functions, {@code ^}, {@code !} behind.
 */
public final class MathExpression {

  private static final int MAX_LENGTH_CHARS = 4_000;
  private static final int MAX_DEPTH = 64;

  private final String source;
  private int at;
  private int depth;

  private MathExpression(String source) {
    this.source = source;
  }

  /** @throws BadTemplate saying what cannot be read */
  public static MathTerm compile(String source) {
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

  private MathTerm conditional() {
    if (++depth > MAX_DEPTH) {
      throw new BadTemplate("'" + source + "' is nested more than " + MAX_DEPTH + " deep");
    }
    var condition = disjunction();
    if (take("?")) {
      var then = conditional();
      expect(":");
      var otherwise = conditional();
      depth--;
      return vars -> MathTerm.isTrue(condition.value(vars)) ? then.value(vars) : otherwise.value(vars);
    }
    depth--;
    return condition;
  }

  private MathTerm disjunction() {
    var left = conjunction();
    while (takeWord("or")) {
      var first = left;
      var second = conjunction();
      left = vars -> MathTerm.isTrue(first.value(vars)) || MathTerm.isTrue(second.value(vars));
    }
    return left;
  }

  private MathTerm conjunction() {
    var left = comparison();
    while (takeWord("and")) {
      var first = left;
      var second = comparison();
      left = vars -> MathTerm.isTrue(first.value(vars)) && MathTerm.isTrue(second.value(vars));
    }
    return left;
  }

  private MathTerm comparison() {
    var left = sum();
    while (true) {
      if (take("==")) {
        left = MathTerm.equal(left, sum(), true);
      } else if (take("!=")) {
        left = MathTerm.equal(left, sum(), false);
      } else if (take(">=")) {
        left = MathTerm.ordered(left, sum(), (a, b) -> a >= b);
      } else if (take("<=")) {
        left = MathTerm.ordered(left, sum(), (a, b) -> a <= b);
      } else if (take(">")) {
        left = MathTerm.ordered(left, sum(), (a, b) -> a > b);
      } else if (take("<")) {
        left = MathTerm.ordered(left, sum(), (a, b) -> a < b);
      } else {
        return left;
      }
    }
  }

  private MathTerm sum() {
    var left = product();
    while (true) {
      if (take("||")) {
        left = MathTerm.joined(left, product());
      } else if (take("+")) {
        left = MathTerm.arithmetic(left, product(), Double::sum);
      } else if (take("-")) {
        left = MathTerm.arithmetic(left, product(), (a, b) -> a - b);
      } else {
        return left;
      }
    }
  }

  private MathTerm product() {
    var left = unary();
    while (true) {
      if (take("*")) {
        left = MathTerm.arithmetic(left, unary(), (a, b) -> a * b);
      } else if (take("/")) {
        left = MathTerm.arithmetic(left, unary(), (a, b) -> a / b);
      } else if (take("%")) {
        left = MathTerm.arithmetic(left, unary(), (a, b) -> a % b);
      } else {
        return left;
      }
    }
  }

  private MathTerm unary() {
    if (++depth > MAX_DEPTH) {
      throw new BadTemplate("'" + source + "' is nested more than " + MAX_DEPTH + " deep");
    }
    var term = unaryOrPower();
    depth--;
    return term;
  }

  private MathTerm unaryOrPower() {
    if (take("-")) {
      return MathTerm.applied(unary(), a -> -a);
    }
    if (take("+")) {
      return MathTerm.applied(unary(), a -> a);
    }
    if (takeWord("not")) {
      var operand = unary();
      return vars -> !MathTerm.isTrue(operand.value(vars));
    }
    if (!lookingAt("!=") && take("!")) {
      return MathTerm.applied(unary(), MathFunctions::factorial);
    }
    var base = factor();
    if (take("^")) {
      return MathTerm.arithmetic(base, unary(), Math::pow);
    }
    return base;
  }

  private MathTerm factor() {
    var term = primary();
    while (!lookingAt("!=") && take("!")) {
      term = MathTerm.applied(term, MathFunctions::factorial);
    }
    return term;
  }

  private MathTerm primary() {
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

  private MathTerm constant() {
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

  private MathTerm named(String name) {
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
    var single = MathFunctions.ofOne(name);
    if (single != null) {
      return MathTerm.applied(unary(), single);
    }
    var path = VarPath.of(name);
    return vars -> MathTerm.operand(vars.get(path));
  }

  private MathTerm call(String name) {
    expect("(");
    var arguments = new ArrayList<MathTerm>();
    if (!lookingAt(")")) {
      do {
        arguments.add(conditional());
      } while (take(","));
    }
    expect(")");
    return MathFunctions.bind(name, List.copyOf(arguments));
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
