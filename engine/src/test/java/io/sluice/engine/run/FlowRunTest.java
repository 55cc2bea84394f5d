package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.recipient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.run.RunEvent.SourceEvent;
import io.sluice.engine.type.TypedValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a lead meets first, and what it is made of (exchange 3.4, 2, 3 and 6 to 9); and a run that breaks. */
final class FlowRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

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
