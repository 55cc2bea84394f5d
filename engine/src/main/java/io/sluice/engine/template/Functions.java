package io.sluice.engine.template;

import io.sluice.engine.template.math.MathExpression;
import io.sluice.engine.template.math.MathTerm;
import io.sluice.engine.template.pattern.TextPattern;
import io.sluice.engine.type.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The helpers a template may call, bound to their arguments when the template is compiled (exchange 7). */
final class Functions {

  private Functions() {}

  static Expression.Function bind(String name, List<Expression> arguments, Map<String, Expression> options) {
    var call = new Arguments(name, arguments, options);
    return switch (name) {
      case "lowercase" -> changeText(call.known().only(), text -> text.toLowerCase(Locale.ROOT));
      case "uppercase" -> changeText(call.known().only(), text -> text.toUpperCase(Locale.ROOT));
      case "substring" -> substring(call.known("start", "end"));
      case "replace" -> replace(call.known("pattern", "replace"));
      case "extract" -> extract(call.known("pattern"));
      case "format" -> Formatting.bind(call);
      case "math" -> math(call.known("format", "locale", "dataType"));
      default -> Digests.bind(call);
    };
  }

  /** What a call was written with. */
  record Arguments(String name, List<Expression> values, Map<String, Expression> options) {

    Expression only() {
      if (values.size() != 1) {
        throw new BadTemplate("'" + name + "' takes one value, not " + values.size());
      }
      return values.getFirst();
    }

    Arguments known(String... names) {
      var unknown = options.keySet().stream().filter(option -> !Set.of(names).contains(option)).toList();
      if (!unknown.isEmpty()) {
        throw new BadTemplate("'" + name + "' has no option '" + String.join("' and no option '", unknown) + "'");
      }
      return this;
    }

    /** A constant empty text when the option is not given. */
    Expression option(String option) {
      return options.getOrDefault(option, new Expression.Constant(""));
    }

    Expression required(String option) {
      var expression = options.get(option);
      if (expression == null) {
        throw new BadTemplate("'" + name + "' needs the option '" + option + "'");
      }
      return expression;
    }
  }

  @FunctionalInterface
  private interface TextChange {
    String apply(String text);
  }

  private static Expression.Function changeText(Expression value, TextChange change) {
    return vars -> {
      var found = value.value(vars);
      return found == null ? null : change.apply(Values.text(found));
    };
  }

  /** Positions count from 1 and the end is included. */
  private static Expression.Function substring(Arguments call) {
    var value = call.only();
    var start = call.option("start");
    var end = call.option("end");
    return vars -> {
      var found = value.value(vars);
      if (found == null) {
        return null;
      }
      String text = Values.text(found);
      int from = Math.clamp(position(start.value(vars), 1) - 1L, 0, text.length());
      int to = Math.clamp(position(end.value(vars), text.length()), from, text.length());
      return text.substring(from, to);
    };
  }

  private static int position(@Nullable Object value, int otherwise) {
    var number = Numbers.of(value);
    return number == null
        ? otherwise
        : number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).max(BigDecimal.ZERO).intValue();
  }

  private static Expression.Function replace(Arguments call) {
    var value = call.only();
    var pattern = new PatternOption(call.required("pattern"), false);
    var replacement = call.required("replace");
    return vars -> {
      var found = value.value(vars);
      if (found == null) {
        return null;
      }
      String text = Values.text(found);
      String by = Values.text(replacement.value(vars));
      String literal = pattern.literal(vars);
      if (literal != null) {
        return literal.isEmpty() ? text : text.replace(literal, by);
      }
      return pattern.compiled(vars).replaceAll(text, by);
    };
  }

  private static Expression.Function extract(Arguments call) {
    var value = call.only();
    var pattern = new PatternOption(call.required("pattern"), true);
    return vars -> {
      var found = value.value(vars);
      return found == null ? null : String.join(" ", pattern.compiled(vars).findAll(Values.text(found)));
    };
  }

  /** The result is a number, never text, unless a format makes one of it (exchange 7). */
  private static Expression.Function math(Arguments call) {
    if (!(call.only() instanceof Expression.Constant(Object source))) {
      throw new BadTemplate("'math' takes its expression in quotation marks");
    }
    var term = MathExpression.compile(Values.text(source));
    var format = call.option("format");
    var locale = call.option("locale");
    String dataType = Formatting.dataType(call);
    return vars -> {
      var result = MathTerm.number(term.value(vars));
      if (result == null) {
        return null;
      }
      String pattern = Values.text(format.value(vars));
      Object shown = pattern.isEmpty()
          ? Objects.requireNonNull(Numbers.of(result))
          : NumberPattern.format(result, pattern, FormatLocale.of(Values.text(locale.value(vars))));
      return Formatting.converted(shown, dataType);
    };
  }

  /** A pattern that is compiled with the template where it is constant, and for each lead where it is a variable. */
  private static final class PatternOption {

    private final Expression source;
    private final boolean alwaysRegex;
    private final @Nullable TextPattern constant;

    PatternOption(Expression source, boolean alwaysRegex) {
      this.source = source;
      this.alwaysRegex = alwaysRegex;
      this.constant =
          source instanceof Expression.Constant(Object text) && isRegex(Values.text(text))
              ? compile(Values.text(text))
              : null;
    }

    /** The text to look for as it is; null when the pattern is a regular expression. */
    @Nullable String literal(Vars vars) {
      if (constant != null) {
        return null;
      }
      String text = Values.text(source.value(vars));
      return isRegex(text) ? null : text;
    }

    TextPattern compiled(Vars vars) {
      if (constant != null) {
        return constant;
      }
      try {
        return compile(Values.text(source.value(vars)));
      } catch (BadTemplate e) {
        throw new RenderFailure(String.valueOf(e.getMessage()), e);
      }
    }

    private boolean isRegex(String text) {
      return alwaysRegex || isMarked(text);
    }

    private static boolean isMarked(String text) {
      return text.startsWith("regexp(") && text.endsWith(")");
    }

    private static TextPattern compile(String text) {
      return TextPattern.regex(isMarked(text) ? text.substring("regexp(".length(), text.length() - 1) : text, false);
    }
  }
}
