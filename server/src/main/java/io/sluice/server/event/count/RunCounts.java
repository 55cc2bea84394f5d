package io.sluice.server.event.count;

import static java.util.stream.Collectors.groupingBy;

import io.sluice.server.event.count.RunCountStore.Cell;
import io.sluice.server.event.follow.EndedLead;
import io.sluice.server.event.follow.LeadFollower;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;

/** Counts how leads ran, as they end (decision 0088). A run counts when its lead came in. */
@Component
final class RunCounts implements LeadFollower {

  /**
   * So many shapes a flow and month are kept whole. A flow whose recipients give every lead a reason of its own would
   * otherwise count every lead by itself; its later shapes are kept without reasons and prices.
   */
  static final int MAX_WHOLE_SHAPES = 500;

  private static final int MAX_MONTHS_KNOWN = 2_000;

  private final RunCountStore store;
  private final Map<MonthOf, Known> known = new ConcurrentHashMap<>();
  private final Set<PGConnection> connections = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  RunCounts(RunCountStore store) {
    this.store = store;
  }

  private record MonthOf(AccountId account, String month) {}

  /** Shapes that are written for good, and how many of them are whole, by flow. */
  private record Known(Set<String> ids, Map<String, Integer> whole) {}

  private record Key(String quarter, String shape) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      int order = quarter.compareTo(other.quarter);
      return order == 0 ? shape.compareTo(other.shape) : order;
    }
  }

  /** A month's shapes while some are added to them. */
  private static final class Month {

    private final Known known;
    private final Map<String, Integer> whole;
    private final TreeMap<String, String> added = new TreeMap<>();

    private Month(Known known) {
      this.known = known;
      this.whole = new HashMap<>(known.whole());
    }

    private String idOf(RunShape shape) {
      String body = shape.body();
      String id = RunShape.id(body);
      if (known.ids().contains(id) || added.containsKey(id)) {
        return id;
      }
      if (whole.getOrDefault(shape.flowId(), 0) >= MAX_WHOLE_SHAPES) {
        body = shape.blur().body();
        id = RunShape.id(body);
      } else {
        whole.merge(shape.flowId(), 1, Integer::sum);
      }
      if (!known.ids().contains(id)) {
        added.put(id, body);
      }
      return id;
    }
  }

  @Override
  public void take(AccountId account, List<EndedLead> leads) {
    if (connections.add(store.connection())) {
      known.clear(); // it may lead to another database, a copy that was promoted, which may lack some
    }
    Map<String, List<RunEventRow>> events =
        store.events(account, leads.stream().map(EndedLead::id).toList()).stream().collect(groupingBy(RunEventRow::lead));
    Map<Key, Cell> cells = new TreeMap<>();
    Map<String, Month> months = new TreeMap<>();
    for (EndedLead lead : leads) {
      List<RunEventRow> run = events.getOrDefault(lead.id().value(), List.of());
      if (!run.isEmpty()) {
        Instant time = ObjectIds.timeOf(lead.id().value());
        String shape = months.computeIfAbsent(ObjectIds.firstOfMonth(time), month -> new Month(known(account, month)))
            .idOf(RunShape.of(lead.flow().value(), lead.name("flow"), lead.source().value(), lead.name("source"), run));
        String quarter = Quarters.of(time);
        cells.merge(new Key(quarter, shape), cell(quarter, shape, run), RunCounts::sum);
      }
    }
    months.forEach((name, month) -> {
      if (!month.added.isEmpty()) {
        store.addShapes(account, name, month.added);
        known.remove(new MonthOf(account, name)); // read again once this is written for good
      }
    });
    store.add(account, List.copyOf(cells.values()));
  }

  private Known known(AccountId account, String month) {
    if (known.size() > MAX_MONTHS_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(new MonthOf(account, month), _ -> {
      Set<String> ids = new HashSet<>();
      Map<String, Integer> whole = new HashMap<>();
      store.shapes(account, month, month, (id, shape) -> {
        ids.add(id);
        if (!shape.blurred()) {
          whole.merge(shape.flowId(), 1, Integer::sum);
        }
      });
      return new Known(Set.copyOf(ids), whole);
    });
  }

  private static Cell cell(String quarter, String shape, List<RunEventRow> run) {
    BigDecimal cost = run.stream().map(RunEventRow::costOrZero).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Cell(quarter, shape, 1, cost,
        run.stream().map(RunEventRow::revenueOrZero).toArray(BigDecimal[]::new));
  }

  private static Cell sum(Cell one, Cell other) {
    BigDecimal[] revenue = Arrays.copyOf(one.revenue(), one.revenue().length);
    Arrays.setAll(revenue, i -> one.revenue()[i].add(other.revenue()[i]));
    return new Cell(one.quarter(), one.shape(), one.leads() + other.leads(), one.cost().add(other.cost()), revenue);
  }
}
