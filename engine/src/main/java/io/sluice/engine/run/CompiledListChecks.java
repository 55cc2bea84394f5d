package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.Vars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** List checks of a flow, compiled once (exchange 5.6). */
record CompiledListChecks(List<Lookup> lookups) {

  private static final int MAX_LOOKBACK = 1_000_000;
  private static final Set<String> INTERVALS = Set.of("year", "month", "week", "day", "hour", "minute");

  /** @param name of the variable below {@code suppressionlist} */
  private record Lookup(String name, ListChecks.ListCheck check, Template value) {}

  static CompiledListChecks compile(@Nullable ListChecks checks, String path, Problems problems) {
    var lookups = new ArrayList<Lookup>();
    if (checks != null) {
      add("is_duplicate", checks.duplicate(), path + ".duplicate", lookups, problems);
      add("is_existing_customer", checks.existingCustomer(), path + ".existing_customer", lookups, problems);
      add("is_dnc", checks.dnc(), path + ".dnc", lookups, problems);
    }
    return new CompiledListChecks(List.copyOf(lookups));
  }

  private static void add(
      String name, ListChecks.@Nullable ListCheck check, String path, List<Lookup> lookups, Problems problems) {
    if (check == null) {
      return;
    }
    String value = CompiledFlow.required(check.value(), path + ".value", problems);
    CompiledFlow.required(check.listName(), path + ".list_name", problems);
    checkLookback(check.lookback(), path + ".lookback", problems);
    try {
      lookups.add(new Lookup(name, check, Template.compile(value)));
    } catch (BadTemplate e) {
      problems.add(path + ".value", String.valueOf(e.getMessage()));
    }
  }

  private static void checkLookback(ListChecks.@Nullable Lookback lookback, String path, Problems problems) {
    if (lookback == null) {
      return;
    }
    if (lookback.value() == null || lookback.value() < 1 || lookback.value() > MAX_LOOKBACK) {
      problems.add(path + ".value", "must be 1 to " + MAX_LOOKBACK);
    }
    if (lookback.interval() == null || !INTERVALS.contains(lookback.interval())) {
      problems.add(path + ".interval", "must be year, month, week, day, hour or minute");
    }
  }

  /** The variables together with what the lists say of this lead. */
  Vars lookedUp(Vars vars, Outside outside) {
    var queries = new ArrayList<Outside.ListQuery>();
    for (var lookup : lookups) {
      String value = value(lookup, vars);
      if (!value.isBlank()) {
        queries.add(new Outside.ListQuery(lookup.name(), lookup.check(), value));
      }
    }
    return queries.isEmpty() ? vars : vars.with("suppressionlist", Map.copyOf(outside.lookUp(queries)));
  }

  private static String value(Lookup lookup, Vars vars) {
    try {
      return lookup.value().text(vars);
    } catch (RenderFailure noResult) {
      // Exchange 5.6: a check that cannot be made leaves its variable absent and the lead goes on.
      return "";
    }
  }
}
