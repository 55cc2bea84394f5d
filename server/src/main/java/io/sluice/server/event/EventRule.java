package io.sluice.server.event;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import io.sluice.server.event.EventStore.Column;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a search (exchange 6.4): a question about an event, whose variables are below {@code vars}.
 *
 * @param prefilter the column and the only values it can have where the rule holds; empty when only the rule can tell
 */
record EventRule(CompiledRules rule, @Nullable VarPath mustBePresent, Optional<Prefilter> prefilter) {

  record Prefilter(Column column, Collection<String> values) {}

  private static final Map<String, String> ENGINE_NAMES = Map.of(
      "is less than or equal", "is less than or equal to",
      "is greater than or equal", "is greater than or equal to");

  private static final Set<String> OPERATORS = Set.of("is equal to", "is not equal to", "is less than",
      "is less than or equal to", "is greater than", "is greater than or equal to", "is blank", "is not blank",
      "is true", "is false", "is included in", "includes", "does not include");

  private static final Map<String, Column> COLUMNS = Map.of(
      "id", Column.ID, "type", Column.TYPE, "outcome", Column.OUTCOME, "vars.lead.id", Column.LEAD,
      "vars.flow.id", Column.FLOW, "vars.source.id", Column.SOURCE, "vars.recipient.id", Column.RECIPIENT);

  /** They are kept apart from events and may be gone before them, so asking them would give half an answer. */
  private static final Set<String> NOT_SEARCHED = Set.of("request", "response", "transactions");

  /** @param problems is told what is wrong, by the part of the rule */
  static Optional<EventRule> read(
      @Nullable String lhv, @Nullable String op, @Nullable Object rhv, BiConsumer<String, String> problems) {
    String label = op == null ? "" : ENGINE_NAMES.getOrDefault(op, op);
    if (lhv == null || lhv.isBlank()) {
      problems.accept("lhv", "is required");
    }
    if (!OPERATORS.contains(label)) {
      problems.accept("op", op == null ? "is required" : "'" + op + "' is no operator of a search");
    }
    if (lhv == null || lhv.isBlank() || !OPERATORS.contains(label)) {
      return Optional.empty();
    }
    if (NOT_SEARCHED.contains(lhv.strip().split("\\.", 2)[0])) {
      problems.accept("lhv", "requests and responses are not searched");
      return Optional.empty();
    }
    var found = new Problems();
    var rule = CompiledRules.compile(RuleSet.and(Rule.of(lhv, label, rhv == null ? "" : rhv)), "", found);
    found.list().forEach(problem -> problems.accept(
        problem.path().substring(problem.path().lastIndexOf('.') + 1), problem.sentence()));
    if (rhv == null && !label.endsWith("blank") && !label.equals("is true") && !label.equals("is false")) {
      problems.accept("rhv", "'" + op + "' needs a right-hand value");
      return Optional.empty();
    }
    return found.isEmpty()
        ? Optional.of(new EventRule(rule, presence(lhv, label), prefilter(lhv, label, rhv)))
        : Optional.empty();
  }

  static EventRule equal(String lhv, String value) {
    return read(lhv, "is equal to", value, (part, problem) -> {
      throw new IllegalStateException(lhv + " " + part + " " + problem);
    }).orElseThrow();
  }

  /** @param event its properties by name, its variables below {@code vars} */
  boolean holds(Vars event) {
    return (mustBePresent == null || event.get(mustBePresent) != null) && rule.pass(event);
  }

  /** Of a missing property nothing is included and nothing is not (exchange 6.4). */
  private static @Nullable VarPath presence(String lhv, String label) {
    try {
      return label.equals("does not include") && !Template.isTemplate(lhv) ? VarPath.of(lhv) : null;
    } catch (BadTemplate noPath) {
      return null; // the compiler of the rule has said so already
    }
  }

  private static Optional<Prefilter> prefilter(String lhv, String label, @Nullable Object rhv) {
    Column column = COLUMNS.get(lhv.strip());
    if (column == null || rhv == null || !label.equals("is equal to") && !label.equals("is included in")) {
      return Optional.empty();
    }
    List<String> values = label.equals("is equal to")
        ? rhv instanceof Collection<?> ? List.of() : List.of(Values.text(rhv))
        : rhv instanceof Collection<?> list
            ? list.stream().map(Values::text).toList()
            : List.of(Values.text(rhv).split(",", -1));
    return values.isEmpty() || values.stream().anyMatch(Template::isTemplate)
        ? Optional.empty()
        : Optional.of(new Prefilter(column,
            values.stream().map(value -> value.strip().toLowerCase(Locale.ROOT)).distinct().toList()));
  }
}
