package io.sluice.server.event;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a search, a statistic or a report (exchange 6.4): a question about an event, whose variables are below
 * {@code vars}. Takes the names of exchange 6.4 and those of 6.2.
 *
 * @param path of the left side; null for a template
 * @param ofList what is asked instead where the property is a list: whether one of it is equal, for {@code is equal to}
 * @param needsValue whether a missing property fails
 * @param wanted the only values the property can have where the rule holds; empty when only the rule can tell
 * @param fixed whether the right side is the same for every event
 */
public record EventRule(
    CompiledRules rule,
    @Nullable VarPath path,
    @Nullable CompiledRules ofList,
    boolean needsValue,
    Optional<Collection<String>> wanted,
    boolean fixed) {

  private static final Map<String, String> ENGINE_NAMES = Map.of(
      "is less than or equal", "is less than or equal to",
      "is greater than or equal", "is greater than or equal to");

  private static final Map<String, String> OF_LISTS =
      Map.of("is equal to", "includes", "is not equal to", "does not include");

  /** They are kept apart from events and may be gone before them, so asking them would give half an answer. */
  private static final Set<String> NOT_SEARCHED = Set.of("request", "response", "transactions");

  /** @param problems is told what is wrong, by the part of the rule */
  public static Optional<EventRule> read(
      @Nullable String lhv, @Nullable String op, @Nullable Object rhv, BiConsumer<String, String> problems) {
    if (lhv != null && NOT_SEARCHED.contains(lhv.strip().split("\\.", 2)[0])) {
      problems.accept("lhv", "requests and responses are not searched");
      return Optional.empty();
    }
    String label = op == null ? null : ENGINE_NAMES.getOrDefault(op, op);
    var found = new Problems();
    var rule = compiled(lhv, label, rhv, found);
    found.list().forEach(problem -> problems.accept(
        problem.path().substring(problem.path().lastIndexOf('.') + 1), problem.sentence()));
    if (!found.isEmpty() || lhv == null || label == null) {
      return Optional.empty();
    }
    String ofList = OF_LISTS.get(label);
    return Optional.of(new EventRule(rule, Template.isTemplate(lhv) ? null : VarPath.of(lhv),
        ofList == null ? null : compiled(lhv, ofList, rhv, new Problems()),
        label.equals("does not include"), wanted(label, rhv), !isTemplated(rhv)));
  }

  static EventRule equal(String lhv, String value) {
    return read(lhv, "is equal to", value, (part, problem) -> {
      throw new IllegalStateException(lhv + " " + part + " " + problem);
    }).orElseThrow();
  }

  /** @param event its properties by name, its variables below {@code vars} */
  public boolean holds(Vars event) {
    Object value = path == null ? null : event.get(path);
    if (path != null && needsValue && value == null) {
      return false; // of a missing property nothing is included and nothing is not (exchange 6.4)
    }
    return ofList != null && value instanceof Collection<?> ? ofList.pass(event) : rule.pass(event);
  }

  /** The one property the rule asks of an event; empty when a template asks for more. */
  public Optional<String> property() {
    return path == null || !fixed ? Optional.empty() : Optional.of(path.toString());
  }

  private static CompiledRules compiled(
      @Nullable String lhv, @Nullable String op, @Nullable Object rhv, Problems problems) {
    return CompiledRules.compile(RuleSet.and(new Rule(null, lhv, op, rhv, null)), "", problems);
  }

  private static boolean isTemplated(@Nullable Object rhv) {
    return rhv instanceof Collection<?> list
        ? list.stream().anyMatch(EventRule::isTemplated)
        : rhv instanceof String text && Template.isTemplate(text);
  }

  /** In lower case: texts are equal without case. Numbers are equal by value however they are written. */
  private static Optional<Collection<String>> wanted(String label, @Nullable Object rhv) {
    if (rhv == null || isTemplated(rhv) || !label.equals("is equal to") && !label.equals("is included in")
        || rhv instanceof Number || rhv instanceof Collection<?> some && some.stream().anyMatch(Number.class::isInstance)) {
      return Optional.empty();
    }
    List<String> values = label.equals("is equal to")
        ? rhv instanceof Collection<?> ? List.of() : List.of(Values.text(rhv))
        : rhv instanceof Collection<?> list
            ? list.stream().map(Values::text).toList()
            : List.of(Values.text(rhv).split(",", -1));
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.stream().map(value -> value.strip().toLowerCase(Locale.ROOT)).distinct().toList());
  }
}
