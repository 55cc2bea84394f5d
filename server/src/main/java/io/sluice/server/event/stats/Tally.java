package io.sluice.server.event.stats;

import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.server.event.EventRule;
import io.sluice.server.event.count.CountedEvent;
import io.sluice.server.event.count.CountedRun;
import io.sluice.server.event.count.Group;
import io.sluice.server.event.count.GroupValue;
import io.sluice.server.event.count.RowKey;
import io.sluice.server.event.stats.Column.Count;
import io.sluice.server.event.stats.Column.Derived;
import io.sluice.server.event.stats.Column.Money;
import io.sluice.server.event.stats.Column.Pings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up runs, row by row. */
final class Tally {

  /** Beyond what anybody reads, and far below what would hurt. */
  static final int MAX_ROWS = 10_000;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final Count SUBMISSIONS = new Count(Column.Kind.SOURCE, Column.SUBMITTED);
  private static final VarPath FLOW = VarPath.of("vars.flow.id");
  private static final VarPath SOURCE = VarPath.of("vars.source.id");

  private final StatsQuery query;
  private final List<Group> groups;
  private final List<Count> counted;
  private final Set<String> pingers = new HashSet<>();
  private final Map<RowKey, Row> rows = new TreeMap<>();
  private boolean tooManyRows;

  Tally(StatsQuery query) {
    this.query = query;
    this.groups = query.groupBy().stream().map(Group::by).toList();
    this.counted = List.copyOf(counted(query.columns()));
    if (groups.isEmpty()) {
      for (int bucket = 0; bucket < query.buckets().starts().size(); bucket++) {
        rows.put(new RowKey(bucket, List.of()), new Row(counted.size()));
      }
    }
  }

  private static final class Row {

    private final long[] counts;
    /** Leads that came again later count once. */
    private final Map<Integer, Set<String>> laterLeads = new HashMap<>();
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal revenue = BigDecimal.ZERO;
    private long pings;
    private long pingsWon;
    private long pingersSubmitted;

    private Row(int columns) {
      this.counts = new long[columns];
    }
  }

  /** The counts that the columns are, or are made of. */
  static Set<Count> counted(List<Column> columns) {
    Set<Count> counted = new LinkedHashSet<>();
    for (Column column : columns) {
      switch (column) {
        case Count count -> counted.add(count);
        case Derived derived -> counted.addAll(parts(derived));
        case Pings _, Money _ -> {}
      }
    }
    return counted;
  }

  private static List<Count> parts(Derived derived) {
    return switch (derived) {
      case COST_PER_CONVERSION_RECEIVED_SUCCESS -> List.of(new Count(Column.Kind.CONVERSION_RECEIVED, "success"));
      case AVG_COST_PER_LEAD ->
          List.of(new Count(Column.Kind.SOURCE, "success"), new Count(Column.Kind.RETURN_SENT, "success"));
      case AVG_REVENUE_PER_LEAD ->
          List.of(new Count(Column.Kind.RECIPIENT, "success"), new Count(Column.Kind.RETURN_RECEIVED, "success"));
      case PING_WIN_RATE -> List.of(SUBMISSIONS);
      case PING_SUCCESS_RATE, PROFIT -> List.of();
    };
  }

  boolean hasTooManyRows() {
    return tooManyRows;
  }

  /** Before any run: who sent pings is known then. */
  void add(List<PingSum> pings) {
    for (PingSum sum : pings) {
      pingers.add(sum.flowId() + "/" + sum.sourceId());
      Vars vars = sum.properties();
      if (query.rules().stream().allMatch(rule -> asksOfPings(rule) && rule.holds(vars))) {
        Row row = row(sum.bucket(), vars);
        row.pings += sum.submitted();
        row.pingsWon += sum.success();
      }
    }
  }

  /** Of a ping nothing is known but where it came in. */
  private static boolean asksOfPings(EventRule rule) {
    return rule.property().filter(name -> name.startsWith("vars.flow.") || name.startsWith("vars.source.")).isPresent();
  }

  void add(CountedRun run) {
    Set<Place> counted = query.byLead() && !run.later() ? new HashSet<>() : Set.of();
    for (CountedEvent event : run.events()) {
      if (!query.types().isEmpty() && !query.types().contains(event.type())
          || !query.rules().stream().allMatch(rule -> rule.holds(event.properties()))) {
        continue;
      }
      Row row = row(run.bucket(), event.properties());
      row.cost = row.cost.add(event.cost());
      row.revenue = row.revenue.add(event.revenue());
      for (int i = 0; i < this.counted.size(); i++) {
        if (this.counted.get(i).counts(event.properties(), event.type()) && isFirst(run, row, i, counted)) {
          row.counts[i] += run.leads();
          if (this.counted.get(i).equals(SUBMISSIONS) && pingers.contains(
              event.properties().get(FLOW) + "/" + event.properties().get(SOURCE))) {
            row.pingersSubmitted += run.leads();
          }
        }
      }
    }
  }

  private record Place(Row row, int column) {}

  private boolean isFirst(CountedRun run, Row row, int column, Set<Place> counted) {
    if (!query.byLead()) {
      return true;
    }
    return run.later()
        ? row.laterLeads.computeIfAbsent(column, _ -> new HashSet<>()).add(String.valueOf(run.lead()))
        : counted.add(new Place(row, column));
  }

  private Row row(int bucket, Vars event) {
    RowKey key = new RowKey(bucket, groups.stream().map(group -> group.of(event)).toList());
    Row row = rows.get(key);
    if (row == null) {
      tooManyRows |= rows.size() >= MAX_ROWS;
      row = new Row(counted.size());
      if (!tooManyRows) {
        rows.put(key, row);
      }
    }
    return row;
  }

  StatsTable table() {
    List<StatsTable.Row> shown = new ArrayList<>(rows.size());
    rows.forEach((key, row) -> shown.add(new StatsTable.Row(
        query.buckets().starts().get(key.bucket()), query.buckets().end(key.bucket()),
        key.values().stream().map(GroupValue::value).toList(),
        query.columns().stream().map(column -> value(column, row)).toList())));
    return new StatsTable(query.byInterval(), query.groupBy(),
        query.columns().stream().map(Column::word).toList(), shown);
  }

  private BigDecimal value(Column column, Row row) {
    return switch (column) {
      case Count count -> count(count, row);
      case Pings(String ending) -> BigDecimal.valueOf(ending.equals(Column.SUBMITTED) ? row.pings : row.pingsWon);
      case Money.COST -> plain(row.cost);
      case Money.REVENUE -> plain(row.revenue);
      case Derived derived -> value(derived, row);
    };
  }

  private BigDecimal value(Derived derived, Row row) {
    List<BigDecimal> parts = parts(derived).stream().map(count -> count(count, row)).toList();
    BigDecimal pings = BigDecimal.valueOf(row.pings);
    return switch (derived) {
      case PING_SUCCESS_RATE -> divided(BigDecimal.valueOf(row.pingsWon).multiply(HUNDRED), pings, 0);
      case PING_WIN_RATE ->
          divided(BigDecimal.valueOf(Math.min(row.pingersSubmitted, row.pings)).multiply(HUNDRED), pings, 0);
      case PROFIT -> plain(row.revenue.subtract(row.cost));
      case COST_PER_CONVERSION_RECEIVED_SUCCESS -> divided(row.cost, parts.getFirst(), 2);
      case AVG_COST_PER_LEAD -> divided(row.cost, parts.getFirst().subtract(parts.getLast()), 2);
      case AVG_REVENUE_PER_LEAD -> divided(row.revenue, parts.getFirst().subtract(parts.getLast()), 2);
    };
  }

  private BigDecimal count(Count count, Row row) {
    return BigDecimal.valueOf(row.counts[counted.indexOf(count)]);
  }

  /** Of nothing, nothing: the contract's columns are numbers, never absent. */
  private static BigDecimal divided(BigDecimal sum, BigDecimal by, int decimals) {
    return by.signum() <= 0 ? BigDecimal.ZERO : plain(sum.divide(by, decimals, RoundingMode.HALF_UP));
  }

  private static BigDecimal plain(BigDecimal amount) {
    return new BigDecimal(amount.stripTrailingZeros().toPlainString());
  }
}
