package io.sluice.server.event;

import io.sluice.server.event.EventAccess.Wanted;
import io.sluice.server.event.EventStore.Stretch;
import io.sluice.server.event.Snapshots.Snapshot;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Searching events and reading one. */
@Component
public class Events {

  /**
   * How many events one request may look at. Where rules match so rarely that this is not enough, the request is
   * refused and told where to go on: a short page would look like the last one.
   */
  static final int MAX_EXAMINED = 20_000;

  private static final int STRETCH = 500;
  /** Greater than every id: no hex digit. */
  private static final String BEHIND_ALL = "g";
  /** The time of an id: a bound made of it alone stands before every id of that second. */
  private static final int TIME_CHARS = 8;

  private final EventStore store;
  private final Snapshots snapshots;
  private final LeadsByValue leads;
  private final int maxExamined;

  @Autowired
  Events(EventStore store, Snapshots snapshots, LeadsByValue leads) {
    this(store, snapshots, leads, MAX_EXAMINED);
  }

  Events(EventStore store, Snapshots snapshots, LeadsByValue leads, int maxExamined) {
    this.store = store;
    this.snapshots = snapshots;
    this.leads = leads;
    this.maxExamined = maxExamined;
  }

  Result<EventJson, EventRefusal> find(AccountId account, String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    Optional<StoredEvent> found = ObjectIds.valid(lower) && lower.compareTo(snapshots.oldestShown(account)) >= 0
        ? store.find(account, EventId.of(lower))
        : Optional.empty();
    return found.isEmpty()
        ? Result.refused(new EventRefusal.Unknown())
        : Result.done(snapshots.whole(account, snapshots.of(account, List.of(found.get()))).getFirst());
  }

  /** Those of these that are still kept, as the API answers them. */
  public Map<EventId, EventJson> among(AccountId account, Collection<EventId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Stretch stretch = new Stretch(snapshots.oldestShown(account).substring(0, TIME_CHARS), BEHIND_ALL,
        new EventAccess.ByIds(ids.stream().map(EventId::value).toList()), true, ids.size());
    List<Snapshot> found = snapshots.of(account, store.stretch(account, stretch));
    List<EventJson> shown = snapshots.whole(account, found);
    Map<EventId, EventJson> byId = new LinkedHashMap<>();
    for (int i = 0; i < found.size(); i++) {
      byId.put(found.get(i).event().id(), shown.get(i));
    }
    return byId;
  }

  Result<List<EventJson>, EventRefusal> search(AccountId account, EventQuery query) {
    Wanted wanted = Wanted.of(query.rules());
    if (wanted.isNothing()) {
      return Result.done(List.of());
    }
    List<Snapshot> found = new ArrayList<>();
    String oldest = snapshots.oldestShown(account).substring(0, TIME_CHARS);
    String above = query.above().compareTo(oldest) > 0 ? query.above() : oldest;
    String below = query.below();
    EventAccess access = wanted.access(leads(account, query.rules(), oldest, below));
    boolean needsNoMore =
        wanted.values().size() == query.rules().size() && access.answers(wanted.values().keySet());
    int examined = 0;
    while (found.size() < query.limit()) {
      if (examined >= maxExamined) {
        String next = query.ascending() ? "after_id=" + above : "before_id=" + below;
        return Result.refused(new EventRefusal.TooWide(examined, found.size(), next));
      }
      int size = needsNoMore ? Math.min(STRETCH, query.limit() - found.size()) : STRETCH;
      List<StoredEvent> events = store.stretch(account, new Stretch(above, below, access, query.ascending(), size));
      examined += events.size();
      snapshots.of(account, events.stream().filter(wanted::allows).toList()).stream()
          .filter(event -> event.passes(query.rules()))
          .limit(query.limit() - found.size())
          .forEach(found::add);
      if (events.size() < size) {
        break;
      }
      String last = events.getLast().id().value();
      above = query.ascending() ? last : above;
      below = query.ascending() ? below : last;
    }
    return Result.done(snapshots.whole(account, found).stream().map(event -> cut(event, query)).toList());
  }

  /** The fewest leads that one of the rules leaves. */
  private Optional<Set<LeadId>> leads(AccountId account, List<EventRule> rules, String oldest, String below) {
    Set<LeadId> fewest = null;
    for (EventRule rule : rules) {
      String property = rule.property().orElse("");
      if (rule.wanted().isPresent() && rule.wanted().get().size() == 1) {
        // An event may be much younger than its lead, so only the end of the range says something about leads.
        Set<LeadId> some = leads.holding(account, property, rule.wanted().get().iterator().next(), oldest, below)
            .orElse(null);
        fewest = some != null && (fewest == null || some.size() < fewest.size()) ? some : fewest;
      }
    }
    return Optional.ofNullable(fewest);
  }

  /** The last event of each of these leads, without requests and responses. */
  public Map<LeadId, EventJson> latest(AccountId account, Collection<LeadId> leads) {
    return snapshots.of(account, store.latest(account, leads)).stream()
        .collect(Collectors.toMap(found -> found.event().lead(), found -> new EventJson(found.properties())));
  }

  private static EventJson cut(EventJson event, EventQuery query) {
    return !query.include().isEmpty() ? event.only(query.include())
        : !query.exclude().isEmpty() ? event.without(query.exclude())
        : event;
  }
}
