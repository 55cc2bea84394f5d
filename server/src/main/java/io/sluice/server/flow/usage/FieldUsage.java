package io.sluice.server.flow.usage;

import io.sluice.server.account.Accounts;
import io.sluice.server.flow.Flow;
import io.sluice.server.flow.FlowRefusal;
import io.sluice.server.flow.Flows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many leads of a flow had a value for each of its fields (exchange 5.1). */
@Component
class FieldUsage {

  private final Flows flows;
  private final Accounts accounts;
  private final DataPoints points;
  private final DataPointStore store;
  private final Clock clock;

  FieldUsage(Flows flows, Accounts accounts, DataPoints points, DataPointStore store, Clock clock) {
    this.flows = flows;
    this.accounts = accounts;
    this.points = points;
    this.store = store;
    this.clock = clock;
  }

  /** Every field the flow collects, those without a lead too, then what it collected in that time and does no more. */
  Result<Map<String, Long>, UsageRefusal> of(AccountId account, String flowId, @Nullable String timeframe) {
    return switch (flows.visible(account, flowId)) {
      case Result.Refused<Flow, FlowRefusal>(FlowRefusal refusal) ->
          Result.refused(new UsageRefusal.NoFlow(refusal));
      case Result.Done<Flow, FlowRefusal>(Flow flow) -> of(account, flow, timeframe);
    };
  }

  private Result<Map<String, Long>, UsageRefusal> of(AccountId account, Flow flow, @Nullable String timeframe) {
    Optional<Timeframe> asked = timeframe == null ? Optional.of(Timeframe.TODAY) : Timeframe.read(timeframe);
    if (asked.isEmpty()) {
      return Result.refused(new UsageRefusal.BadTimeframe());
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.of(accounts.of(account).timeZone()));
    LocalDate from = asked.get().from(today);
    if (from.isBefore(today.minusDays(Retention.COUNTS_DAYS))) {
      return Result.refused(new UsageRefusal.TooLong(Retention.COUNTS_DAYS));
    }
    points.write();
    Map<String, Long> usage = new LinkedHashMap<>();
    flow.document().fields().forEach(field -> usage.put(field, 0L));
    usage.putAll(store.counts(account, flow.id(), from, asked.get().before(today)));
    return Result.done(usage);
  }
}
