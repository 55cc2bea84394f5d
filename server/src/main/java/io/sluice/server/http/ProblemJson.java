package io.sluice.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The console's error body: RFC 9457, with a stable {@code code} and the sentences for each field. */
record ProblemJson(
    String type,
    String title,
    int status,
    String code,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> errors) {

  static ProblemJson of(Problem problem) {
    return new ProblemJson("about:blank", problem.sentence(), problem.status(), problem.code(), problem.inOneLine(),
        new TreeMap<>(problem.fields()));
  }
}
