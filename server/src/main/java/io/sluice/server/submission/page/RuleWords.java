package io.sluice.server.submission.page;

import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.type.Values;
import io.sluice.server.submission.Demands;
import io.sluice.server.submission.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules as people read them, by the labels of the fields they ask about. */
final class RuleWords {

  private static final int MAX_CHOICES = 60;

  private final Map<String, String> labels;

  /** @param params of which the labels are taken */
  RuleWords(List<Param> params) {
    this.labels = params.stream().filter(param -> param.variable() != null)
        .collect(Collectors.toMap(param -> String.valueOf(param.variable()).substring("lead.".length()), Param::label,
            (one, other) -> one));
  }

  /**
   * A line, and what stands below it.
   *
   * @param text empty for a set, whose {@code joined} says how its members go together
   */
  record Line(String text, String joined, List<Line> below) {

    public boolean hasBelow() {
      return !below.isEmpty();
    }
  }

  /** Nothing for rules that everything passes. */
  List<Line> lines(@Nullable RuleSet set) {
    if (set == null || set.rules() == null || set.rules().isEmpty()) {
      return List.of();
    }
    Line whole = line(set);
    return whole.text().isEmpty() && whole.joined().equals("All of these") ? whole.below() : List.of(whole);
  }

  /** As a part of a sentence. */
  String sentence(@Nullable RuleSet set) {
    List<Line> lines = lines(set);
    boolean alternatives = lines.size() == 1 && lines.getFirst().text().isEmpty();
    return (alternatives ? lines.getFirst().below() : lines).stream().map(RuleWords::flat)
        .collect(Collectors.joining(alternatives ? " or " : " and "));
  }

  /** What a rule asks of its field, without naming it: {@code is one of TX, CA}. */
  static String demand(Rule rule) {
    String rhv = rhv(rule.rhv());
    Operator operator = Operator.labelled(rule.op() == null ? "" : rule.op()).orElse(null);
    return switch (operator) {
      case null -> "";
      case IS_INCLUDED_IN -> "is one of " + rhv;
      case IS_NOT_INCLUDED_IN -> "is none of " + rhv;
      case FORMAT_IS_VALID -> "is well formed";
      case FORMAT_IS_INVALID -> "is not well formed";
      case IS_NOT_BLANK -> "is given";
      case IS_BLANK -> "is left out";
      case IS_EQUAL_TO -> "is " + rhv;
      case IS_NOT_EQUAL_TO -> "is not " + rhv;
      default -> operator.label() + (operator.isBinary() ? " " + rhv : "");
    };
  }

  /** The same about a field that was just named: {@code it is one of TX, CA}, {@code its type is not work}. */
  static String demandOfIt(Rule rule, String field) {
    String demand = demand(rule);
    String part = part(rule, field);
    return demand.isEmpty() ? "" : (part.isEmpty() ? "it " : "its " + part + " ") + demand;
  }

  /** The component a rule asks about; empty when it is the whole field. */
  private static String part(Rule rule, String field) {
    String lhv = rule.lhv() == null ? "" : rule.lhv();
    int end = Math.min(lhv.indexOf(field) + field.length(), lhv.length());
    return lhv.substring(end).replace("}", "").replace('.', ' ').replace('_', ' ').strip();
  }

  private Line line(RuleNode node) {
    return switch (node) {
      case Rule rule -> new Line(subject(rule) + " " + demand(rule), rule.ruleSet() == null ? "" : "and",
          lines(rule.ruleSet()));
      case RuleSet set -> {
        List<RuleNode> members = set.rules() == null ? List.of() : set.rules();
        List<Line> below = new ArrayList<>();
        members.forEach(member -> below.add(line(member)));
        yield below.size() == 1
            ? below.getFirst()
            : new Line("", "or".equals(set.op()) ? "At least one of these" : "All of these", below);
      }
    };
  }

  private String subject(Rule rule) {
    String lhv = rule.lhv() == null ? "" : rule.lhv();
    return Demands.fieldOf(rule, labels.keySet()).map(field -> {
      String part = part(rule, field);
      return labels.get(field) + (part.isEmpty() ? "" : " " + part);
    }).orElse(lhv);
  }

  private static String rhv(@Nullable Object rhv) {
    if (rhv instanceof List<?> choices) {
      String shown = choices.stream().limit(MAX_CHOICES).map(Values::text).collect(Collectors.joining(", "));
      return choices.size() > MAX_CHOICES ? shown + " and " + (choices.size() - MAX_CHOICES) + " more" : shown;
    }
    return Values.text(rhv);
  }

  private static String flat(Line line) {
    String below = line.below().stream().map(RuleWords::flat)
        .collect(Collectors.joining(line.joined().startsWith("At least") ? " or " : " and "));
    return line.text().isEmpty() ? "(" + below + ")" : line.text() + (below.isEmpty() ? "" : " and " + below);
  }
}
