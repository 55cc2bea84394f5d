package io.sluice.engine.template;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with places for variables, compiled once and rendered for every lead (exchange 7). Three modes: without braces
 * the text itself; one variable or helper in braces and nothing else keeps the value's type; everything else is text.
 */
public final class Template {

  private static final int MAX_LENGTH_CHARS = 65_536;
  private static final int MAX_RESULT_CHARS = 1_048_576;

  private final String source;
  private final List<Part> parts;

  private Template(String source, List<Part> parts) {
    this.source = source;
    this.parts = parts;
  }

  /** @throws BadTemplate saying what is wrong, when the text cannot be read */
  public static Template compile(String source) {
    if (!isTemplate(source)) {
      return new Template(source, List.of(new Text(source)));
    }
    if (source.length() > MAX_LENGTH_CHARS) {
      throw new BadTemplate("template is longer than " + MAX_LENGTH_CHARS + " characters");
    }
    return new Template(source, new TemplateParser(source).parse());
  }

  public static boolean isTemplate(String text) {
    return text.contains("{{");
  }

  /** As written. */
  public String source() {
    return source;
  }

  /** Whether two renderings for the same lead may differ. */
  public boolean rollsDice() {
    return isTemplate(source) && source.contains("random");
  }

  /**
   * The value, its type kept where the template is one variable or helper; null when that is missing.
   *
   * @throws RenderFailure when these variables make it impossible, as an unusable pattern among them does
   */
  public @Nullable Object value(Vars vars) {
    if (parts.size() == 1 && parts.getFirst() instanceof Output(Expression expression)) {
      return expression.value(vars);
    }
    return text(vars);
  }

  /**
   * The result as text; what is missing is empty.
   *
   * @throws RenderFailure as {@link #value}
   */
  public String text(Vars vars) {
    if (parts.size() == 1 && parts.getFirst() instanceof Text(String text)) {
      return text;
    }
    var result = new StringBuilder();
    append(parts, vars, result);
    return result.toString();
  }

  @Override
  public String toString() {
    return source;
  }

  /** A stretch of a template. */
  sealed interface Part {}

  record Text(String text) implements Part {}

  record Output(Expression expression) implements Part {}

  record If(Expression condition, List<Part> then, List<Part> otherwise) implements Part {}

  private static void append(List<Part> parts, Vars vars, StringBuilder result) {
    for (var part : parts) {
      switch (part) {
        case Text(String text) -> result.append(text);
        case Output(Expression expression) -> result.append(Values.text(expression.value(vars)));
        case If(Expression condition, List<Part> then, List<Part> otherwise) ->
            append(isTruthy(condition.value(vars)) ? then : otherwise, vars, result);
      }
      if (result.length() > MAX_RESULT_CHARS) {
        throw new RenderFailure("the result is longer than " + MAX_RESULT_CHARS + " characters");
      }
    }
  }

  static boolean isTruthy(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case String text -> !text.isEmpty();
      case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
      case Collection<?> list -> !list.isEmpty();
      case TypedValue typed -> isTruthy(typed.normal());
      default -> true;
    };
  }
}
