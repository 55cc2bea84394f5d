package io.sluice.engine.run;

import static io.sluice.engine.run.Flows.NOT_IN_FLORIDA;
import static io.sluice.engine.run.Flows.TEXAN;
import static io.sluice.engine.run.Flows.criteria;
import static io.sluice.engine.run.Flows.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pings (exchange 3.7). */
final class PingRunTest {

  private final Flows flows = new Flows();
  private final Scripted outside = flows.outside;

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
}
