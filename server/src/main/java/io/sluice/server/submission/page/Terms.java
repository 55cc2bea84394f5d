package io.sluice.server.submission.page;

import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.run.AcceptanceCriteria;
import io.sluice.engine.run.Cap;
import io.sluice.engine.run.FilterStep;
import io.sluice.engine.run.FlowDefinition;
import io.sluice.engine.run.HoursOfOperation;
import io.sluice.engine.run.Source;
import io.sluice.engine.type.Values;
import io.sluice.server.submission.SubmissionDoc;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** On which terms a lead is taken: when, at what price, and why not. */
final class Terms {

  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private final FlowDefinition flow;
  private final Source source;
  private final String ownersZone;
  private final RuleWords words;

  Terms(SubmissionDoc doc, RuleWords words) {
    this.flow = doc.flow().flow().definition();
    this.source = doc.source().definition();
    this.ownersZone = doc.flow().owner().timeZone().getId();
    this.words = words;
  }

  record Day(String name, String hours, boolean closed) {}

  /** @param zone empty when leads are always taken */
  record Hours(String zone, List<Day> days) {

    public boolean limited() {
      return !days.isEmpty();
    }
  }

  /** @param outcome what is answered with it */
  record Reason(String text, String outcome, String when) {}

  Hours hours() {
    HoursOfOperation hours = flow.hoursOfOperation();
    if (hours == null || Boolean.FALSE.equals(hours.enabled()) || hours.days() == null) {
      return new Hours("", List.of());
    }
    Map<String, HoursOfOperation.Day> days = hours.days();
    return new Hours(hours.timeZone() == null ? ownersZone : hours.timeZone(),
        DAYS.stream().map(name -> day(name, days.get(name))).toList());
  }

  private static Day day(String name, HoursOfOperation.@Nullable Day day) {
    String shown = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    if (day == null || Boolean.FALSE.equals(day.enabled())) {
      return new Day(shown, "closed", true);
    }
    String periods = day.periods() == null || day.periods().isEmpty()
        ? "the whole day"
        : day.periods().stream().map(period -> period.start() + " to " + period.end())
            .collect(Collectors.joining(", "));
    return new Day(shown, periods, false);
  }

  List<RuleWords.Line> criteria() {
    List<RuleWords.Line> lines = new ArrayList<>();
    for (AcceptanceCriteria criteria : nonNull(flow.acceptanceCriteria(), source.acceptanceCriteria())) {
      lines.addAll(words.lines(criteria.ruleSet()));
    }
    return lines;
  }

  /** Sentences; the source's price counts before the flow's (exchange 8). */
  List<String> prices() {
    List<String> own = prices(source.pricingService(), source.pricing());
    List<String> all = own.isEmpty() ? prices(flow.pricingService(), flow.pricing()) : own;
    return all.isEmpty() ? List.of("No price is agreed on: an accepted lead has the price 0.") : all;
  }

  private List<String> prices(@Nullable PricingService service, @Nullable Pricing pricing) {
    List<String> prices = new ArrayList<>();
    if (service != null) {
      prices.add("A service is asked for the price of each lead"
          + (service.fallbackPrice() == null ? "." : "; where it has none, " + dollars(service.fallbackPrice()) + "."));
    }
    if (pricing != null && Boolean.TRUE.equals(pricing.override())) {
      prices.add("You name the price of each lead in the parameter price.");
    } else if (pricing != null && pricing.prices() != null) {
      // The last that passes wins, so the first to be read is the last.
      for (Price price : pricing.prices().reversed()) {
        String when = words.sentence(price.ruleSet());
        String always = prices.isEmpty() ? " for every lead." : " for every other lead.";
        prices.add(dollars(price.amount() == null ? BigDecimal.ZERO : price.amount())
            + (when.isEmpty() ? always : " when " + when + "."));
        if (when.isEmpty()) {
          break; // what stands before it is never reached
        }
      }
    }
    return prices;
  }

  /** Every reason a lead can be answered with, in the order they are looked at (exchange 3.4, 3.6). */
  List<Reason> reasons() {
    Set<Reason> reasons = new LinkedHashSet<>();
    if (hours().limited()) {
      reasons.add(new Reason("Submission Timestamp must be within hours of operation", "failure",
          "It was sent outside the hours of operation."));
    }
    for (AcceptanceCriteria criteria : nonNull(flow.acceptanceCriteria(), source.acceptanceCriteria())) {
      String outcome = criteria.outcome() == null ? "failure" : criteria.outcome();
      if (criteria.reason() != null && !criteria.reason().isBlank()) {
        reasons.add(new Reason(criteria.reason(), outcome,
            "Wanted: " + words.sentence(criteria.ruleSet()) + "."));
      } else if (criteria.ruleSet() != null) {
        addFailures(criteria.ruleSet(), outcome, reasons);
      }
    }
    addCaps(flow.caps(), reasons);
    addCaps(source.caps(), reasons);
    if (flow.steps() != null) {
      flow.steps().forEach(step -> {
        if (step instanceof FilterStep filter && filter.isEnabled()) {
          reasons.add(new Reason(filter.reason() == null ? "" : filter.reason(),
              filter.outcome() == null || filter.outcome().contains("{{") ? "failure" : filter.outcome(),
              "A check on the way stopped it."));
        }
      });
    }
    return List.copyOf(reasons);
  }

  /** Each rule's own sentence; an {@code or} says all of its members' together. */
  private void addFailures(RuleSet set, String outcome, Set<Reason> reasons) {
    List<RuleNode> members = set.rules() == null ? List.of() : set.rules();
    if ("or".equals(set.op()) && members.size() > 1) {
      reasons.add(new Reason(members.stream().map(Terms::failure).collect(Collectors.joining(" or ")), outcome,
          "Wanted: " + words.sentence(set) + "."));
      return;
    }
    for (RuleNode member : members) {
      switch (member) {
        case Rule rule -> {
          reasons.add(new Reason(failure(rule), outcome, "Wanted: " + words.sentence(RuleSet.and(rule)) + "."));
          if (rule.ruleSet() != null) {
            addFailures(rule.ruleSet(), outcome, reasons);
          }
        }
        case RuleSet nested -> addFailures(nested, outcome, reasons);
      }
    }
  }

  private static String failure(RuleNode node) {
    return switch (node) {
      case Rule rule -> Operator.labelled(rule.op() == null ? "" : rule.op())
          .map(operator -> operator.failure(rule.lhv() == null ? "" : rule.lhv(), Values.text(rule.rhv()))).orElse("");
      case RuleSet set -> set.rules() == null ? ""
          : set.rules().stream().map(Terms::failure).collect(Collectors.joining(" or "));
    };
  }

  private static void addCaps(@Nullable List<Cap> caps, Set<Reason> reasons) {
    if (caps != null) {
      for (Cap cap : caps) {
        reasons.add(new Reason(cap.reason() == null || cap.reason().isBlank() ? "Cap reached" : cap.reason(), "failure",
            "As many leads as are wanted for now have been taken."));
        addCaps(cap.caps(), reasons);
      }
    }
  }

  private static List<AcceptanceCriteria> nonNull(@Nullable AcceptanceCriteria... some) {
    List<AcceptanceCriteria> found = new ArrayList<>();
    for (AcceptanceCriteria one : some) {
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  private static String dollars(BigDecimal amount) {
    return "$" + (amount.scale() < 2 ? amount.setScale(2) : amount).toPlainString();
  }
}
