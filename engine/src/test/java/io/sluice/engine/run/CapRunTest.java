package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.IN_FLORIDA;
import static io.sluice.engine.run.Flows.IN_TEXAS;
import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.filter;
import static io.sluice.engine.run.Flows.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.rule.RuleSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Caps (exchange 3.4, 13 and 18; 11). */
final class CapRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

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
}
