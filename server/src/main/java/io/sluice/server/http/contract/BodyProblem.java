package io.sluice.server.http.contract;

/**
 * One thing that is wrong with a request.
 *
 * @param path where, such as {@code steps[0].rule_set.rules[1].op}; empty for the body as a whole
 * @param sentence what, to be read after the path: {@code is required}, {@code must be a number}
 */
public record BodyProblem(String path, String sentence) {

  static final String NUL = "must not hold the character NUL";

  /** More than anybody reads: a body of a megabyte may hold a hundred thousand. */
  static final int MOST_TOLD = 100;

  /** Stands behind the first ones where there are more. */
  static final BodyProblem AND_MORE = new BodyProblem("", "has more problems than are told here");

  @Override
  public String toString() {
    return (path.isEmpty() ? "the body" : path) + " " + sentence;
  }
}
