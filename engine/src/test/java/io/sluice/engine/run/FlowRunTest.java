package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.criteria;
import static io.sluice.engine.run.Flows.filter;
import static io.sluice.engine.run.Flows.recipient;
import static io.sluice.engine.run.Flows.step;
import static io.sluice.engine.run.StepOutcome.ERROR;
import static io.sluice.engine.run.StepOutcome.FAILURE;
import static io.sluice.engine.run.StepOutcome.SKIP;
import static io.sluice.engine.run.StepOutcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import io.sluice.engine.rule.explain.Finding;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.run.HoursOfOperation.Day;
import io.sluice.engine.run.HoursOfOperation.Period;
import io.sluice.engine.run.ListChecks.ListCheck;
import io.sluice.engine.run.RunEvent.FilterEvent;
import io.sluice.engine.run.RunEvent.RecipientEvent;
import io.sluice.engine.run.RunEvent.SourceEvent;
import io.sluice.engine.type.TypedValue;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of exchange 3.4 and 3.5, and the vectors 13 to 20 of exchange 21. */
final class FlowRunTest {

  private static final Map<String, String> TEXAN =
      Map.of("state", "TX", "email", "Ann@Example.com", "income", "$50,000");
  private static final RuleSet IN_TEXAS = RuleSet.and(Rule.of("lead.state", "is equal to", "TX"));
  private static final RuleSet IN_FLORIDA = RuleSet.and(Rule.of("lead.state", "is equal to", "FL"));
  private static final RuleSet NOT_IN_FLORIDA = RuleSet.and(Rule.of("lead.state", "is not equal to", "FL"));

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

  private static SourceEvent source(Ran ran) {
    return (SourceEvent) ran.events().getLast();
  }

  private static RecipientEvent recipientEvent(Ran ran, int index) {
    return (RecipientEvent) ran.events().get(index);
  }

  private static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }

  // Before the flow (3.4, 2 and 3)

  @Test
  void a_disabled_flow_ends_in_error_with_one_source_event() {
    flows.enabled = false;
    flows.step(recipient("My CRM"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(ran.reason()).isEqualTo("Flow is disabled");
    assertThat(ran.price()).isZero();
    assertThat(ran.leadId()).hasSize(24);
    assertThat(ran.events()).singleElement().isInstanceOf(SourceEvent.class);
    assertThat(outside.calls).isEmpty();
  }

  @Test
  void a_disabled_source_leaves_no_event() {
    flows.sourceEnabled = false;
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(ran.reason()).isEqualTo("Source is disabled");
    assertThat(ran.events()).isEmpty();
  }

  @Test
  void an_entity_that_is_no_source_of_the_flow_is_not_found() {
    assertThat(flows.compile().source("5f00000000000000000000ff")).isEmpty();
  }

  // Parameters to variables (3.4, 6 to 9)

  @Test
  void inbound_mappings_read_parameters_by_their_own_names() {
    flows.inboundMappings = List.of(Mapping.of("state", "{{region}}"));
    assertThat(flows.submit(Map.of("region", "texas")).vars().get("lead.state.normal")).isEqualTo("TX");
  }

  @Test
  void a_parameter_that_is_no_field_of_the_flow_becomes_no_variable() {
    var vars = flows.submit(Map.of("state", "TX", "shoe_size", "44")).vars();
    assertThat(vars.get("lead.state")).isNotNull();
    assertThat(vars.get("lead.shoe_size")).isNull();
  }

  @Test
  void a_field_with_dots_is_found_nested_and_flat() {
    flows.fields = List.of("mortgage.loan.amount");
    assertThat(flows.submit(Map.of("mortgage", Map.of("loan", Map.of("amount", "5")))).vars()
        .get("lead.mortgage.loan.amount.normal")).isEqualTo(5L);
    assertThat(flows.submit(Map.of("mortgage.loan.amount", "6")).vars()
        .get("lead.mortgage.loan.amount.normal")).isEqualTo(6L);
  }

  @Test
  void an_inbound_mapping_replaces_a_parameter_that_came_flat() {
    flows.fields = List.of("mortgage.loan.amount");
    flows.inboundMappings = List.of(Mapping.of("mortgage.loan.amount", 7));
    assertThat(flows.submit(Map.of("mortgage.loan.amount", "6")).vars()
        .get("lead.mortgage.loan.amount.normal")).isEqualTo(7L);
  }

  @Test
  void an_invalid_value_does_not_stop_the_lead() {
    var ran = flows.submit(Map.of("phone_1", "123"));
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(((TypedValue) ran.vars().get("lead.phone_1")).valid()).isFalse();
  }

  @Test
  void metadata_is_known() {
    var vars = flows.submit(TEXAN).vars();
    assertThat(vars.get("submission.timestamp")).isEqualTo(Scripted.NOON);
    assertThat(vars.get("submission.ip")).isEqualTo("203.0.113.9");
    assertThat(vars.get("account.name")).isEqualTo("Acme");
    assertThat(vars.get("account.sso_id")).isEqualTo("sso-1");
    assertThat(vars.get("flow.id")).isEqualTo(Flows.FLOW_ID);
    assertThat(vars.get("source.name")).isEqualTo("Initech");
    assertThat(vars.get("source.id")).isEqualTo(Flows.INITECH);
  }

  @Test
  void the_lead_id_is_a_variable() {
    var ran = flows.submit(TEXAN);
    assertThat(ran.vars().get("lead.id")).isEqualTo(ran.leadId());
  }

  // Hours, lists, criteria (3.4, 10 to 12)

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

  // Caps (3.4, 13 and 18; 11)

  @Test
  void the_lead_after_the_maximum_fails_and_is_counted_apart() {
    flows.caps = List.of(Cap.daily("cap1", 2));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
    var third = flows.submit(TEXAN);
    assertThat(third.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(third.reason()).isEqualTo("Cap reached");
    assertThat(source(third).capsReached()).containsExactly("cap1");
    assertThat(outside.counts).containsEntry("cap1", 2L);
    assertThat(outside.failedCounts).containsEntry("cap1", 1L);
  }

  @Test
  void when_one_of_two_caps_is_full_the_other_does_not_count() {
    flows.caps = List.of(Cap.daily("roomy", 10));
    flows.sourceCaps = List.of(Cap.daily("full", 0));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(outside.counts.getOrDefault("roomy", 0L)).isZero();
  }

  @Test
  void a_lead_that_a_filter_stops_gives_its_slot_back() {
    flows.caps = List.of(Cap.daily("cap1", 2));
    flows.step(filter("failure", null, IN_TEXAS));
    flows.submit(TEXAN);
    assertThat(outside.counts).containsEntry("cap1", 0L);
    assertThat(outside.openReservations).isZero();
  }

  @Test
  void a_cap_whose_rules_fail_neither_counts_nor_limits() {
    flows.caps = List.of(capOf("florida", 0, IN_FLORIDA, null));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(outside.counts).isEmpty();
  }

  @Test
  void nested_caps_are_looked_at_only_when_the_parents_rules_pass() {
    var inner = Cap.daily("inner", 0);
    flows.caps = List.of(capOf("outer", 9, IN_FLORIDA, List.of(inner)));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(flows.submit(Map.of("state", "FL")).outcome()).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void a_cap_says_its_own_reason() {
    flows.caps = List.of(new Cap("cap1", "volume", "Daily", 0L, 1, "day", null, null, null,
        "No more leads from {{lead.state}}", null));
    assertThat(flows.submit(TEXAN).reason()).isEqualTo("No more leads from TX");
  }

  private static Cap capOf(String id, long maximum, RuleSet rules, @Nullable List<Cap> nested) {
    return new Cap(id, "volume", null, maximum, 1, "day", rules, nested, null, null, null);
  }

  // Purchase price (3.4, 14; 8)

  @Test
  void the_last_price_whose_rules_pass_wins() {
    flows.pricing = Pricing.of(Price.of("10"), Price.of("15", IN_TEXAS), Price.of("12"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.price()).isEqualByComparingTo("12");
    assertThat(source(ran).purchasePrice()).isEqualByComparingTo("12");
    assertThat(source(ran).cost()).isEqualByComparingTo("12");
  }

  @Test
  void the_sources_price_comes_before_the_flows() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.sourcePricing = Pricing.of(Price.of("7", IN_TEXAS));
    assertThat(flows.submit(TEXAN).price()).isEqualByComparingTo("7");
    assertThat(flows.submit(Map.of("state", "CA")).price()).isEqualByComparingTo("10");
  }

  @Test
  void an_overridden_price_is_the_one_the_source_sends() {
    flows.sourcePricing = Pricing.overridden();
    assertThat(flows.submit(Map.of("price", "4.50")).price()).isEqualByComparingTo("4.5");
  }

  @Test
  void a_price_that_no_one_may_ask_counts_as_none() {
    flows.sourcePricing = Pricing.overridden();
    assertThat(flows.submit(Map.of("price", "1000001")).price()).isZero();
    assertThat(flows.submit(Map.of("price", "-1")).price()).isZero();
  }

  @Test
  void a_pricing_service_comes_before_rules_and_falls_back() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.pricingService = new PricingService("svc", usd("3"));
    assertThat(flows.submit(TEXAN).price()).isEqualByComparingTo("3");
    outside.quotes.put("svc", usd("8"));
    assertThat(flows.submit(TEXAN).price()).isEqualByComparingTo("8");
  }

  @Test
  void a_lead_that_fails_costs_nothing() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.step(filter(null, null, IN_TEXAS));
    var ran = flows.submit(TEXAN);
    assertThat(ran.price()).isZero();
    assertThat(source(ran).cost()).isZero();
  }

  @Test
  void without_pricing_the_price_is_0() {
    assertThat(flows.submit(TEXAN).price()).isZero();
  }

  // Filters (3.5)

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

  // Recipient steps (3.5)

  @Test
  void a_recipient_that_fails_does_not_stop_the_flow() {
    flows.step(recipient("My CRM")).step(recipient("Other"));
    outside.answering(StepAnswer.of(FAILURE, "duplicate"), StepAnswer.of(ERROR, "down"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(outside.calls).hasSize(2);
    assertThat(recipientEvent(ran, 0).outcome()).isEqualTo(FAILURE);
    assertThat(recipientEvent(ran, 0).reason()).isEqualTo("duplicate");
  }

  @Test
  void a_step_whose_rules_fail_is_skipped_and_nothing_is_sent() {
    flows.step(step("My CRM", IN_FLORIDA, null, null));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(recipientEvent(ran, 0).outcome()).isEqualTo(SKIP);
    assertThat(recipientEvent(ran, 0).reason()).isEqualTo("lead.state must be equal to FL");
    assertThat(outside.calls).isEmpty();
  }

  @Test
  void a_step_whose_cap_is_full_is_skipped_and_the_lead_goes_on() {
    flows.step(step("My CRM", null, List.of(Cap.daily("stepcap", 0)), null)).step(recipient("Other"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(recipientEvent(ran, 0).outcome()).isEqualTo(SKIP);
    assertThat(recipientEvent(ran, 0).reason()).isEqualTo("Cap reached");
    assertThat(recipientEvent(ran, 0).capsReached()).containsExactly("stepcap");
    assertThat(outside.calls).hasSize(1);
  }

  @Test
  void a_step_cap_counts_what_its_recipient_took() {
    flows.step(step("My CRM", null, List.of(Cap.daily("stepcap", 5)), null));
    outside.answering(StepAnswer.of(SUCCESS), StepAnswer.of(FAILURE), StepAnswer.of(SKIP));
    flows.submit(TEXAN);
    flows.submit(TEXAN);
    flows.submit(TEXAN);
    assertThat(outside.counts).containsEntry("stepcap", 1L);
    assertThat(outside.openReservations).isZero();
  }

  @Test
  void a_disabled_step_leaves_no_event_and_is_counted() {
    flows.step(new FilterStep("flt001", null, null, "failure", null, IN_TEXAS, false)).step(recipient("My CRM"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(source(ran).disabledStepCount()).isEqualTo(1);
    assertThat(source(ran).stepCount()).isEqualTo(1);
  }

  @Test
  void what_a_step_returns_is_visible_under_its_key_to_later_steps() {
    flows.step(recipient("My CRM"));
    flows.step(recipient("Mailer", Mapping.of("crm_id", "{{my_crm.lead.id}}"), Mapping.of("r", "{{my_crm.outcome}}")));
    outside.answering(new StepAnswer(SUCCESS, null, null, Map.of("lead", Map.of("id", 42)), List.of()));
    var ran = flows.submit(TEXAN);
    assertThat(outside.calls.get(1).variables()).containsEntry("crm_id", 42).containsEntry("r", "success");
    assertThat(source(ran).appended()).containsKeys("my_crm", "mailer");
  }

  @Test
  void a_later_step_with_the_same_key_overwrites_and_a_skipped_one_leaves_in_place() {
    flows.step(recipient("My CRM")).step(recipient("My CRM")).step(step("My CRM", IN_FLORIDA, null, null));
    outside.answering(new StepAnswer(SUCCESS, null, null, Map.of("a", 1), List.of()),
        new StepAnswer(FAILURE, "twice", null, Map.of("b", 2), List.of()));
    assertThat(source(flows.submit(TEXAN)).appended())
        .isEqualTo(Map.of("my_crm", Map.of("b", 2, "outcome", "failure", "reason", "twice")));
  }

  @Test
  void a_recipient_named_as_a_variable_does_not_hide_it() {
    flows.step(recipient("Lead")).step(recipient("Mailer", Mapping.of("s", "{{lead.state}}")));
    flows.submit(TEXAN);
    assertThat(outside.calls.getFirst().key()).isEqualTo("recipient_lead");
    assertThat(outside.calls.get(1).variables()).containsKey("s");
  }

  @Test
  void a_step_knows_its_recipient_its_prices_and_its_event() {
    flows.pricing = Pricing.of(Price.of("10"));
    flows.step(step("My CRM", null, null, Pricing.of(Price.of("25")), Mapping.of("feedback_id", "{{event_id}}"),
        Mapping.of("to", "{{recipient.name}}"), Mapping.of("sale", "{{price}}"),
        Mapping.of("buy", "{{purchase_price}}")));
    var ran = flows.submit(TEXAN);
    assertThat(outside.calls.getFirst().variables())
        .containsEntry("feedback_id", recipientEvent(ran, 0).id())
        .containsEntry("to", "My CRM")
        .containsEntry("sale", usd("25"))
        .containsEntry("buy", usd("10"));
    assertThat(outside.calls.getFirst().eventId()).isEqualTo(recipientEvent(ran, 0).id());
  }

  @Test
  void what_only_a_step_knows_is_not_known_after_it() {
    flows.step(recipient("My CRM")).step(filter(null, null, RuleSet.and(Rule.of("event_id", "is not blank"))));
    assertThat(flows.submit(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void an_event_can_say_which_variables_it_saw() {
    flows.step(recipient("My CRM")).step(recipient("Mailer"));
    var ran = flows.submit(TEXAN);
    var seen = ran.vars().with(recipientEvent(ran, 0).key(), recipientEvent(ran, 0).appended())
        .with(recipientEvent(ran, 1).changed());
    assertThat(seen.asMap()).isEqualTo(outside.calls.get(1).vars().asMap());
  }

  @Test
  void the_applied_mappings_are_on_the_event() {
    var applied = Mapping.of("email", "{{lead.email}}");
    flows.step(recipient("My CRM", applied, Mapping.of("phone", "{{lead.phone_1}}")));
    assertThat(recipientEvent(flows.submit(TEXAN), 0).mappings()).containsExactly(applied);
  }

  @Test
  void the_timeout_is_clamped_to_1_to_360_seconds() {
    var expected = new HashMap<Object, Integer>();
    expected.put("20", 20);
    expected.put(0, 1);
    expected.put(-5, 1);
    expected.put("0.2", 1);
    expected.put(9999, 360);
    expected.put("soon", 360);
    expected.forEach((mapped, seconds) -> {
      var one = new Flows().step(recipient("My CRM", Mapping.of("timeout_seconds", mapped)));
      one.submit(TEXAN);
      assertThat(one.outside.calls.getFirst().timeoutSeconds()).as("%s", mapped).isEqualTo(seconds);
    });
    flows.step(recipient("My CRM"));
    flows.submit(TEXAN);
    assertThat(outside.calls.getFirst().timeoutSeconds()).isEqualTo(360);
  }

  @Test
  void revenue_counts_only_when_the_step_succeeds() {
    var pricing = Pricing.of(Price.of("25"));
    flows.step(step("My CRM", null, null, pricing)).step(step("Other", null, null, pricing));
    outside.answering(StepAnswer.of(FAILURE), StepAnswer.of(SUCCESS));
    var ran = flows.submit(TEXAN);
    assertThat(recipientEvent(ran, 0).salePrice()).isEqualByComparingTo("25");
    assertThat(recipientEvent(ran, 0).revenue()).isZero();
    assertThat(recipientEvent(ran, 1).revenue()).isEqualByComparingTo("25");
    assertThat(source(ran).recipientRevenue()).isEqualByComparingTo("25");
  }

  @Test
  void an_overridden_sale_price_is_the_one_the_recipient_answers() {
    flows.step(step("Globex", null, null, Pricing.overridden()));
    outside.answering(new StepAnswer(SUCCESS, null, usd("31.5"), Map.of(), List.of()));
    var ran = flows.submit(TEXAN);
    assertThat(recipientEvent(ran, 0).salePrice()).isEqualByComparingTo("31.5");
    assertThat(recipientEvent(ran, 0).revenue()).isEqualByComparingTo("31.5");
  }

  @Test
  void a_price_the_recipient_answers_without_override_is_not_the_sale_price() {
    flows.step(step("Globex", null, null, Pricing.of(Price.of("25"))));
    outside.answering(new StepAnswer(SUCCESS, null, usd("31.5"), Map.of(), List.of()));
    assertThat(recipientEvent(flows.submit(TEXAN), 0).salePrice()).isEqualByComparingTo("25");
  }

  @Test
  void the_source_event_is_last_and_event_ids_grow() {
    flows.step(filter(null, null, IN_FLORIDA)).step(recipient("My CRM"));
    var ran = flows.submit(TEXAN);
    assertThat(ran.events()).extracting(RunEvent::type).containsExactly("filter", "recipient", "source");
    assertThat(ran.events()).extracting(RunEvent::id).isSorted();
  }

  // Pings (3.7)

  @Test
  void a_ping_on_a_flow_without_pings_fails() {
    var pinged = flows.ping(TEXAN);
    assertThat(pinged.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(pinged.reason()).isEqualTo("ping is not enabled");
  }

  @Test
  void a_ping_answers_the_price_and_runs_no_steps() {
    flows.pingEnabled = true;
    flows.pricing = Pricing.of(Price.of("4.5"));
    flows.step(recipient("My CRM"));
    var pinged = flows.ping(TEXAN);
    assertThat(pinged.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(pinged.price()).isEqualByComparingTo("4.5");
    assertThat(outside.calls).isEmpty();
  }

  @Test
  void a_ping_without_a_price_is_no_bid() {
    flows.pingEnabled = true;
    var pinged = flows.ping(TEXAN);
    assertThat(pinged.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(pinged.reason()).isEqualTo("no bid");
    assertThat(pinged.price()).isZero();
  }

  @Test
  void a_ping_says_why_the_criteria_fail() {
    flows.pingEnabled = true;
    flows.pricing = Pricing.of(Price.of("4.5"));
    flows.criteria = criteria(NOT_IN_FLORIDA);
    assertThat(flows.ping(Map.of("state", "FL")).reason()).isEqualTo("lead.state must not be equal to FL");
  }

  @Test
  void a_ping_outside_the_hours_of_operation_fails() {
    flows.pingEnabled = true;
    flows.hours = new HoursOfOperation(true, null, Map.of());
    assertThat(flows.ping(TEXAN).reason()).isEqualTo("Submission Timestamp must be within hours of operation");
  }

  @Test
  void a_ping_sees_a_full_cap_and_moves_none() {
    flows.pingEnabled = true;
    flows.pricing = Pricing.of(Price.of("4.5"));
    flows.caps = List.of(Cap.daily("cap1", 1));
    flows.ping(TEXAN);
    assertThat(outside.counts).isEmpty();
    flows.submit(TEXAN);
    var pinged = flows.ping(TEXAN);
    assertThat(pinged.reason()).isEqualTo("Cap reached");
    assertThat(pinged.capReached()).isEqualTo("cap1");
    assertThat(outside.counts).containsEntry("cap1", 1L);
  }

  @Test
  void a_full_ping_limit_of_the_flow_is_found_before_the_sources() {
    flows.pingEnabled = true;
    flows.pricing = Pricing.of(Price.of("4.5"));
    flows.pingLimits = List.of(new PingLimit("flowlimit", null, 1L, 1, "day", null, null));
    flows.sourcePingLimits = List.of(new PingLimit("sourcelimit", null, 1L, 1, "day", null, null));
    assertThat(flows.ping(TEXAN).outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(flows.ping(TEXAN).pingLimitReached()).isEqualTo("flowlimit");
  }

  // Outages

  @Test
  void a_run_that_breaks_passes_the_exception_on_and_gives_its_slot_back() {
    flows.caps = List.of(Cap.daily("cap1", 2));
    flows.step(recipient("My CRM"));
    outside.breaksAtCall = true;
    assertThatThrownBy(() -> flows.submit(TEXAN)).hasMessage("the module is broken");
    assertThat(outside.counts).containsEntry("cap1", 0L);
    assertThat(outside.openReservations).isZero();
  }
}
