package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.IN_FLORIDA;
import static io.sluice.engine.run.Flows.IN_TEXAS;
import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.filter;
import static io.sluice.engine.run.Flows.recipient;
import static io.sluice.engine.run.Flows.recipientEvent;
import static io.sluice.engine.run.Flows.source;
import static io.sluice.engine.run.Flows.step;
import static io.sluice.engine.run.Flows.usd;
import static io.sluice.engine.run.StepOutcome.ERROR;
import static io.sluice.engine.run.StepOutcome.FAILURE;
import static io.sluice.engine.run.StepOutcome.SKIP;
import static io.sluice.engine.run.StepOutcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recipient steps (exchange 3.5). */
final class RecipientRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

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
}
