package io.sluice.engine.template.pattern;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern that a person wrote, compiled with RE2 so that no text can make it stall: time grows with the length of the
 * text only, never exponentially. Back-references do not exist in RE2; look-around is known at the two ends of a
 * pattern ({@code (?<=#)\w+(?=#)}, exchange 7), the first of a fixed width.
 */
public final class TextPattern {

  private static final int MAX_LENGTH_CHARS = 2_000;
  /**
   * A counted repetition is unrolled by RE2, and nested ones multiply: (a{1000}){1000} would be a million steps. Each
   * step may be tried for each character of a text. A list of three hundred postal codes has two thousand.
   */
  private static final int MAX_STEPS = 10_000;
  /** Steps times characters in one search. More than enough for a pattern of fifty steps in a megabyte. */
  private static final int MAX_WORK = 50_000_000;
  /** One search takes time in proportion to the text, but each match begins another one. */
  private static final int MAX_SEARCHED_CHARS = 8_192;
  private static final int MAX_MATCHES = 500;

  private static final Pattern SLASHED = Pattern.compile("(?s)^/(.+)/([a-z]*)$");

  private final Pattern pattern;
  /** The group that is the match proper: 0, or 1 where look-around stands beside it. */
  private final int group;
  private final int lookBehindWidth;
  private final boolean whole;
  private final int maxChars;

  private TextPattern(Pattern pattern, int group, int lookBehindWidth, boolean whole) {
    this.pattern = pattern;
    this.maxChars = MAX_WORK / Math.max(1, pattern.programSize());
    this.group = group;
    this.lookBehindWidth = lookBehindWidth;
    this.whole = whole;
  }

  /** @throws BadTemplate when RE2 cannot compile it */
  public static TextPattern regex(String source, boolean ignoreCase) {
    return regex(source, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
  }

  /**
   * A regular expression as it stands, or as scripts of the web write one: {@code /…/im}, of whose flags i, m and s
   * count.
   *
   * @throws BadTemplate when RE2 cannot compile it
   */
  public static TextPattern slashed(String source) {
    var slashed = SLASHED.matcher(source);
    if (!slashed.find()) {
      return regex(source, 0);
    }
    var letters = slashed.group(2);
    int flags = (letters.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0)
        | (letters.indexOf('m') >= 0 ? Pattern.MULTILINE : 0)
        | (letters.indexOf('s') >= 0 ? Pattern.DOTALL : 0);
    return regex(slashed.group(1), flags);
  }

  private static TextPattern regex(String source, int flags) {
    refuseLong(source);
    var around = LookAround.split(source);
    if (around.isNone()) {
      return new TextPattern(compile(source, source, flags), 0, 0, false);
    }
    String joined = "(?:" + around.behind() + ")(" + around.body() + ")(?:" + around.ahead() + ")";
    return new TextPattern(compile(joined, source, flags), 1, around.behindWidth(), false);
  }

  /**
   * What the rule operators take: a glob when the text reads as one, else a regular expression. {@code /.../} is always
   * a regular expression. Both ignore case; a glob covers the whole text, a regular expression is searched for.
   *
   * @throws BadTemplate when it is neither
   */
  public static TextPattern regexOrGlob(String source) {
    if (source.length() > 2 && source.startsWith("/") && source.endsWith("/")) {
      return regex(source.substring(1, source.length() - 1), true);
    }
    return Glob.looksLikeOne(source) ? glob(source) : regex(source, true);
  }

  static TextPattern glob(String source) {
    refuseLong(source);
    int flags = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    return new TextPattern(compile(Glob.toRegex(source), source, flags), 0, 0, true);
  }

  /**
   * Whether the text has a match; for a glob, whether it is one. Of a text that is too long for a large pattern, 5,000
   * characters and more, only the beginning is looked at.
   */
  public boolean matches(String text) {
    var matcher = pattern.matcher(beginning(text));
    return whole ? text.length() <= maxChars && matcher.matches() : matcher.find();
  }

  private String beginning(String text) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars);
  }

  /** What the first group holds in the first match; empty without a match, and without a group. */
  public Optional<String> firstGroup(String text) {
    var matcher = pattern.matcher(beginning(text));
    return matcher.groupCount() > group && matcher.find()
        ? Optional.ofNullable(matcher.group(group + 1))
        : Optional.empty();
  }

  /**
   * Every match, left to right, none overlapping another.
   *
   * @throws RenderFailure when the text is longer than 8,192 characters or has more than 500 matches
   */
  public List<String> findAll(String text) {
    var found = new ArrayList<String>();
    forEachMatch(text, (matcher, start, end) -> found.add(text.substring(start, end)));
    return found;
  }

  /**
   * The text with every match replaced; {@code $1} to {@code $9} and {@code $&} stand for groups and the match.
   *
   * @throws RenderFailure as {@link #findAll}
   */
  public String replaceAll(String text, String replacement) {
    var result = new StringBuilder();
    int[] copied = {0};
    forEachMatch(text, (matcher, start, end) -> {
      result.append(text, copied[0], start);
      appendReplacement(result, matcher, replacement);
      copied[0] = end;
    });
    return result.append(text, copied[0], text.length()).toString();
  }

  @FunctionalInterface
  private interface MatchSink {
    void accept(Matcher matcher, int start, int end);
  }

  private void forEachMatch(String text, MatchSink sink) {
    int limit = Math.min(MAX_SEARCHED_CHARS, maxChars);
    if (text.length() > limit) {
      throw new RenderFailure("a text of more than " + limit + " characters is not searched");
    }
    var matcher = pattern.matcher(text);
    int from = 0;
    int matches = 0;
    // A look-behind may lie on text that the match before has taken; so the search starts before it.
    while (from <= text.length() && matcher.find(Math.max(0, from - lookBehindWidth))) {
      if (++matches > MAX_MATCHES) {
        throw new RenderFailure("there are more than " + MAX_MATCHES + " matches");
      }
      int start = matcher.start(group);
      int end = matcher.end(group);
      sink.accept(matcher, start, end);
      from = end > start ? end : end + 1;
    }
  }

  private void appendReplacement(StringBuilder result, Matcher matcher, String replacement) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      char next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : ' ';
      int wanted = next == '&' ? group : next >= '1' && next <= '9' ? next - '0' + group : -1;
      if (c != '$' || wanted < 0 || wanted > matcher.groupCount()) {
        result.append(c);
        continue;
      }
      String text = matcher.group(wanted);
      result.append(text == null ? "" : text);
      i++;
    }
  }

  private static Pattern compile(String regex, String source, int flags) {
    if (PatternSize.steps(regex) > MAX_STEPS) {
      throw tooLarge(source);
    }
    try {
      var pattern = Pattern.compile(withNumberedCharacters(regex), flags);
      if (pattern.programSize() > MAX_STEPS) {
        throw tooLarge(source);
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new BadTemplate("pattern '" + source + "' is not supported: " + e.getDescription(), e);
    }
  }

  /** Scripts of the web write a character by its number as {@code \\u00e9}, RE2 as {@code \\x{00e9}}. */
  private static String withNumberedCharacters(String regex) {
    if (!regex.contains("\\u")) {
      return regex;
    }
    var translated = new StringBuilder(regex.length() + 8);
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c != '\\' || i + 1 == regex.length()) {
        translated.append(c);
      } else if (regex.charAt(i + 1) == 'u' && isHex(regex, i + 2, i + 6)) {
        translated.append("\\x{").append(regex, i + 2, i + 6).append('}');
        i += 5;
      } else {
        translated.append(c).append(regex.charAt(++i));
      }
    }
    return translated.toString();
  }

  private static boolean isHex(String text, int from, int to) {
    return to <= text.length() && text.substring(from, to).chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
  }

  private static void refuseLong(String source) {
    if (source.length() > MAX_LENGTH_CHARS) {
      throw new BadTemplate("pattern is longer than " + MAX_LENGTH_CHARS + " characters");
    }
  }

  private static BadTemplate tooLarge(String source) {
    return new BadTemplate("pattern '" + source + "' is too large: it takes more than " + MAX_STEPS
        + " steps, which counted repetitions such as {1000} add up to");
  }
}
