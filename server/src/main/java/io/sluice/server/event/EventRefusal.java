package io.sluice.server.event;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way events say no. */
public sealed interface EventRefusal extends Refusal {

  record Unknown() implements EventRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** @param fields what is wrong with each parameter */
  record BadQuery(Map<String, List<String>> fields) implements EventRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "query_invalid", "the query is not what this operation takes", fields);
    }
  }

  /**
   * The rules match too little for one request. Part of an answer would look like all of it.
   *
   * @param next where to go on
   */
  record TooWide(int examined, int found, String next) implements EventRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "search_too_wide", "only " + found + " of " + examined + " events matched the rules, and no "
          + "more are looked at for one request: narrow the search with start and end, add a rule that an index "
          + "knows (is equal to, on vars.lead.id, vars.lead.email, vars.lead.phone_1, vars.flow.id, vars.source.id, "
          + "vars.recipient.id, type, outcome or reason), ask for a limit of at most " + Math.max(1, found)
          + ", or go on with " + next);
    }
  }
}
