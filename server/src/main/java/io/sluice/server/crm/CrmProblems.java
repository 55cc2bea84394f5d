package io.sluice.server.crm;

import io.sluice.server.kernel.Problem;
import java.util.List;
import java.util.Map;

/** What all of the CRM says no with (crm 1.1). */
public final class CrmProblems {

  private CrmProblems() {}

  /** Not hers, or her access is too weak. */
  public static Problem forbidden() {
    return Problem.of(403, "forbidden", "this is not for you to do");
  }

  public static Problem conflict(String sentence) {
    return Problem.of(409, "conflict", sentence);
  }

  /** @param errors field → sentences to be read after the field's name */
  public static Problem invalid(Map<String, List<String>> errors) {
    return new Problem(422, "validation_failed", "Validation failed", errors);
  }

  public static Problem invalid(String field, String sentence) {
    return invalid(Map.of(field, List.of(sentence)));
  }

  public static Problem limit(String sentence) {
    return Problem.of(422, "membership_limit_reached", sentence);
  }

  public static Problem readOnly() {
    return limit("the company's membership has ended: it can be read, not changed");
  }
}
