package io.sluice.server.event.metrics;

import io.sluice.server.account.Accounts;
import io.sluice.server.event.count.CountedEvent;
import io.sluice.server.event.count.CountedRun;
import io.sluice.server.event.count.Group;
import io.sluice.server.event.count.GroupValue;
import io.sluice.server.event.metrics.MetricsQuery.Asked;
import io.sluice.server.event.metrics.MetricsQuery.Kind;
import io.sluice.server.event.metrics.MetricsTable.Funnel;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Measuring events (exchange 12.1): how many, how many different, which, how much in the middle, and who got how far. */
@Component
class Metrics {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final MetricsReading reading;
  private final Accounts accounts;
  private final Clock clock;

  Metrics(MetricsReading reading, Accounts accounts, Clock clock) {
    this.reading = reading;
    this.accounts = accounts;
    this.clock = clock;
  }

  Result<MetricsTable, MetricsRefusal> count(AccountId account, Asked asked) {
    return query(Kind.COUNT, account, asked).then(query -> {
      var rows = new MetricsRows<long[]>(query, () -> new long[1]);
      return read(account, query, List.of(), (run, event) -> rows.of(run, event)[0] += run.leads())
          .then(_ -> rows.results("result", count -> Optional.of(BigDecimal.valueOf(count[0]))));
    });
  }

  Result<MetricsTable, MetricsRefusal> countUnique(AccountId account, Asked asked) {
    return query(Kind.UNIQUE, account, asked).then(query -> query.target().equals(MetricsQuery.LEAD)
        ? countLeads(account, query)
        : values(account, query).then(rows -> rows.results("result", values -> Optional.of(BigDecimal.valueOf(values.size())))));
  }

  Result<MetricsTable, MetricsRefusal> selectUnique(AccountId account, Asked asked) {
    return query(Kind.UNIQUE, account, asked).then(query -> values(account, query)
        .then(rows -> rows.results("result", values -> Optional.of(values.stream().map(GroupValue::value).toList()))));
  }

  Result<MetricsTable, MetricsRefusal> median(AccountId account, Asked asked) {
    return query(Kind.MEDIAN, account, asked).then(query -> {
      Group target = Group.by(query.target());
      var rows = new MetricsRows<TreeMap<BigDecimal, Long>>(query, TreeMap::new);
      return read(account, query, List.of(query.target()), (run, event) -> {
        if (target.of(event.properties()).value() instanceof BigDecimal number) {
          rows.of(run, event).merge(number, run.leads(), Long::sum);
        }
      }).then(_ -> rows.results("median", Metrics::middle));
    });
  }

  Result<Funnel, MetricsRefusal> funnel(AccountId account, Asked asked) {
    return query(Kind.FUNNEL, account, asked).then(query -> {
      boolean named = query.steps().stream().anyMatch(step -> step.withActors()
          || !step.actor().equals(MetricsQuery.LEAD) || step.buckets().isPresent());
      var found = new FunnelReading(reading, query);
      if (!named) {
        Result<Integer, MetricsRefusal> read = found.together(account);
        if (read instanceof Result.Refused<Integer, MetricsRefusal>(MetricsRefusal refusal)) {
          return Result.refused(refusal);
        }
        if (!found.isSplit()) {
          return Result.done(found.byLeads());
        }
      }
      return found.oneByOne(account);
    });
  }

  private Result<MetricsQuery, MetricsRefusal> query(Kind kind, AccountId account, Asked asked) {
    return MetricsQuery.read(kind, asked, ZoneId.of(accounts.of(account).timeZone()), clock.instant());
  }

  private interface Seen {
    void event(CountedRun run, CountedEvent event);
  }

  /** Shows every event that passes the filters. */
  private Result<Integer, MetricsRefusal> read(
      AccountId account, MetricsQuery query, Collection<String> properties, Seen seen) {
    List<String> asked = new ArrayList<>(query.groupBy());
    asked.addAll(properties);
    return reading.read(account, query.buckets(), query.filters(), asked, run -> {
      for (CountedEvent event : run.events()) {
        if (MetricsReading.passes(query.filters(), event)) {
          seen.event(run, event);
        }
      }
    });
  }

  private Result<MetricsRows<TreeSet<GroupValue>>, MetricsRefusal> values(AccountId account, MetricsQuery query) {
    Group target = Group.by(query.target());
    var rows = new MetricsRows<TreeSet<GroupValue>>(query, TreeSet::new);
    return read(account, query, List.of(query.target()), (run, event) -> {
      GroupValue value = target.of(event.properties());
      if (value.value() != null) {
        rows.add(rows.of(run, event), value);
      }
    }).map(_ -> rows);
  }

  /** Leads of one row. @param leads by id, @param alike of which only the number is known */
  private static final class Leads {

    private final Set<String> named = new HashSet<>();
    private long alike;
    private boolean later;
  }

  /**
   * Leads that ran alike are counted without their ids. Where the same row also has leads that came again later, nobody
   * can tell whether they are the same; then every event is read.
   */
  private Result<MetricsTable, MetricsRefusal> countLeads(AccountId account, MetricsQuery query) {
    var rows = leads(account, query, List.of());
    return rows.then(fast -> fast.any(row -> row.later && row.alike > 0)
        ? leads(account, query, List.of(MetricsQuery.LEAD)).then(Metrics::numberOfLeads)
        : numberOfLeads(fast));
  }

  private static Result<MetricsTable, MetricsRefusal> numberOfLeads(MetricsRows<Leads> rows) {
    return rows.results("result", row -> Optional.of(BigDecimal.valueOf(row.named.size() + row.alike)));
  }

  private Result<MetricsRows<Leads>, MetricsRefusal> leads(
      AccountId account, MetricsQuery query, Collection<String> properties) {
    var rows = new MetricsRows<Leads>(query, Leads::new);
    List<String> asked = new ArrayList<>(query.groupBy());
    asked.addAll(properties);
    return reading.read(account, query.buckets(), query.filters(), asked, run -> {
      Set<Leads> counted = new HashSet<>();
      for (CountedEvent event : run.events()) {
        if (MetricsReading.passes(query.filters(), event)) {
          Leads row = rows.of(run, event);
          row.later |= run.later();
          if (run.lead() != null) {
            row.named.add(run.lead());
          } else if (counted.add(row)) {
            row.alike += run.leads();
          }
        }
      }
    }).map(_ -> rows);
  }

  private static Optional<Object> middle(TreeMap<BigDecimal, Long> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    long count = values.values().stream().mapToLong(Long::longValue).sum();
    BigDecimal low = at(values, (count - 1) / 2);
    BigDecimal high = at(values, count / 2);
    BigDecimal middle = low.add(high).divide(TWO);
    return Optional.of(new BigDecimal(middle.stripTrailingZeros().toPlainString()));
  }

  private static BigDecimal at(TreeMap<BigDecimal, Long> values, long place) {
    long passed = 0;
    for (var value : values.entrySet()) {
      passed += value.getValue();
      if (place < passed) {
        return value.getKey();
      }
    }
    throw new IllegalStateException("nothing has no middle");
  }
}
