package io.sluice.server.event;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
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
 * @param path of the left side; null for a template
 * @param ofList what is asked instead where the property is a list: whether one of it is equal, for {@code is equal to}
 * @param needsValue whether a missing property fails
 * @param prefilter the column and the only values it can have where the rule holds; empty when only the rule can tell
 */
record EventRule(
    CompiledRules rule,
    @Nullable VarPath path,
    @Nullable CompiledRules ofList,
    boolean needsValue,
    Optional<Prefilter> prefilter) {

  record Prefilter(Column column, Collection<String> values) {}

  private static final Map<String, String> ENGINE_NAMES = Map.of(
      "is less than or equal", "is less than or equal to",
      "is greater than or equal", "is greater than or equal to");

  private static final Set<String> OPERATORS = Set.of("is equal to", "is not equal to", "is less than",
      "is less than or equal to", "is greater than", "is greater than or equal to", "is blank", "is not blank",
      "is true", "is false", "is included in", "includes", "does not include");

  private static final Map<String, String> OF_LISTS =
      Map.of("is equal to", "includes", "is not equal to", "does not include");

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
    if (!found.isEmpty()) {
      return Optional.empty();
    }
    String ofList = OF_LISTS.get(label);
    return Optional.of(new EventRule(rule, Template.isTemplate(lhv) ? null : VarPath.of(lhv),
        ofList == null ? null : CompiledRules.compile(
            RuleSet.and(Rule.of(lhv, ofList, rhv == null ? "" : rhv)), "", new Problems()),
        label.equals("does not include"), prefilter(lhv, label, rhv)));
  }

  static EventRule equal(String lhv, String value) {
    return read(lhv, "is equal to", value, (part, problem) -> {
      throw new IllegalStateException(lhv + " " + part + " " + problem);
    }).orElseThrow();
  }

  /** @param event its properties by name, its variables below {@code vars} */
  boolean holds(Vars event) {
    Object value = path == null ? null : event.get(path);
    if (path != null && needsValue && value == null) {
      return false; // of a missing property nothing is included and nothing is not (exchange 6.4)
    }
    return ofList != null && value instanceof Collection<?> ? ofList.pass(event) : rule.pass(event);
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
