package io.sluice.engine.rule.explain;

import io.sluice.engine.rule.explain.Change.Demand;
import io.sluice.engine.rule.explain.Observed.Comparison;
import io.sluice.engine.rule.explain.Observed.Group;
import io.sluice.engine.rule.operator.Candidate;
import io.sluice.engine.rule.operator.Candidates;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the smallest set of changed values that turns an outcome. A way to turn a set is a list of comparisons with
 * the answer each must give; the ways of a whole set are put together from those of its members, the cheapest first.
 * Whatever is named as a value has been asked of every comparison that the way depends on.
 */
final class Nearest {

  /** Ways that are followed at a time. Two hundred alternatives below two hundred others would be forty thousand. */
  private static final int MAX_WAYS = 32;

  /** Answers looked at in one search. What needs more is told without a nearest change. */
  private static final int MAX_EFFORT = 20_000;

  private static final int MAX_NAMED_VALUES = 10;

  /** Text to text has no nearer and farther; a number half as large again is nearer, none at all is farther. */
  private static final double UNNAMED_DISTANCE = 3;

  private int effort;

  private Nearest() {}

  /** Empty when nothing was found. */
  static List<Change> changes(Observed observed) {
    var search = new Nearest();
    var ways = search.ways(observed, !observed.holds());
    return ways.isEmpty() || search.effort > MAX_EFFORT ? List.of() : ways.getFirst().changes();
  }

  /**
   * @param wanted what the comparison's own answer must be, whatever is attached to it
   * @param met whether it is for the value seen
   */
  private record Literal(Comparison comparison, boolean wanted, boolean met) {

    static Literal of(Comparison comparison, boolean wanted) {
      return new Literal(comparison, wanted, comparison.holdsFor(comparison.value()) == wanted);
    }

    boolean holdsFor(@Nullable Object value) {
      return comparison.holdsFor(value) == wanted;
    }

    Operator operator() {
      return wanted ? comparison.operator() : comparison.operator().opposite();
    }

    /** A right side that must not be seen must not be told by its neighbours either. */
    boolean isHidden() {
      return !Values.text(comparison.rhv()).equals(comparison.shownRhv());
    }

    List<Candidate> candidates() {
      return isHidden() ? List.of() : Candidates.of(operator(), comparison.rhv(), comparison.value());
    }

    Demand demand() {
      return operator().isBinary()
          ? new Demand(operator().label(), List.of(comparison.shownRhv()), 1)
          : new Demand(operator().label(), List.of(), 1);
    }
  }

  /** What one variable is asked on a way, and what it must become; no change where it may stay as it is. */
  private record Variable(List<Literal> literals, @Nullable Change change, double distance) {}

  private record Way(Map<String, Variable> variables, int count, double distance) {

    static final Way NOTHING_TO_DO = new Way(Map.of(), 0, 0);

    static final Comparator<Way> CHEAPEST_FIRST =
        Comparator.comparingInt(Way::count).thenComparingDouble(Way::distance);

    List<Change> changes() {
      return variables.values().stream().map(Variable::change).filter(Objects::nonNull).toList();
    }
  }

  private List<Way> ways(Observed observed, boolean wanted) {
    return switch (observed) {
      case Comparison it when it.attached() == null -> alone(it, wanted);
      case Comparison it when wanted -> joined(List.of(alone(it, true), ways(it.attached(), true)));
      case Comparison it -> cheapest(List.of(alone(it, false), ways(it.attached(), false)));
      case Group group when group.members().isEmpty() -> wanted ? List.of(Way.NOTHING_TO_DO) : List.of();
      case Group group -> {
        var members = group.members().stream().map(member -> ways(member, wanted)).toList();
        yield group.isAnd() == wanted ? joined(members) : cheapest(members);
      }
    };
  }

  private List<Way> alone(Comparison comparison, boolean wanted) {
    var variable = variable(List.of(Literal.of(comparison, wanted)));
    return variable.isEmpty() ? List.of() : List.of(way(Map.of(comparison.lhv(), variable.get())));
  }

  private static List<Way> cheapest(List<List<Way>> alternatives) {
    return alternatives.stream().flatMap(List::stream).sorted(Way.CHEAPEST_FIRST).limit(MAX_WAYS).toList();
  }

  private List<Way> joined(List<List<Way>> members) {
    var ways = List.of(Way.NOTHING_TO_DO);
    for (var member : members) {
      var longer = new ArrayList<Way>();
      for (var way : ways) {
        for (var more : member) {
          joined(way, more).ifPresent(longer::add);
        }
      }
      ways = longer.stream().sorted(Way.CHEAPEST_FIRST).limit(MAX_WAYS).toList();
    }
    return ways;
  }

  /** Empty when the two ask one variable for what no value can be. */
  private Optional<Way> joined(Way way, Way more) {
    if (way.variables().isEmpty()) {
      return Optional.of(more);
    }
    effort += way.variables().size();
    if (effort > MAX_EFFORT) {
      return Optional.empty();
    }
    var variables = new LinkedHashMap<>(way.variables());
    for (var entry : more.variables().entrySet()) {
      var known = variables.get(entry.getKey());
      var variable = Optional.of(entry.getValue());
      if (known != null) {
        var both = new ArrayList<>(known.literals());
        both.addAll(entry.getValue().literals());
        variable = variable(both);
      }
      if (variable.isEmpty()) {
        return Optional.empty();
      }
      variables.put(entry.getKey(), variable.get());
    }
    return Optional.of(way(variables));
  }

  private static Way way(Map<String, Variable> variables) {
    int count = 0;
    double distance = 0;
    for (var variable : variables.values()) {
      count += variable.change() == null ? 0 : 1;
      distance += variable.distance();
    }
    return new Way(variables, count, distance);
  }

  /** Empty when no value can be all that is asked. */
  private Optional<Variable> variable(List<Literal> literals) {
    var comparison = literals.getFirst().comparison();
    effort += literals.size();
    var unmet = literals.stream().filter(literal -> !literal.met()).toList();
    if (unmet.isEmpty()) {
      return Optional.of(new Variable(literals, null, 0));
    }
    boolean mayStayUnnamed = literals.stream().allMatch(one -> one.isHidden() || !Candidates.areAll(one.operator()));
    // "Other than 5" says more than "4".
    boolean otherThan = unmet.stream().allMatch(literal -> Candidates.isAnyOther(literal.operator()));
    if (!(mayStayUnnamed && otherThan)) {
      var fitting = fitting(literals);
      double distance = fitting.stream().mapToDouble(Candidate::distance).min().orElse(UNNAMED_DISTANCE);
      // Nothing is near to a missing age: "18 to 65" says more than any one of them.
      if (distance < Candidates.TEXT_DISTANCE || !mayStayUnnamed && !fitting.isEmpty()) {
        return Optional.of(named(literals, fitting, distance));
      }
    }
    return mayStayUnnamed ? Optional.of(unnamed(literals)) : Optional.empty();
  }

  private List<Candidate> fitting(List<Literal> literals) {
    var fitting = new ArrayList<Candidate>();
    for (var literal : literals) {
      for (var candidate : literal.candidates()) {
        effort += literals.size();
        if (effort > MAX_EFFORT) {
          return fitting;
        }
        if (literals.stream().allMatch(one -> one.holdsFor(candidate.value()))) {
          fitting.add(candidate);
        }
      }
    }
    return fitting;
  }

  private static Variable named(List<Literal> literals, List<Candidate> fitting, double distance) {
    var values = fitting.stream()
        .filter(candidate -> candidate.distance() == distance)
        .map(Candidate::text)
        .distinct()
        .toList();
    var demand = values.getFirst().isEmpty()
        ? new Demand(Operator.IS_BLANK.label(), List.of(), 1)
        : values.size() == 1
            ? new Demand(Operator.IS_EQUAL_TO.label(), values, 1)
            : new Demand(Operator.IS_INCLUDED_IN.label(), values.stream().limit(MAX_NAMED_VALUES).toList(),
                values.size());
    return new Variable(literals, change(literals, List.of(demand)), distance);
  }

  private static Variable unnamed(List<Literal> literals) {
    var demands = literals.stream().map(Literal::demand).distinct().toList();
    return new Variable(literals, change(literals, demands), UNNAMED_DISTANCE);
  }

  private static Change change(List<Literal> literals, List<Demand> demands) {
    var comparison = literals.getFirst().comparison();
    return new Change(comparison.lhv(), comparison.shownValue(), demands);
  }
}
