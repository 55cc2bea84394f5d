package io.sluice.server.delivery.destination;

import io.sluice.server.account.Accounts;
import io.sluice.server.delivery.destination.Destination.Action;
import io.sluice.server.delivery.destination.Destination.Wanted;
import io.sluice.server.delivery.destination.Destination.WantedAction;
import io.sluice.server.delivery.door.TargetUrl;
import io.sluice.server.flow.Flow;
import io.sluice.server.flow.Flows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.DestinationId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Setting destinations up (exchange 5.7). What changes of one holds for the next lead of every flow that names it: the
 * flow is not deployed anew.
 */
@Component
class Destinations {

  private static final int MAX_DESTINATIONS = 500;
  private static final int MAX_ACTIONS = 50;
  private static final int MAX_NAME_CHARS = 200;
  private static final String WEBHOOK = "Webhook";
  /** Would be read as a template where a flow's mapping holds it. */
  private static final String BRACES = "{{";

  private final DestinationStore store;
  private final Flows flows;
  private final Accounts accounts;
  private final Clock clock;

  Destinations(DestinationStore store, Flows flows, Accounts accounts, Clock clock) {
    this.store = store;
    this.flows = flows;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Oldest first. */
  List<Destination> of(AccountId account) {
    return store.of(account);
  }

  /** By destination, the flows whose saved form names it. */
  Map<DestinationId, List<Flow>> uses(AccountId account, List<Destination> destinations) {
    List<Flow> all = flows.of(account);
    return destinations.stream().collect(Collectors.toMap(Destination::id, destination ->
        all.stream().filter(flow -> flow.deliversTo(destination.id().value())).toList()));
  }

  Result<Destination, DestinationRefusal> visible(AccountId account, String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    return (ObjectIds.valid(lower) ? store.find(account, DestinationId.of(lower)) : Optional.<Destination>empty())
        .<Result<Destination, DestinationRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new DestinationRefusal.Unknown()));
  }

  @Transactional
  Result<Destination, DestinationRefusal> create(AccountId account, Wanted wanted) {
    accounts.hold(account);
    Map<String, List<String>> problems = problemsOf(wanted, Set.of());
    if (!problems.isEmpty()) {
      return Result.refused(new DestinationRefusal.Invalid(problems));
    }
    if (store.of(account).size() >= MAX_DESTINATIONS) {
      return Result.refused(new DestinationRefusal.TooMany(MAX_DESTINATIONS));
    }
    Instant now = clock.instant();
    Destination destination = destination(DestinationId.next(now), wanted, now, now);
    store.save(account, destination);
    return Result.done(destination);
  }

  @Transactional
  Result<Destination, DestinationRefusal> replace(AccountId account, String id, Wanted wanted) {
    accounts.hold(account);
    return visible(account, id).then(before -> {
      Map<String, List<String>> problems =
          problemsOf(wanted, before.actions().stream().map(Action::id).collect(Collectors.toSet()));
      if (!problems.isEmpty()) {
        return Result.refused(new DestinationRefusal.Invalid(problems));
      }
      Destination after = destination(before.id(), wanted, before.createdAt(), clock.instant());
      store.save(account, after);
      flows.readAnew(account);
      return Result.done(after);
    });
  }

  /** Answers the destination as it was. */
  @Transactional
  Result<Destination, DestinationRefusal> delete(AccountId account, String id) {
    accounts.hold(account);
    return visible(account, id).then(destination -> {
      List<Flow> users = uses(account, List.of(destination)).getOrDefault(destination.id(), List.of());
      if (!users.isEmpty()) {
        return Result.refused(
            new DestinationRefusal.InUse(users.stream().map(flow -> flow.id().value()).toList()));
      }
      store.delete(account, destination.id());
      flows.readAnew(account); // a deployed form may still name it
      return Result.done(destination);
    });
  }

  private static Destination destination(DestinationId id, Wanted wanted, Instant createdAt, Instant now) {
    List<Action> actions = wanted.actions().stream()
        .map(action -> new Action(
            action.id() == null ? ObjectIds.next(now) : action.id(), action.name().strip(), action.webhookUrl().strip()))
        .toList();
    return new Destination(id, wanted.name().strip(), Objects.requireNonNullElse(wanted.integrationName(), WEBHOOK),
        wanted.iconUrl(), actions, createdAt, now);
  }

  /** @param actionIds those the destination has */
  private static Map<String, List<String>> problemsOf(Wanted wanted, Set<String> actionIds) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    checkName(wanted.name(), "name", problems);
    if (wanted.actions().isEmpty() || wanted.actions().size() > MAX_ACTIONS) {
      problems.put("actions", List.of("must be 1 to " + MAX_ACTIONS));
    }
    if (wanted.iconUrl() != null && TargetUrl.parse(wanted.iconUrl()).isEmpty()) {
      problems.put("integration_icon_url", List.of("must be an http or https URL"));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < wanted.actions().size(); i++) {
      check(wanted.actions().get(i), "actions[" + i + "].", actionIds, seen, problems);
    }
    return problems;
  }

  private static void check(WantedAction action, String path, Set<String> actionIds, Set<String> seen,
      Map<String, List<String>> problems) {
    checkName(action.name(), path + "name", problems);
    if (action.webhookUrl().contains(BRACES) || TargetUrl.parse(action.webhookUrl()).isEmpty()) {
      problems.put(path + "webhook_url", List.of("must be an http or https URL"));
    }
    @Nullable String id = action.id();
    if (id != null && !actionIds.contains(id)) {
      problems.put(path + "action_id", List.of("there is no action " + id));
    } else if (id != null && !seen.add(id)) {
      problems.put(path + "action_id", List.of("is named already"));
    }
  }

  private static void checkName(String name, String path, Map<String, List<String>> problems) {
    if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
      problems.put(path, List.of("must have 1 to " + MAX_NAME_CHARS + " characters"));
    }
  }
}
