package io.sluice.server.http;

import io.sluice.server.kernel.Problem;

/** A request that cannot reach a use case (no authority, no such shape): thrown by what prepares a route's arguments, never by a feature. */
public final class ProblemFound extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemFound(Problem problem) {
    super(problem.code(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
