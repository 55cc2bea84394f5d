package io.sluice.server.list;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way lists say no. */
public sealed interface ListRefusal extends Refusal {

  record Unknown() implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** Where lists are called by their names: in flows, and by the list modules' own protocol. */
  record UnknownName() implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.of(404, "list_unknown", "No list with that name.");
    }
  }

  record NoName() implements ListRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "list_name_invalid", "the list cannot be called so",
          Map.of("name", List.of("needs a letter or a digit of the English alphabet")));
    }
  }

  record NameTaken(String urlName) implements ListRefusal {
    @Override
    public Problem problem() {
      return new Problem(409, "list_name_taken", "there is a list of that name",
          Map.of("name", List.of("is " + urlName + " in addresses, as another list is")));
    }
  }

  record TooMany(int max) implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_lists", "an account has at most " + max + " lists");
    }
  }

  record NoValues() implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "values_missing", "values must not be blank");
    }
  }

  record BadTimestamp(String text) implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.of(422, "timestamp_invalid", "timestamp must be a time such as 2026-03-02T09:00:00Z");
    }
  }

  record TooManyUploads(int max) implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_uploads", "wait for one of the " + max + " uploads that are under way");
    }
  }

  record NoColumn(String column) implements ListRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "column_unknown", "the file has no column " + column);
    }
  }
}
