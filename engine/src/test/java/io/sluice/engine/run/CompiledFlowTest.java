package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Problem;
import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.run.HoursOfOperation.Day;
import io.sluice.engine.run.HoursOfOperation.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A flow is compiled as a whole or refused with everything that is wrong with it. */
final class CompiledFlowTest {

  private final Flows flows = new Flows();

  @Test
  void a_sound_flow_has_no_problems() {
    flows.step(Flows.recipient("My CRM", Mapping.of("a", "{{lead.state}}")));
    assertThat(flows.problems()).isEmpty();
  }

  @Test
  void an_empty_definition_says_what_is_required() {
    var nothing =
        new FlowDefinition(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    assertThat(CompiledFlow.compile(nothing, Flows::typeOf)).isInstanceOfSatisfying(
        CompiledFlow.Compilation.Broken.class,
        broken -> assertThat(broken.problems()).extracting(Problem::path)
            .containsExactly("id", "name", "enabled", "fields", "sources", "steps"));
  }

  @Test
  void problems_are_found_everywhere_and_all_at_once() {
    var bad = RuleSet.and(Rule.of("a", "is odd"));
    flows.criteria = new AcceptanceCriteria("maybe", bad, "{{");
    flows.caps = List.of(new Cap(null, "weight", null, -1L, 0, "eon", bad, List.of(), "Mars/Olympus", "{{", null));
    flows.pricing = Pricing.of(new Price(null, null, bad));
    flows.pingLimits = List.of(new PingLimit(null, null, null, null, null, null, null));
    flows.hours = new HoursOfOperation(true, "Nowhere",
        Map.of("someday", new Day(true, null), "monday", new Day(true, List.of(new Period("9", "08:00")))));
    flows.inboundMappings = List.of(Mapping.of("", ""));
    flows.steps.add(Flows.filter("perhaps", "{{", bad));
    flows.steps.add(new RecipientStep("stp001", null, null, null, null, bad, null, null, null, null, null));
    assertThat(flows.problems()).extracting(Problem::path).contains(
        "acceptance_criteria.outcome", "acceptance_criteria.rule_set.rules.0.op", "acceptance_criteria.reason",
        "caps.0.id", "caps.0.type", "caps.0.maximum", "caps.0.duration", "caps.0.duration_units", "caps.0.time_zone",
        "caps.0.rule_set.rules.0.op", "caps.0.reason",
        "pricing.prices.0.amount", "pricing.prices.0.rule_set.rules.0.op",
        "ping_limits.0.id", "ping_limits.0.maximum", "ping_limits.0.duration", "ping_limits.0.duration_units",
        "hours_of_operation.time_zone", "hours_of_operation.days.someday",
        "hours_of_operation.days.monday.periods.0.start",
        "sources.0.integration.mappings.0.property",
        "steps.0.outcome", "steps.0.reason", "steps.0.rule_set.rules.0.op",
        "steps.1.entity", "steps.1.integration", "steps.1.rule_set.rules.0.op");
  }

  @Test
  void a_filter_without_rules_would_stop_every_lead_and_is_refused() {
    flows.steps.add(Flows.filter("failure", null, RuleSet.and()));
    assertThat(flows.problems()).containsExactly(
        new Problem("steps.0.rule_set", "at least one rule is required, or the filter would stop every lead"));
  }

  @Test
  void criteria_without_a_rule_set_are_refused() {
    flows.criteria = new AcceptanceCriteria("failure", null, null);
    assertThat(flows.problems()).extracting(Problem::path).containsExactly("acceptance_criteria.rule_set");
  }

  @Test
  void own_prices_and_an_overridden_price_exclude_each_other() {
    flows.pricing = new Pricing(true, List.of(Price.of("10")));
    assertThat(flows.problems()).extracting(Problem::path).containsExactly("pricing.prices");
  }

  @Test
  void a_field_that_does_not_exist_any_more_keeps_its_values_as_submitted() {
    flows.fields = List.of("long_gone");
    assertThat(flows.submit(Map.of("long_gone", "x")).vars().get("lead.long_gone")).isEqualTo("x");
  }

  @Test
  void the_key_of_a_recipient_is_its_name_underscored() {
    assertThat(CompiledStep.CompiledRecipient.key("My CRM")).isEqualTo("my_crm");
    assertThat(CompiledStep.CompiledRecipient.key("Acme, Inc.")).isEqualTo("acme_inc");
    assertThat(CompiledStep.CompiledRecipient.key("Price")).isEqualTo("recipient_price");
    assertThat(CompiledStep.CompiledRecipient.key("!!!")).isEqualTo("recipient_");
  }
}
