package io.sluice.server.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation found. Amounts are US dollars.
 *
 * @param leadsGiven how many were to be tried
 * @param leadsTried fewer when the time was over
 * @param changed how many of them would end otherwise than by the deployed form
 * @param before of the deployed form; null when none is deployed
 */
record Simulated(
    FlowId flowId,
    int leadsGiven,
    int leadsTried,
    boolean complete,
    int changed,
    @Nullable Totals before,
    Totals after,
    List<OfLead> leads) {

  /**
   * @param recorded what became of it when it came in; absent for a lead that was given
   * @param before by the deployed form, under the same conditions; null when none is deployed
   */
  record OfLead(
      int index,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LeadId leadId,
      EntityId sourceId,
      Instant submittedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Recorded recorded,
      @Nullable Result before,
      Result after,
      boolean changed) {}

  record Recorded(String outcome, @Nullable String reason, BigDecimal price, BigDecimal revenue) {}

  /**
   * @param outcome {@code refused} where it would have been no submission at all
   * @param price what is paid for the lead
   * @param revenue what recipients pay for it
   */
  record Result(
      String outcome, @Nullable String reason, BigDecimal price, BigDecimal revenue, List<StepResult> steps) {

    /** Whether the two mean the same to those who send, pay and are paid. */
    boolean isAs(Result other) {
      return outcome.equals(other.outcome) && Objects.equals(reason, other.reason)
          && price.compareTo(other.price) == 0 && revenue.compareTo(other.revenue) == 0;
    }
  }

  /** @param revenue absent for a filter */
  record StepResult(
      @Nullable String stepId,
      String type,
      String outcome,
      @Nullable String reason,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal revenue) {}

  record Totals(
      int accepted,
      int rejected,
      int errors,
      int refused,
      List<ReasonCount> rejectedByReason,
      BigDecimal cost,
      BigDecimal revenue,
      BigDecimal margin) {}

  /** Of everything that was not accepted, the most frequent first. */
  record ReasonCount(String outcome, @Nullable String reason, int count) {}
}
