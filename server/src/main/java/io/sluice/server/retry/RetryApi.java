package io.sluice.server.retry;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /retries}: what waits to be delivered again, by the id of the recipient event that ended in an error. */
@ConsoleApi
class RetryApi {

  private static final int DEFAULT_LIMIT = 100;

  /** Without what is resent. */
  record RetryJson(
      EventId id,
      LeadId leadId,
      FlowId flowId,
      String stepId,
      @Nullable EntityId recipientId,
      String moduleId,
      String status,
      int attempts,
      Instant nextAt,
      @Nullable String lastReason,
      Instant createdAt) {

    static RetryJson of(Retry retry) {
      return new RetryJson(retry.event(), retry.lead(), retry.flow(), retry.stepId(), retry.recipient(),
          retry.moduleId(), retry.node() == null ? "waiting" : "running", retry.attempts(), retry.nextAt(),
          retry.lastReason(), retry.createdAt());
    }
  }

  private final Retries retries;

  RetryApi(Retries retries) {
    this.retries = retries;
  }

  @GetMapping("/retries")
  Answer<List<RetryJson>> list(
      Member caller,
      @RequestParam(name = "after_id", required = false) @Nullable String after,
      @RequestParam(name = "flow_id", required = false) @Nullable String flow,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
    if (flow != null && !ObjectIds.valid(flow)) {
      return Answer.ok(List.of());
    }
    List<Retry> found = retries.of(caller.account(), after, flow == null ? null : FlowId.of(flow),
        limit == null ? DEFAULT_LIMIT : limit);
    return Answer.ok(found.stream().map(RetryJson::of).toList());
  }

  @PostMapping("/retries/{id}/run")
  Answer<RetryJson> run(Member caller, @PathVariable String id) {
    return Answer.ok(retries.runNow(caller.account(), id), RetryJson::of);
  }

  @DeleteMapping("/retries/{id}")
  Answer<RetryJson> cancel(Member caller, @PathVariable String id) {
    return Answer.ok(retries.cancel(caller.account(), id), RetryJson::of);
  }
}
