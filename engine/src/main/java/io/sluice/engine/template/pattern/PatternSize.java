package io.sluice.engine.template.pattern;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;

/**
 * How many steps a regular expression has once its counted repetitions are written out, as RE2 does before it can tell
 * how many. Roughly, and for what is no regular expression anything: RE2 has the last word on both.
 */
final class PatternSize {

  private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?\\}");
  private static final long ENOUGH = Integer.MAX_VALUE;

  private final String regex;
  private final ArrayDeque<Long> outer = new ArrayDeque<>();
  private long sum;
  /** Of what stands before the place that is read: a character, a class or a group. */
  private long last;

  private PatternSize(String regex) {
    this.regex = regex;
  }

  static long steps(String regex) {
    return regex.indexOf('{') < 0 ? regex.length() : new PatternSize(regex).read();
  }

  private long read() {
    for (int i = 0; i < regex.length(); i++) {
      switch (regex.charAt(i)) {
        case '(' -> {
          outer.push(sum);
          sum = 0;
        }
        case ')' -> {
          last = sum;
          sum += outer.isEmpty() ? 0 : outer.pop();
        }
        case '{' -> i = repeated(i);
        case '[' -> {
          i = classEnd(i);
          one();
        }
        case '\\' -> {
          i++;
          one();
        }
        default -> one();
      }
      if (sum > ENOUGH) {
        return ENOUGH;
      }
    }
    return outer.stream().mapToLong(Long::longValue).sum() + sum;
  }

  private void one() {
    last = 1;
    sum++;
  }

  private int repeated(int open) {
    var count = REPETITION.matcher(regex);
    if (!count.find(open) || count.start() != open) {
      one();
      return open;
    }
    boolean exact = count.group(3) == null || count.group(3).isEmpty();
    long most = Math.max(1, Long.parseLong(exact ? count.group(1) : count.group(3)));
    sum += last * (most - 1);
    last *= most;
    return count.end() - 1;
  }

  private int classEnd(int open) {
    int i = open + 1;
    i += i < regex.length() && regex.charAt(i) == '^' ? 1 : 0;
    i += i < regex.length() && regex.charAt(i) == ']' ? 1 : 0;
    while (i < regex.length() && regex.charAt(i) != ']') {
      i += regex.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, regex.length() - 1);
  }
}
