package io.sluice.server.event;

import io.sluice.engine.template.Vars;
import io.sluice.server.account.Accounts;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Events put together again, as their step saw the lead; and how long they are kept. */
@Component
public class Snapshots {

  private final EventStore store;
  private final Accounts accounts;
  private final Clock clock;

  Snapshots(EventStore store, Accounts accounts, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** An event put together again, still with typed values. */
  public record Snapshot(StoredEvent event, Map<String, @Nullable Object> properties) {

    boolean passes(List<EventRule> rules) {
      if (rules.isEmpty()) {
        return true;
      }
      Vars vars = Vars.of(properties);
      return rules.stream().allMatch(rule -> rule.holds(vars));
    }
  }

  /**
   * No event, lead or count with a smaller id is shown any more: its time is over, whether or not it was deleted yet
   * (exchange 12.4).
   */
  public String oldestShown(AccountId account) {
    return ObjectIds.firstAt(clock.instant().minus(kept(account)).plusSeconds(1));
  }

  /** In the order of the events. */
  public List<Snapshot> of(AccountId account, List<StoredEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    Set<LeadId> ids = events.stream().map(StoredEvent::lead).collect(Collectors.toSet());
    Map<LeadId, StoredLead> leads = store.leads(account, ids);
    Map<LeadId, List<StoredEvent.Left>> left =
        store.left(account, ids).stream().collect(Collectors.groupingBy(StoredEvent.Left::lead));
    Map<String, Map<String, @Nullable Object>> definitions = definitions(account, events);
    Duration kept = kept(account);
    return events.stream().map(event -> {
      StoredLead lead = leads.get(event.lead());
      Instant submittedAt = lead == null ? ObjectIds.timeOf(event.lead().value()) : lead.receivedAt();
      List<StoredEvent.Left> before = left.getOrDefault(event.lead(), List.of()).stream()
          .filter(earlier -> earlier.event().compareTo(event.id()) < 0)
          .toList();
      return new Snapshot(event, EventProperties.of(event, submittedAt,
          lead == null ? known(event) : VarsJson.read(lead.vars()), before,
          event.definition() == null ? Map.of() : definitions.getOrDefault(event.definition(), Map.of()),
          ObjectIds.timeOf(event.id().value()).plus(kept)));
    }).toList();
  }

  /** Each read once: most events have the same. One that is gone went with its month, which is not shown any more. */
  private Map<String, Map<String, @Nullable Object>> definitions(AccountId account, List<StoredEvent> events) {
    Set<String> ids =
        events.stream().map(StoredEvent::definition).filter(Objects::nonNull).collect(Collectors.toSet());
    Map<String, Map<String, @Nullable Object>> definitions = new HashMap<>();
    store.definitions(account, ids).forEach((id, json) -> definitions.put(id, VarsJson.read(json)));
    return definitions;
  }

  /** With requests and responses, as far as they are kept. */
  List<EventJson> whole(AccountId account, List<Snapshot> snapshots) {
    Map<EventId, String> transactions =
        store.transactions(account, snapshots.stream().map(snapshot -> snapshot.event().id()).toList());
    return snapshots.stream().map(snapshot -> {
      EventProperties.addBodies(
          snapshot.properties(), snapshot.event().type(), transactions.get(snapshot.event().id()));
      return new EventJson(snapshot.properties());
    }).toList();
  }

  /** Of an event that came after its lead's time was over: whose it is, and nothing the lead said. */
  private static Map<String, @Nullable Object> known(StoredEvent event) {
    Map<String, @Nullable Object> vars = new LinkedHashMap<>();
    vars.put("lead", Map.of("id", event.lead().value()));
    vars.put("flow", Map.of("id", event.flow().value()));
    vars.put("source", Map.of("id", event.source().value()));
    return vars;
  }

  private Duration kept(AccountId account) {
    return Duration.ofDays(accounts.of(account).dataRetentionInDays());
  }
}
