package io.sluice.server.event.metrics;

import io.sluice.engine.template.Vars;
import io.sluice.server.event.count.CountedEvent;
import io.sluice.server.event.count.CountedRun;
import io.sluice.server.event.count.Group;
import io.sluice.server.event.count.GroupValue;
import io.sluice.server.event.count.RowKey;
import io.sluice.server.kernel.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What is gathered, row by row; too many values, of rows or within them, are refused when all was seen. */
final class MetricsRows<T> {

  static final int MAX_VALUES = 10_000;

  private final MetricsQuery query;
  private final Supplier<T> empty;
  private final List<Group> groups;
  private final Map<RowKey, T> rows = new TreeMap<>();
  private int values;
  private boolean tooMany;

  MetricsRows(MetricsQuery query, Supplier<T> empty) {
    this.query = query;
    this.empty = empty;
    this.groups = query.groupBy().stream().map(Group::by).toList();
    for (int bucket = 0; groups.isEmpty() && bucket < query.buckets().starts().size(); bucket++) {
      rows.put(new RowKey(bucket, List.of()), empty.get());
    }
  }

  T of(CountedRun run, CountedEvent event) {
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

  void add(Set<GroupValue> row, GroupValue value) {
    if (row.add(value)) {
      values++;
      tooMany |= values > MAX_VALUES;
    }
  }

  boolean any(Predicate<T> row) {
    return rows.values().stream().anyMatch(row);
  }

  Result<MetricsTable, MetricsRefusal> results(String name, Function<T, Optional<Object>> result) {
    if (tooMany) {
      return Result.refused(new MetricsRefusal.TooManyValues(MAX_VALUES));
    }
    Map<RowKey, Object> results = new TreeMap<>();
    rows.forEach((key, row) -> result.apply(row).ifPresent(found -> results.put(key, found)));
    return Result.done(new MetricsTable(query, name, results));
  }
}
