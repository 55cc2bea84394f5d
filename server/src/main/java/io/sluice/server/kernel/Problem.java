package io.sluice.server.kernel;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What went wrong, before a surface gives it its dialect: the HTTP status, a stable machine word, one English sentence,
 * and the sentences for each field in the order they were found.
 *
 * @param waitSeconds until it is worth trying again; 0 where nobody can say
 */
public record Problem(int status, String code, String sentence, Map<String, List<String>> fields, int waitSeconds) {

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem's status is 400 to 599, not " + status);
    }
    fields = Map.copyOf(fields);
  }

  public Problem(int status, String code, String sentence, Map<String, List<String>> fields) {
    this(status, code, sentence, fields, 0);
  }

  public static Problem of(int status, String code, String sentence) {
    return new Problem(status, code, sentence, Map.of());
  }

  /** The same, to be tried again then and not before. */
  public Problem after(int seconds) {
    return new Problem(status, code, sentence, fields, seconds);
  }

  /** Unknown, or somebody else's: the two look the same (exchange 2.1). */
  public static Problem notFound() {
    return of(404, "not_found", "not found");
  }

  /** Credentials missing or wrong. */
  public static Problem unauthenticated() {
    return of(401, "unauthenticated", "authentication failed");
  }

  /** A valid key without the right (exchange 2: 401 too). */
  public static Problem notAuthorized() {
    return of(401, "not_authorized", "not authorized");
  }

  /** The sentence with each field's sentences behind it: all of them at once, for a surface that has room for one text only. */
  public String inOneLine() {
    if (fields.isEmpty()) {
      return sentence;
    }
    return fields.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(field -> field.getKey().isEmpty()
            ? String.join("; ", field.getValue())
            : field.getKey() + " " + String.join("; ", field.getValue()))
        .collect(Collectors.joining(", ", sentence + ": ", ""));
  }
}
