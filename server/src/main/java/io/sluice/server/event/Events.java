package io.sluice.server.event;

import io.sluice.engine.template.Vars;
import io.sluice.server.account.Accounts;
import io.sluice.server.event.EventStore.Column;
import io.sluice.server.event.EventStore.Stretch;
import io.sluice.server.event.log.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  private final EventStore store;
  private final Accounts accounts;
  private final int maxExamined;

  @Autowired
  Events(EventStore store, Accounts accounts) {
    this(store, accounts, MAX_EXAMINED);
  }

  Events(EventStore store, Accounts accounts, int maxExamined) {
    this.store = store;
    this.accounts = accounts;
    this.maxExamined = maxExamined;
  }

  Result<EventJson, EventRefusal> find(AccountId account, String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    Optional<StoredEvent> found =
        ObjectIds.valid(lower) ? store.find(account, EventId.of(lower)) : Optional.empty();
    return found.isEmpty()
        ? Result.refused(new EventRefusal.Unknown())
        : Result.done(shown(account, rebuilt(account, List.of(found.get()))).getFirst());
  }

  Result<List<EventJson>, EventRefusal> search(AccountId account, EventQuery query) {
    Optional<Map<Column, Collection<String>>> among = among(query.rules());
    if (among.isEmpty()) {
      return Result.done(List.of());
    }
    List<Rebuilt> found = new ArrayList<>();
    String above = query.above();
    String below = query.below();
    int examined = 0;
    while (found.size() < query.limit()) {
      if (examined >= maxExamined) {
        String next = query.ascending() ? "after_id=" + above : "before_id=" + below;
        return Result.refused(new EventRefusal.TooWide(examined, found.size(), next));
      }
      int size = Math.min(STRETCH, query.rules().isEmpty() ? query.limit() - found.size() : STRETCH);
      List<StoredEvent> events =
          store.stretch(account, new Stretch(above, below, among.get(), query.ascending(), size));
      examined += events.size();
      rebuilt(account, events).stream()
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
    return Result.done(shown(account, found).stream().map(event -> cut(event, query)).toList());
  }

  /** An event put together again, still with typed values. */
  private record Rebuilt(StoredEvent event, Map<String, @Nullable Object> properties) {

    boolean passes(List<EventRule> rules) {
      return rules.isEmpty() || passes(rules, Vars.of(properties));
    }

    private static boolean passes(List<EventRule> rules, Vars event) {
      return rules.stream().allMatch(rule -> rule.holds(event));
    }
  }

  /** What every column must be one of; empty when two rules leave a column nothing. */
  private static Optional<Map<Column, Collection<String>>> among(List<EventRule> rules) {
    Map<Column, Collection<String>> among = new EnumMap<>(Column.class);
    for (EventRule rule : rules) {
      rule.prefilter().ifPresent(wanted -> among.merge(wanted.column(), new LinkedHashSet<>(wanted.values()),
          (known, more) -> {
            Set<String> both = new HashSet<>(known);
            both.retainAll(more);
            return both;
          }));
    }
    return among.values().stream().anyMatch(Collection::isEmpty) ? Optional.empty() : Optional.of(among);
  }

  private List<Rebuilt> rebuilt(AccountId account, List<StoredEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    Set<LeadId> leads = events.stream().map(StoredEvent::lead).collect(Collectors.toSet());
    Map<LeadId, String> vars = store.vars(account, leads);
    Map<LeadId, List<StoredEvent.Left>> left =
        store.left(account, leads).stream().collect(Collectors.groupingBy(StoredEvent.Left::lead));
    Duration kept = Duration.ofDays(accounts.of(account).dataRetentionInDays());
    return events.stream().map(event -> {
      String known = vars.get(event.lead());
      List<StoredEvent.Left> before = left.getOrDefault(event.lead(), List.of()).stream()
          .filter(earlier -> earlier.event().compareTo(event.id()) < 0)
          .toList();
      return new Rebuilt(event, EventProperties.of(event, known == null ? Map.of() : VarsJson.read(known), before,
          ObjectIds.timeOf(event.id().value()).plus(kept)));
    }).toList();
  }

  private List<EventJson> shown(AccountId account, List<Rebuilt> events) {
    Map<EventId, String> transactions =
        store.transactions(account, events.stream().map(rebuilt -> rebuilt.event().id()).toList());
    return events.stream().map(rebuilt -> {
      EventProperties.addBodies(
          rebuilt.properties(), rebuilt.event().type(), transactions.get(rebuilt.event().id()));
      return new EventJson(rebuilt.properties());
    }).toList();
  }

  private static EventJson cut(EventJson event, EventQuery query) {
    return !query.include().isEmpty() ? event.only(query.include())
        : !query.exclude().isEmpty() ? event.without(query.exclude())
        : event;
  }
}
