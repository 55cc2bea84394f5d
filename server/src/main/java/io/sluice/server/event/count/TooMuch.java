package io.sluice.server.event.count;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** More would have to be read than one request may read. Part of it would be a wrong number. */
public record TooMuch(int events) implements Refusal {

  @Override
  public Problem problem() {
    return Problem.of(400, "too_much_to_count", "more than " + events + " events would have to be read one by one: ask "
        + "for less time, or only of type, outcome, reason, step_id, module_id, prices, vars.flow, vars.source and "
        + "vars.recipient, by intervals of an hour and more, which are counted as leads come in");
  }
}
