package io.sluice.server.event.metrics;

import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import io.sluice.server.account.Accounts;
import io.sluice.server.event.EventRule;
import io.sluice.server.event.count.Buckets;
import io.sluice.server.event.count.CountedEvent;
import io.sluice.server.event.count.CountedRun;
import io.sluice.server.event.count.EventCounts;
import io.sluice.server.event.count.Group;
import io.sluice.server.event.count.GroupValue;
import io.sluice.server.event.count.Needs;
import io.sluice.server.event.count.RowKey;
import io.sluice.server.event.count.TooMuch;
import io.sluice.server.event.metrics.MetricsQuery.Asked;
import io.sluice.server.event.metrics.MetricsQuery.Kind;
import io.sluice.server.event.metrics.MetricsQuery.Step;
import io.sluice.server.event.metrics.MetricsTable.Funnel;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Measuring events (exchange 12.1): how many, how many different, which, how much in the middle, and who got how far. */
@Component
class Metrics {

  private static final int MAX_VALUES = 10_000;
  private static final Set<String> RUN_TYPES = Set.of("source", "recipient", "filter");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final EventCounts counts;
  private final Accounts accounts;
  private final Clock clock;

  Metrics(EventCounts counts, Accounts accounts, Clock clock) {
    this.counts = counts;
    this.accounts = accounts;
    this.clock = clock;
  }

  Result<MetricsTable, MetricsRefusal> count(AccountId account, Asked asked) {
    return query(Kind.COUNT, account, asked).then(query -> {
      var rows = new Rows<long[]>(query, () -> new long[1]);
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
      var rows = new Rows<TreeMap<BigDecimal, Long>>(query, TreeMap::new);
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
      var found = new FunnelReading(query);
      if (!named) {
        Result<Integer, MetricsRefusal> read = found.together(account);
        if (read instanceof Result.Refused<Integer, MetricsRefusal>(MetricsRefusal refusal)) {
          return Result.refused(refusal);
        }
        if (!found.later) {
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
    return read(account, query.buckets(), query.filters(), asked, run -> {
      for (CountedEvent event : run.events()) {
        if (passes(query.filters(), event)) {
          seen.event(run, event);
        }
      }
    });
  }

  private Result<Integer, MetricsRefusal> read(AccountId account, Buckets buckets, List<EventRule> filters,
      Collection<String> properties, Consumer<CountedRun> seen) {
    Optional<Collection<String>> types = filters.stream()
        .filter(rule -> rule.property().filter("type"::equals).isPresent() && rule.wanted().isPresent())
        .map(rule -> rule.wanted().get()).findFirst();
    boolean runs = types.isEmpty() || types.get().stream().anyMatch(RUN_TYPES::contains);
    boolean later = types.isEmpty() || !RUN_TYPES.containsAll(types.get());
    Result<Integer, TooMuch> read = counts.read(account, buckets, Needs.of(filters, properties, runs, later), seen);
    return switch (read) {
      case Result.Done<Integer, TooMuch>(Integer count) -> Result.done(count);
      case Result.Refused<Integer, TooMuch>(TooMuch tooMuch) ->
          Result.refused(new MetricsRefusal.TooManyEvents(tooMuch));
    };
  }

  private static boolean passes(List<EventRule> filters, CountedEvent event) {
    return filters.stream().allMatch(rule -> rule.holds(event.properties()));
  }

  private Result<Rows<TreeSet<GroupValue>>, MetricsRefusal> values(AccountId account, MetricsQuery query) {
    Group target = Group.by(query.target());
    var rows = new Rows<TreeSet<GroupValue>>(query, TreeSet::new);
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
    return rows.then(fast -> fast.rows.values().stream().anyMatch(row -> row.later && row.alike > 0)
        ? leads(account, query, List.of(MetricsQuery.LEAD)).then(Metrics::numberOfLeads)
        : numberOfLeads(fast));
  }

  private static Result<MetricsTable, MetricsRefusal> numberOfLeads(Rows<Leads> rows) {
    return rows.results("result", row -> Optional.of(BigDecimal.valueOf(row.named.size() + row.alike)));
  }

  private Result<Rows<Leads>, MetricsRefusal> leads(
      AccountId account, MetricsQuery query, Collection<String> properties) {
    var rows = new Rows<Leads>(query, Leads::new);
    List<String> asked = new ArrayList<>(query.groupBy());
    asked.addAll(properties);
    return read(account, query.buckets(), query.filters(), asked, run -> {
      Set<Leads> counted = new HashSet<>();
      for (CountedEvent event : run.events()) {
        if (passes(query.filters(), event)) {
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

  /** What is gathered, row by row. */
  private static final class Rows<T> {

    private final MetricsQuery query;
    private final Supplier<T> empty;
    private final List<Group> groups;
    private final Map<RowKey, T> rows = new TreeMap<>();
    private int values;
    private boolean tooMany;

    private Rows(MetricsQuery query, Supplier<T> empty) {
      this.query = query;
      this.empty = empty;
      this.groups = query.groupBy().stream().map(Group::by).toList();
      for (int bucket = 0; groups.isEmpty() && bucket < query.buckets().starts().size(); bucket++) {
        rows.put(new RowKey(bucket, List.of()), empty.get());
      }
    }

    private T of(CountedRun run, CountedEvent event) {
      Vars properties = event.properties();
      RowKey key = new RowKey(run.bucket(), groups.stream().map(group -> group.of(properties)).toList());
      T row = rows.get(key);
      if (row == null) {
        row = empty.get();
        tooMany |= rows.size() >= MAX_VALUES;
        if (!tooMany) {
          rows.put(key, row);
        }
      }
      return row;
    }

    private void add(Set<GroupValue> row, GroupValue value) {
      if (row.add(value)) {
        values++;
        tooMany |= values > MAX_VALUES;
      }
    }

    private Result<MetricsTable, MetricsRefusal> results(
        String name, Function<T, Optional<Object>> result) {
      if (tooMany) {
        return Result.refused(new MetricsRefusal.TooManyValues(MAX_VALUES));
      }
      Map<RowKey, Object> results = new TreeMap<>();
      rows.forEach((key, row) -> result.apply(row).ifPresent(found -> results.put(key, found)));
      return Result.done(new MetricsTable(query, name, results));
    }
  }

  /** Who did which steps, as a bit a step. */
  private final class FunnelReading {

    private final MetricsQuery query;
    private final List<Step> steps;
    private final Map<Integer, Long> leads = new HashMap<>();
    private boolean later;

    private FunnelReading(MetricsQuery query) {
      this.query = query;
      this.steps = query.steps();
    }

    /** All steps in one reading: a run has all events of its lead, but for those that came later. */
    private Result<Integer, MetricsRefusal> together(AccountId account) {
      List<EventRule> rules = steps.stream().flatMap(step -> step.filters().stream()).toList();
      List<String> properties = rules.stream().flatMap(rule -> rule.property().stream()).toList();
      boolean open = rules.stream().anyMatch(rule -> rule.property().isEmpty());
      Needs needs = new Needs(Set.copyOf(properties), open, true, true);
      Result<Integer, TooMuch> read = counts.read(account, query.buckets(), needs, run -> {
        int done = 0;
        for (int i = 0; i < steps.size(); i++) {
          for (CountedEvent event : run.events()) {
            done |= passes(steps.get(i).filters(), event) ? 1 << i : 0;
          }
        }
        later |= run.later() && done != 0;
        leads.merge(done, run.leads(), Long::sum);
      });
      return switch (read) {
        case Result.Done<Integer, TooMuch>(Integer count) -> Result.done(count);
        case Result.Refused<Integer, TooMuch>(TooMuch tooMuch) ->
            Result.refused(new MetricsRefusal.TooManyEvents(tooMuch));
      };
    }

    private Funnel byLeads() {
      List<Long> result = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        int all = (1 << i + 1) - 1;
        result.add(leads.entrySet().stream().filter(some -> (some.getKey() & all) == all)
            .mapToLong(Map.Entry::getValue).sum());
      }
      return new Funnel(query, result, Map.of());
    }

    /** Step by step, each with its own time and by its own actors. */
    private Result<Funnel, MetricsRefusal> oneByOne(AccountId account) {
      List<Long> result = new ArrayList<>();
      Map<Integer, List<String>> actors = new TreeMap<>();
      Set<String> left = null;
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        Set<String> found = new TreeSet<>();
        VarPath actor = VarPath.of(step.actor());
        Result<Integer, MetricsRefusal> read = read(account, step.buckets().orElse(query.buckets()), step.filters(),
            List.of(step.actor()), run -> run.events().stream().filter(event -> passes(step.filters(), event))
                .forEach(event -> {
                  Object value = event.properties().get(actor);
                  if (value != null) {
                    found.add(Values.text(value));
                  }
                }));
        if (read instanceof Result.Refused<Integer, MetricsRefusal>(MetricsRefusal refusal)) {
          return Result.refused(refusal);
        }
        if (left != null) {
          found.retainAll(left);
        }
        left = found;
        result.add((long) found.size());
        if (step.withActors()) {
          if (found.size() > MAX_VALUES) {
            return Result.refused(new MetricsRefusal.TooManyValues(MAX_VALUES));
          }
          actors.put(i, List.copyOf(found));
        }
      }
      return Result.done(new Funnel(query, result, actors));
    }
  }
}
