package io.sluice.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CRM's error body (crm 1.1). {@code errors} is there only where the request could be mended: 422. */
record CrmProblemJson(
    String message, String code, @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> errors) {

  private static final String INVALID = "validation_failed";

  /**
   * The problem as the CRM tells it: it has no 400 (what cannot be read or does not fit is 422, crm 1.1), and a right
   * that is missing is 403.
   */
  static Problem inItsStatuses(Problem problem) {
    return switch (problem.status()) {
      case 400 -> new Problem(422, INVALID, problem.sentence(), problem.fields());
      case 401 -> problem.equals(Problem.notAuthorized())
          ? Problem.of(403, "forbidden", "this is not for you to do") : problem;
      default -> problem;
    };
  }

  static CrmProblemJson of(Problem problem) {
    return new CrmProblemJson(problem.sentence(), problem.code(), new TreeMap<>(problem.fields()));
  }
}
