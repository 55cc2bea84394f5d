package io.sluice.server.flow.field;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way fields say no (exchange 10). */
public sealed interface FieldRefusal extends Refusal {

  record Unknown() implements FieldRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record Standard() implements FieldRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "standard_field", "standard fields cannot be changed or deleted");
    }
  }

  /** @param problems by property: all that is wrong */
  record Invalid(Map<String, List<String>> problems) implements FieldRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "field_invalid", "the field cannot be saved", problems);
    }
  }

  record Taken(String id) implements FieldRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "field_exists", "there is a field " + id + " already");
    }
  }

  record TooMany(int max) implements FieldRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_fields", "an account has at most " + max + " fields of its own");
    }
  }
}
