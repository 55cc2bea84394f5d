package io.sluice.server.lead.cap;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.cap.CapReadings.Ledger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /caps/{id}/ledger} of the console contract: where the slots below a cap are. */
@ConsoleApi
class CapLedgerApi {

  private static final int LISTED = 100;

  record HoldJson(LeadId leadId, Instant heldAt) {}

  record LedgerJson(
      String capId,
      FlowId flowId,
      Instant startedAt,
      Instant expiresAt,
      long maximum,
      long held,
      long settled,
      long available,
      long released,
      long refused,
      List<HoldJson> holds) {}

  private final CapReadings readings;

  CapLedgerApi(CapReadings readings) {
    this.readings = readings;
  }

  @GetMapping("/caps/{id}/ledger")
  Answer<LedgerJson> ledger(Subscriber caller, @PathVariable String id,
      @RequestParam(name = "after_lead_id", required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    return Answer.ok(
        readings.ledger(caller.account(), id, after == null ? "" : after, limit == null ? LISTED : limit),
        CapLedgerApi::json);
  }

  private static LedgerJson json(Ledger ledger) {
    var counter = ledger.counter();
    return new LedgerJson(counter.capId(), counter.flow(), counter.startedAt(), counter.expiresAt(), counter.maximum(),
        counter.held(), counter.taken() - counter.held(), Math.max(0, counter.maximum() - counter.taken()),
        counter.released(), counter.failed(),
        ledger.holds().stream().map(hold -> new HoldJson(hold.lead(), hold.heldAt())).toList());
  }
}
