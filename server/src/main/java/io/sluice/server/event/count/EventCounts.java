package io.sluice.server.event.count;

import io.sluice.engine.template.Vars;
import io.sluice.server.event.Snapshots;
import io.sluice.server.event.StoredEvent;
import io.sluice.server.event.count.EventScanStore.Place;
import io.sluice.server.event.count.RunCountStore.Sum;
import io.sluice.server.event.follow.Follower;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What happened in a stretch of time, run by run: from what was counted as leads ended where that knows enough, else from
 * the events themselves, as many of them as one request may read.
 */
@Component
public class EventCounts {

  /** Read by their columns. */
  static final int MAX_EVENTS = 400_000;
  /** Put together again, with all their variables: so much dearer. */
  static final int MAX_WHOLE_EVENTS = 40_000;

  private static final int CHUNK = 5_000;
  private static final int WHOLE_CHUNK = 1_000;
  private static final String LAST = "g";

  private final RunCountStore counts;
  private final EventScanStore events;
  private final Snapshots snapshots;
  private final Follower follower;
  private final int maxEvents;
  private final int maxWholeEvents;

  @Autowired
  EventCounts(RunCountStore counts, EventScanStore events, Snapshots snapshots, Follower follower) {
    this(counts, events, snapshots, follower, MAX_EVENTS, MAX_WHOLE_EVENTS);
  }

  EventCounts(RunCountStore counts, EventScanStore events, Snapshots snapshots, Follower follower, int maxEvents,
      int maxWholeEvents) {
    this.counts = counts;
    this.events = events;
    this.snapshots = snapshots;
    this.follower = follower;
    this.maxEvents = maxEvents;
    this.maxWholeEvents = maxWholeEvents;
  }

  /** Thrown within one reading only, to end it. */
  private static final class EnoughRead extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private EnoughRead() {
      super(null, null, false, false);
    }
  }

  /** Shows every run that began in that time and every event that came later in it. @return how many events were read */
  public Result<Integer, TooMuch> read(
      AccountId account, Buckets buckets, Needs needs, Consumer<CountedRun> seen) {
    var reading = new Reading(account, buckets, needs, seen);
    try {
      if (needs.runs()) {
        reading.runs();
      }
      if (needs.later()) {
        reading.later();
      }
      return Result.done(reading.read);
    } catch (EnoughRead enough) {
      return Result.refused(new TooMuch(reading.max));
    }
  }

  /** What flows and sources were called by leads of that time, by their ids. */
  public Map<String, String> names(AccountId account, Buckets buckets) {
    Map<String, String> names = new LinkedHashMap<>();
    String first = ObjectIds.firstOfMonth(buckets.start());
    counts.shapes(account, first, ObjectIds.firstOfMonth(buckets.end()), (_, shape) -> {
      for (var named : List.of(shape.flow(), shape.source())) {
        if (named.get("name") instanceof String name) {
          names.put(String.valueOf(named.get("id")), name);
        }
      }
    });
    return names;
  }

  private final class Reading {

    private final AccountId account;
    private final Buckets buckets;
    private final Needs needs;
    private final Consumer<CountedRun> seen;
    private final Instant start;
    private final int max;
    private int read;

    private Reading(AccountId account, Buckets buckets, Needs needs, Consumer<CountedRun> seen) {
      this.account = account;
      this.buckets = buckets;
      this.needs = needs;
      this.seen = seen;
      Instant oldest = ObjectIds.timeOf(snapshots.oldestShown(account));
      this.start = buckets.start().isAfter(oldest) ? buckets.start() : oldest;
      this.max = needs.fitColumns() ? maxEvents : maxWholeEvents;
    }

    private void runs() {
      Instant from = Quarters.next(start);
      Instant to = Quarters.begin(buckets.end());
      follower.catchUp(account);
      if (!needs.fitShapes() || !buckets.areQuarters() || !from.isBefore(to) || !showCounted(from, to)) {
        scan(start, buckets.end());
        return;
      }
      scan(start, from);
      scan(to, buckets.end());
    }

    /** @return false when the shapes do not say all that is asked */
    private boolean showCounted(Instant from, Instant to) {
      // Most shapes differ in what nobody asks for, and as one they take little room.
      Map<List<Map<String, @Nullable Object>>, List<Map<String, @Nullable Object>>> alike = new HashMap<>();
      Map<String, List<Map<String, @Nullable Object>>> shapes = new HashMap<>();
      Set<Boolean> blurred = new HashSet<>();
      counts.shapes(account, ObjectIds.firstOfMonth(from), ObjectIds.firstOfMonth(to.minusSeconds(1)), (id, shape) -> {
        blurred.add(shape.blurred());
        shapes.put(id, alike.computeIfAbsent(shape.properties(needs), Function.identity()));
      });
      if (needs.vary() && blurred.contains(true)) {
        return false;
      }
      int longest = alike.keySet().stream().mapToInt(List::size).max().orElse(0);
      counts.sums(account, ObjectIds.firstAt(from), ObjectIds.firstAt(to), bounds(), longest, sum -> {
        List<Map<String, @Nullable Object>> events = shapes.get(sum.shape());
        if (events != null) {
          show(sum, events);
        }
      });
      return true;
    }

    /** The first bound is not after the first quarter: what lies before the second is in the first. */
    private List<String> bounds() {
      List<String> bounds = new ArrayList<>(buckets.firstIds());
      bounds.set(0, "");
      return bounds;
    }

    private void show(Sum sum, List<Map<String, @Nullable Object>> properties) {
      List<CountedEvent> counted = new ArrayList<>(properties.size());
      for (int i = 0; i < properties.size(); i++) {
        String type = String.valueOf(properties.get(i).get("type"));
        counted.add(new CountedEvent(Vars.of(properties.get(i)), type,
            type.equals("source") ? sum.cost() : BigDecimal.ZERO, sum.revenue().get(i)));
      }
      seen.accept(new CountedRun(sum.bucket(), null, sum.leads(), false, counted));
    }

    private void scan(Instant from, Instant to) {
      if (!from.isBefore(to)) {
        return;
      }
      Place place = new Place(ObjectIds.firstAt(from), "", ObjectIds.firstAt(to));
      List<RunEventRow> rows = new ArrayList<>();
      if (needs.fitColumns()) {
        for (List<RunEventRow> chunk = chunk(place); !chunk.isEmpty(); chunk = chunk(place)) {
          rows.addAll(chunk);
          place = new Place(chunk.getLast().lead(), chunk.getLast().id(), place.below());
          rows = byLead(rows, RunEventRow::lead, Reading::event, chunk.size() == CHUNK);
        }
        byLead(rows, RunEventRow::lead, Reading::event, false);
      } else {
        List<Snapshots.Snapshot> whole = new ArrayList<>();
        for (List<StoredEvent> chunk = wholeChunk(place); !chunk.isEmpty(); chunk = wholeChunk(place)) {
          whole.addAll(snapshots.of(account, chunk));
          place = new Place(chunk.getLast().lead().value(), chunk.getLast().id().value(), place.below());
          whole = byLead(whole, one -> one.event().lead().value(), Reading::event, chunk.size() == WHOLE_CHUNK);
        }
        byLead(whole, one -> one.event().lead().value(), Reading::event, false);
      }
    }

    private List<RunEventRow> chunk(Place place) {
      return bounded(events.runs(account, place, needs.waits(), CHUNK));
    }

    private List<StoredEvent> wholeChunk(Place place) {
      return bounded(events.wholeRuns(account, place, WHOLE_CHUNK));
    }

    private <T> List<T> bounded(List<T> some) {
      read += some.size();
      if (read > max) {
        throw new EnoughRead();
      }
      return some;
    }

    /** Shows one run a lead. @param more whether the last lead may go on behind them @return what was not shown yet */
    private <T> List<T> byLead(List<T> rows, Function<T, String> lead,
        Function<T, CountedEvent> counted, boolean more) {
      int begin = 0;
      for (int i = 1; i <= rows.size(); i++) {
        boolean ends = i == rows.size() ? !more : !lead.apply(rows.get(i)).equals(lead.apply(rows.get(begin)));
        if (ends) {
          String id = lead.apply(rows.get(begin));
          seen.accept(new CountedRun(buckets.of(ObjectIds.timeOf(id)), id, 1, false,
              rows.subList(begin, i).stream().map(counted).toList()));
          begin = i;
        }
      }
      return new ArrayList<>(rows.subList(begin, rows.size()));
    }

    private void later() {
      String above = ObjectIds.firstAt(start).substring(0, 8);
      String below = buckets.end().isAfter(start) ? ObjectIds.firstAt(buckets.end()) : above;
      below = below.compareTo(LAST) < 0 ? below : LAST;
      if (needs.fitColumns()) {
        for (List<RunEventRow> chunk = bounded(events.later(account, above, below, needs.waits(), CHUNK)); !chunk.isEmpty();
            chunk = bounded(events.later(account, above, below, needs.waits(), CHUNK))) {
          chunk.forEach(row -> showLater(row.id(), row.lead(), event(row)));
          above = chunk.getLast().id();
        }
      } else {
        for (List<StoredEvent> chunk = bounded(events.wholeLater(account, above, below, WHOLE_CHUNK)); !chunk.isEmpty();
            chunk = bounded(events.wholeLater(account, above, below, WHOLE_CHUNK))) {
          snapshots.of(account, chunk).forEach(one ->
              showLater(one.event().id().value(), one.event().lead().value(), event(one)));
          above = chunk.getLast().id().value();
        }
      }
    }

    private void showLater(String event, String lead, CountedEvent counted) {
      seen.accept(new CountedRun(buckets.of(ObjectIds.timeOf(event)), lead, 1, true, List.of(counted)));
    }

    private static CountedEvent event(Snapshots.Snapshot one) {
      StoredEvent event = one.event();
      BigDecimal cost = event.cost();
      BigDecimal revenue = event.revenue();
      return new CountedEvent(Vars.of(one.properties()), event.type(), cost == null ? BigDecimal.ZERO : cost,
          revenue == null || event.type().equals("source") ? BigDecimal.ZERO : revenue);
    }

    private static CountedEvent event(RunEventRow row) {
      Map<String, @Nullable Object> properties = new LinkedHashMap<>();
      properties.put("id", row.id());
      properties.put("type", row.type());
      properties.put("outcome", row.outcome());
      properties.put("reason", row.reason());
      properties.put("step_id", row.stepId());
      properties.put("module_id", row.moduleId());
      properties.put("cap_reached", row.capReached());
      properties.put("purchase_price", row.purchasePrice());
      properties.put("sale_price", row.salePrice());
      properties.put("cost", row.cost());
      properties.put("revenue", row.revenue());
      properties.put("start_timestamp", row.startedAt().toEpochMilli());
      properties.put("end_timestamp", row.endedAt().toEpochMilli());
      properties.put("ms", row.ms());
      long waited = row.waitMs() == null ? 0 : row.waitMs();
      properties.put("wait_ms", waited);
      properties.put("overhead_ms", Math.max(0, row.ms() - waited));
      Map<String, @Nullable Object> vars = new LinkedHashMap<>();
      vars.put("lead", Map.of("id", row.lead()));
      vars.put("flow", Map.of("id", row.flow()));
      vars.put("source", Map.of("id", row.source()));
      if (row.recipientId() != null) {
        vars.put("recipient", row.changed() == null ? Map.of("id", row.recipientId()) : row.recipient());
      }
      Object feedback = row.feedbackType();
      if (feedback != null) {
        vars.put("feedback", Map.of("type", feedback));
      }
      properties.put("vars", vars);
      return new CountedEvent(Vars.of(properties), row.type(), row.costOrZero(), row.revenueOrZero());
    }
  }
}
