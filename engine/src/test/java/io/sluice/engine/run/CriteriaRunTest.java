package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.IN_TEXAS;
import static io.sluice.engine.run.Flows.NOT_IN_FLORIDA;
import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.criteria;
import static io.sluice.engine.run.Flows.recipient;
import static io.sluice.engine.run.Flows.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.rule.explain.Finding;
import io.sluice.engine.run.HoursOfOperation.Day;
import io.sluice.engine.run.HoursOfOperation.Period;
import io.sluice.engine.run.ListChecks.ListCheck;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hours, lists and criteria (exchange 3.4, 10 to 12). */
final class CriteriaRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

  @Test
  void a_lead_outside_the_hours_of_operation_fails_with_their_reason() {
    flows.hours = new HoursOfOperation(true, "America/New_York",
        Map.of("thursday", new Day(true, List.of(new Period("09:00", "17:00")))));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(ran.reason()).isEqualTo("Submission Timestamp must be within hours of operation");
    assertThat(ran.price()).isZero();
  }

  @Test
  void hours_of_operation_are_in_the_accounts_zone_when_the_flow_names_none() {
    flows.hours = new HoursOfOperation(true, null,
        Map.of("thursday", new Day(true, List.of(new Period("13:00", "14:00")))));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.FAILURE);
    flows.accountZone = ZoneId.of("Europe/Berlin");
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void a_day_without_periods_is_open_all_day_and_an_absent_day_is_closed() {
    flows.hours = new HoursOfOperation(true, null, Map.of("thursday", new Day(true, null)));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
    outside.now = outside.now.plusSeconds(86_400);
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void criteria_see_what_the_list_checks_found() {
    flows.listChecks = new ListChecks(new ListCheck("{{lead.email}}", "seen", null), null,
        new ListCheck("{{lead.phone_1}}", "dnc", null));
    flows.criteria = criteria(RuleSet.and(Rule.of("suppressionlist.is_duplicate", "is not true")));
    outside.onLists.add("ann@example.com");
    assertThat(flows.submit(TEXAN).reason()).isEqualTo("suppressionlist.is_duplicate must not be true");
    assertThat(outside.lookedUp).extracting(Outside.ListQuery::name).containsExactly("is_duplicate");
  }

  @Test
  void the_flows_criteria_come_before_the_sources_and_end_processing() {
    flows.criteria = criteria(NOT_IN_FLORIDA);
    flows.sourceCriteria = criteria(IN_TEXAS);
    flows.step(recipient("My CRM"));
    var ran = flows.submit(Map.of("state", "FL"));
    assertThat(ran.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(ran.reason()).isEqualTo("lead.state must not be equal to FL");
    assertThat(ran.events()).hasSize(1);
    assertThat(outside.calls).isEmpty();
  }

  @Test
  void the_sources_criteria_end_processing_when_the_flows_pass() {
    flows.criteria = criteria(NOT_IN_FLORIDA);
    flows.sourceCriteria = criteria(IN_TEXAS);
    assertThat(flows.submit(Map.of("state", "CA")).reason()).isEqualTo("lead.state must be equal to TX");
  }

  @Test
  void criteria_say_outcome_and_reason_themselves() {
    flows.criteria = new AcceptanceCriteria("error", IN_TEXAS, "No leads from {{lead.state.name}}");
    var ran = flows.submit(Map.of("state", "CA"));
    assertThat(ran.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(ran.reason()).isEqualTo("No leads from California");
  }

  @Test
  void the_source_event_explains_what_the_criteria_saw() {
    flows.criteria = criteria(NOT_IN_FLORIDA);
    var explanation = source(flows.submit(Map.of("state", "florida"))).flowExplanation();
    assertThat(explanation).isNotNull();
    assertThat(explanation.rules()).isEqualTo(new Finding.OfSet(null, "and", false, List.of(
        new Finding.OfRule(null, "lead.state", "FL", "is not equal to", "FL", false, null))));
    assertThat(source(flows.submit(TEXAN)).flowExplanation()).as("of a lead that passed").isNull();
  }
}
