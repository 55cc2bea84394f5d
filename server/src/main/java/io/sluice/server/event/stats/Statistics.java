package io.sluice.server.event.stats;

import io.sluice.server.account.Accounts;
import io.sluice.server.event.count.EventCounts;
import io.sluice.server.event.count.Needs;
import io.sluice.server.event.count.TooMuch;
import io.sluice.server.event.ping.Pings;
import io.sluice.server.event.stats.Column.Count;
import io.sluice.server.event.stats.Column.Derived;
import io.sluice.server.event.stats.Column.Money;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Counting what happened (exchange 12.1, 16). */
@Component
public class Statistics {

  private static final Set<String> RUN_TYPES = Set.of("source", "recipient", "filter");

  private final EventCounts counts;
  private final Pings pings;
  private final Accounts accounts;
  private final Clock clock;

  Statistics(EventCounts counts, Pings pings, Accounts accounts, Clock clock) {
    this.counts = counts;
    this.pings = pings;
    this.accounts = accounts;
    this.clock = clock;
  }

  public Result<StatsTable, StatsRefusal> of(AccountId account, StatsQuery.Asked asked) {
    ZoneId zone = ZoneId.of(accounts.of(account).timeZone());
    return StatsQuery.read(asked, zone, clock.instant()).then(query -> of(account, query));
  }

  public Result<StatsTable, StatsRefusal> of(AccountId account, StatsQuery query) {
    Tally tally = new Tally(query);
    if (query.columns().stream().anyMatch(Statistics::isOfPings)) {
      tally.add(pings(account, query));
    }
    Result<Integer, TooMuch> read = counts.read(account, query.buckets(), needs(query), tally::add);
    return switch (read) {
      case Result.Refused<Integer, TooMuch>(TooMuch tooMuch) ->
          Result.refused(new StatsRefusal.TooManyEvents(tooMuch));
      case Result.Done<Integer, TooMuch> _ -> tally.hasTooManyRows()
          ? Result.refused(new StatsRefusal.TooManyRows(Tally.MAX_ROWS))
          : Result.done(tally.table());
    };
  }

  /** Those of every quarter of an hour that the time has a part of. */
  private List<PingSum> pings(AccountId account, StatsQuery query) {
    Map<String, String> names = counts.names(account, query.buckets());
    return pings.between(account, query.buckets().start(), query.buckets().end()).stream()
        .map(count -> new PingSum(query.buckets().of(count.startedAt()),
            count.flow().value(), names.getOrDefault(count.flow().value(), ""),
            count.source().value(), names.getOrDefault(count.source().value(), ""),
            count.submitted(), count.success()))
        .toList();
  }

  /** Only what some column counts is read. */
  private static Needs needs(StatsQuery query) {
    boolean money = query.columns().stream().anyMatch(Statistics::isOfMoney);
    Collection<Count> counted = Tally.counted(query.columns());
    boolean runs = money || counted.stream().anyMatch(count -> !count.kind().isLater());
    boolean later = money || counted.stream().anyMatch(count -> count.kind().isLater());
    Set<String> types = query.types();
    return Needs.of(query.rules(), query.groupBy(),
        runs && (types.isEmpty() || types.stream().anyMatch(RUN_TYPES::contains)),
        later && (types.isEmpty() || !RUN_TYPES.containsAll(types)));
  }

  private static boolean isOfPings(Column column) {
    return column instanceof Column.Pings || List.of(Derived.PING_SUCCESS_RATE, Derived.PING_WIN_RATE).contains(column);
  }

  private static boolean isOfMoney(Column column) {
    return switch (column) {
      case Money _ -> true;
      case Derived derived -> switch (derived) {
        case PROFIT, COST_PER_CONVERSION_RECEIVED_SUCCESS, AVG_COST_PER_LEAD, AVG_REVENUE_PER_LEAD -> true;
        case PING_SUCCESS_RATE, PING_WIN_RATE -> false;
      };
      case Count _, Column.Pings _ -> false;
    };
  }
}
