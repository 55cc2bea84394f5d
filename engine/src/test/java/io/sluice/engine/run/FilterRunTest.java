package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.IN_FLORIDA;
import static io.sluice.engine.run.Flows.IN_TEXAS;
import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.filter;
import static io.sluice.engine.run.Flows.recipient;
import static io.sluice.engine.run.StepOutcome.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.run.RunEvent.FilterEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Filters (exchange 3.5). */
final class FilterRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

  @Test
  void a_filter_that_matches_stops_the_flow_with_failure_by_default() {
    flows.step(filter(null, null, IN_TEXAS)).step(recipient("My CRM"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(((FilterEvent) ran.events().getFirst()).outcome()).isEqualTo(FilterOutcome.STOP);
    assertThat(outside.calls).isEmpty();
  }

  @Test
  void a_filter_that_does_not_match_continues() {
    flows.step(filter("failure", "no", IN_FLORIDA)).step(recipient("My CRM"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(((FilterEvent) ran.events().getFirst()).outcome()).isEqualTo(FilterOutcome.CONTINUE);
    assertThat(ran.events().getFirst().reason()).isNull();
    assertThat(outside.calls).hasSize(1);
  }

  @Test
  void a_filters_reason_is_a_template() {
    flows.step(filter("error", "Not in {{lead.state.name}}", IN_TEXAS));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(ran.reason()).isEqualTo("Not in Texas");
  }

  @Test
  void a_filters_outcome_can_be_that_of_an_earlier_step() {
    flows.step(recipient("My CRM"));
    flows.step(filter("{{my_crm.outcome}}", "{{my_crm.reason}}",
        RuleSet.and(Rule.of("my_crm.outcome", "is not equal to", "success"))));
    outside.answering(StepAnswer.of(ERROR, "CRM is down"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(ran.reason()).isEqualTo("CRM is down");
  }

  @Test
  void a_filters_outcome_that_no_step_gave_is_failure() {
    flows.step(filter("{{my_crm.outcome}}", null, IN_TEXAS));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void a_filter_may_end_the_flow_with_success() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.step(filter("success", null, IN_TEXAS)).step(recipient("My CRM"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(ran.price()).isEqualByComparingTo("10");
    assertThat(outside.calls).isEmpty();
  }

  @Test
  void a_filter_event_explains_its_decision() {
    flows.step(filter(null, null, IN_TEXAS));
    var event = (FilterEvent) flows.submit(TEXAN).events().getFirst();
    assertThat(event.explanation()).isNotNull();
    assertThat(event.explanation().passed()).isTrue();
    assertThat(event.explanation().sentences().getLast())
        .isEqualTo("It would not have matched with lead.state that is not equal to TX.");
    var missed = (FilterEvent) flows.submit(Map.of("state", "CA")).events().getFirst();
    assertThat(missed.explanation()).as("of a lead that went on").isNull();
  }
}
