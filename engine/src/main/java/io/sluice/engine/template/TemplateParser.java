package io.sluice.engine.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the text of one template. */
final class TemplateParser {

  private static final int MAX_NESTED_BLOCKS = 32;

  private final String source;
  /** What is wrong with single tags; what is wrong with their order ends the reading. */
  private final List<String> problems = new ArrayList<>();
  private int at;

  TemplateParser(String source) {
    this.source = source;
  }

  List<Template.Part> parse() {
    var parts = new ArrayList<Template.Part>();
    try {
      var end = block(parts, 0);
      if (!end.isEmpty()) {
        throw new BadTemplate("'{{" + end + "}}' has no '{{#if}}' before it");
      }
    } catch (BadTemplate e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    if (!problems.isEmpty()) {
      throw new BadTemplate(problems);
    }
    return List.copyOf(parts);
  }

  private Expression expression(String tag) {
    try {
      return ExpressionParser.parse(tag);
    } catch (BadTemplate e) {
      problems.add(String.valueOf(e.getMessage()));
      return new Expression.Constant("");
    }
  }

  /** Reads parts up to the end of the text or up to a tag that ends a block; answers that tag, or an empty text. */
  private String block(List<Template.Part> parts, int depth) {
    if (depth > MAX_NESTED_BLOCKS) {
      throw new BadTemplate("blocks are nested more than " + MAX_NESTED_BLOCKS + " deep");
    }
    while (at < source.length()) {
      int open = source.indexOf("{{", at);
      if (open < 0) {
        addText(parts, source.substring(at));
        at = source.length();
        break;
      }
      if (open > at && source.charAt(open - 1) == '\\') {
        addText(parts, source.substring(at, open - 1) + "{{");
        at = open + 2;
        continue;
      }
      addText(parts, source.substring(at, open));
      at = open;
      String tag = tag();
      if (tag.startsWith("!")) {
        continue;
      }
      if (tag.startsWith("#")) {
        parts.add(conditional(tag.substring(1).trim(), depth));
      } else if (tag.startsWith("/") || tag.equals("else") || tag.startsWith("else if ")) {
        return tag;
      } else {
        parts.add(new Template.Output(expression(tag)));
      }
    }
    return "";
  }

  private Template.If conditional(String opening, int depth) {
    if (!opening.startsWith("if ")) {
      throw new BadTemplate("'#" + opening + "' is not a known block, only '#if' is");
    }
    var condition = expression(opening.substring(3));
    var then = new ArrayList<Template.Part>();
    var otherwise = new ArrayList<Template.Part>();
    String end = block(then, depth + 1);
    if (end.startsWith("else if ")) {
      // The inner one takes the common '{{/if}}'.
      otherwise.add(conditional(end.substring("else ".length()), depth + 1));
      return new Template.If(condition, List.copyOf(then), List.copyOf(otherwise));
    }
    if (end.equals("else")) {
      end = block(otherwise, depth + 1);
    }
    if (!end.replace(" ", "").equals("/if")) {
      throw new BadTemplate("'{{#" + opening + "}}' has no '{{/if}}'");
    }
    return new Template.If(condition, List.copyOf(then), List.copyOf(otherwise));
  }

  /** Reads one tag in double or triple braces and answers what is between them. */
  private String tag() {
    boolean triple = source.startsWith("{{{", at);
    String closing = triple ? "}}}" : "}}";
    int start = at + closing.length();
    if (source.startsWith("{{!", at)) {
      String commentEnd = source.startsWith("{{!--", at) ? "--}}" : "}}";
      int end = source.indexOf(commentEnd, start);
      if (end < 0) {
        throw new BadTemplate("a comment is not closed");
      }
      at = end + commentEnd.length();
      return "!";
    }
    int end = closingBraces(start, closing);
    at = end + closing.length();
    String inside = source.substring(start, end).trim();
    if (inside.isEmpty()) {
      throw new BadTemplate("there is nothing between '{{' and '}}'");
    }
    return inside;
  }

  private int closingBraces(int from, String closing) {
    char quote = 0;
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        if (c == '\\' && i + 1 < source.length() && source.charAt(i + 1) == quote) {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (source.startsWith(closing, i)) {
        return i;
      }
    }
    throw new BadTemplate("'{{' is not closed by '}}'");
  }

  private static void addText(List<Template.Part> parts, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (!parts.isEmpty() && parts.getLast() instanceof Template.Text(String before)) {
      parts.set(parts.size() - 1, new Template.Text(before + text));
    } else {
      parts.add(new Template.Text(text));
    }
  }

  /** Reads what is inside one tag: a path, a constant, or a helper with arguments and options. */
  private static final class ExpressionParser {

    private static final int MAX_NESTED_CALLS = 16;

    private final String text;
    private int at;

    private ExpressionParser(String text) {
      this.text = text;
    }

    static Expression parse(String text) {
      var parser = new ExpressionParser(text.trim());
      var expression = parser.callOrValue(0);
      if (parser.at < parser.text.length()) {
        throw new BadTemplate("unexpected '" + parser.text.substring(parser.at) + "' in '" + text + "'");
      }
      return expression;
    }

    /** A helper's name followed by anything is a call; a name alone is a variable. */
    private Expression callOrValue(int depth) {
      if (depth > MAX_NESTED_CALLS) {
        throw new BadTemplate("helpers are nested more than " + MAX_NESTED_CALLS + " deep");
      }
      skipBlanks();
      char first = peek();
      if (first == '"' || first == '\'' || first == '(') {
        return argument(depth);
      }
      String name = word();
      skipBlanks();
      if (at == text.length() || peek() == ')') {
        return constantOrVariable(name);
      }
      var arguments = new ArrayList<Expression>();
      Map<String, Expression> options = new LinkedHashMap<>();
      while (at < text.length() && peek() != ')') {
        String option = optionName();
        if (option.isEmpty()) {
          arguments.add(argument(depth));
        } else {
          options.put(option, argument(depth));
        }
        skipBlanks();
      }
      return new Expression.Call(Functions.bind(name, arguments, options));
    }

    private Expression argument(int depth) {
      skipBlanks();
      char first = peek();
      if (first == '"' || first == '\'') {
        return new Expression.Constant(quoted(first));
      }
      if (first == '(') {
        at++;
        var inner = callOrValue(depth + 1);
        skipBlanks();
        if (peek() != ')') {
          throw new BadTemplate("'(' is not closed in '" + text + "'");
        }
        at++;
        return inner;
      }
      return constantOrVariable(word());
    }

    private String optionName() {
      int i = at;
      while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
        i++;
      }
      if (i == at || i >= text.length() || text.charAt(i) != '=') {
        return "";
      }
      String name = text.substring(at, i);
      at = i + 1;
      return name;
    }

    private String quoted(char quote) {
      var value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == quote) {
          value.append(quote);
          at++;
        } else if (c == quote) {
          at++;
          return value.toString();
        } else {
          value.append(c);
        }
      }
      throw new BadTemplate("a quotation mark is not closed in '" + text + "'");
    }

    private String word() {
      int start = at;
      boolean inBrackets = false;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (!inBrackets && (Character.isWhitespace(c) || "()\"'=".indexOf(c) >= 0)) {
          break;
        }
        inBrackets = c == '[' || (inBrackets && c != ']');
        at++;
      }
      if (start == at) {
        throw new BadTemplate("unexpected '" + text.substring(at) + "' in '" + text + "'");
      }
      return text.substring(start, at);
    }

    private static Expression constantOrVariable(String word) {
      if (word.equals("true") || word.equals("false")) {
        return new Expression.Constant(Boolean.valueOf(word));
      }
      var number = Numbers.plain(word);
      return number == null ? new Expression.Variable(VarPath.of(word)) : new Expression.Constant(number);
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
