package io.sluice.engine.rule.explain;

import io.sluice.engine.rule.explain.Change.Demand;
import io.sluice.engine.rule.explain.Finding.OfRule;
import io.sluice.engine.rule.explain.Finding.OfSet;
import io.sluice.engine.rule.operator.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An explanation as a person would tell it. */
final class Sentences {

  private Sentences() {}

  static List<String> of(Explanation explanation) {
    var sentences = new ArrayList<String>();
    for (var text : decisive(explanation.rules(), explanation.passed())) {
      sentences.add(text + ".");
    }
    sentences.add(turned(explanation));
    return sentences;
  }

  /** What brought the outcome about, one text for each reason that stands by itself. */
  private static List<String> decisive(Finding finding, boolean passed) {
    return switch (finding) {
      case OfRule rule -> List.of(text(rule, passed));
      case OfSet set when set.op().equals("or") == passed ->
          members(set, passed).flatMap(member -> decisive(member, passed).stream()).toList();
      case OfSet set -> {
        var alternatives =
            members(set, passed).map(member -> String.join(" and ", decisive(member, passed))).toList();
        yield alternatives.isEmpty() ? List.of() : List.of(String.join(passed ? " and " : " or ", alternatives));
      }
    };
  }

  private static Stream<Finding> members(OfSet set, boolean passed) {
    return set.rules().stream().filter(member -> member.passed() == passed);
  }

  private static String text(OfRule rule, boolean passed) {
    if (!passed && rule.ruleSet() != null) {
      return String.join(" and ", decisive(rule.ruleSet(), false));
    }
    String seen = " (" + seen(rule.value()) + ")";
    String rhv = rule.rhv() == null ? "" : " " + rule.rhv();
    if (passed) {
      String attached = rule.ruleSet() == null ? "" : " and " + String.join(" and ", decisive(rule.ruleSet(), true));
      return rule.lhv() + " " + rule.op() + rhv + seen + attached;
    }
    return Operator.labelled(rule.op()).orElseThrow().failure(rule.lhv(), rhv.trim()) + seen;
  }

  private static String seen(@Nullable String value) {
    return value == null ? "it was missing" : value.isBlank() ? "it was blank" : "it was " + value;
  }

  private static String turned(Explanation explanation) {
    if (explanation.nearest().isEmpty()) {
      return explanation.passed()
          ? "No change was found with which it would not have matched."
          : "No change was found with which it would have passed.";
    }
    return (explanation.passed() ? "It would not have matched with " : "It would have passed with ")
        + explanation.nearest().stream().map(Sentences::text).collect(Collectors.joining(" and "))
        + ".";
  }

  private static String text(Change change) {
    return change.lhv() + " "
        + change.to().stream().map(Sentences::text).collect(Collectors.joining(" and "));
  }

  private static String text(Demand demand) {
    if (demand.op().equals(Operator.IS_EQUAL_TO.label())) {
      return demand.rhv().getFirst();
    }
    if (demand.op().equals(Operator.IS_INCLUDED_IN.label())) {
      int unnamed = demand.choices() - demand.rhv().size();
      String last = unnamed > 0 ? unnamed + " others" : demand.rhv().getLast();
      var first = unnamed > 0 ? demand.rhv() : demand.rhv().subList(0, demand.rhv().size() - 1);
      return first.isEmpty() ? last : String.join(", ", first) + " or " + last;
    }
    String which = demand.op().startsWith("format ") ? "whose " : "that ";
    return which + demand.op() + demand.rhv().stream().map(value -> " " + value).collect(Collectors.joining());
  }
}
