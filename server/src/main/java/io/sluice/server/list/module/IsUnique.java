package io.sluice.server.list.module;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.list.module.ListCalls.Called;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Succeeds for the first lead with a value, and puts the value on the list; fails with {@code Duplicate} for those behind
 * it, however close they follow, and on whatever node (exchange 5.6, decision 0081).
 */
final class IsUnique implements Integration {

  private static final String ADDED = "add_item";

  private final ListCalls calls;

  IsUnique(ListCalls calls) {
    this.calls = calls;
  }

  @Override
  public String moduleId() {
    return ListPackage.LISTS.id() + ".outbound.is_unique";
  }

  @Override
  public IntegrationMetadata metadata() {
    List<Variable> answered = new ArrayList<>(List.of(
        Variable.optional("is_unique.outcome", "Outcome", "string", "success if the value is new", "success"),
        Variable.optional("is_unique.reason", "Reason", "string", "Duplicate, or why nobody knows", "Duplicate")));
    answered.addAll(ListPackage.queried("is_unique."));
    answered.addAll(ListPackage.added("is_unique."));
    return ListPackage.module("Is unique", "Asks whether a value is new to a list, and adds it",
        List.of(ListPackage.LIST_NAME, ListPackage.VALUE, ListPackage.LOOKBACK_VALUE, ListPackage.LOOKBACK_INTERVAL),
        answered);
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    var mapped = new ListVars(vars);
    Optional<List<String>> lists = mapped.lists();
    Optional<List<String>> values = mapped.values();
    if (lists.isEmpty()) {
      return Optional.of("invalid list name format");
    }
    if (lists.get().size() > 1) {
      return Optional.of("multiple lists not supported");
    }
    if (values.isEmpty()) {
      return Optional.of("invalid value format");
    }
    if (values.get().isEmpty()) {
      return Optional.of("value required");
    }
    if (values.get().size() > 1) {
      return Optional.of("multiple values not supported");
    }
    if (lists.get().isEmpty()) {
      return Optional.of("a list name is required");
    }
    return mapped.since(Instant.EPOCH).isEmpty() ? Optional.of(ListPackage.BAD_LOOKBACK) : Optional.empty();
  }

  /**
   * The claim is made under the delivery's key: a lead that comes again after a crash finds its own. A service elsewhere
   * knows no keys, and would tell the lead that it is a duplicate of itself.
   */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return Values.text(vars.get(Delivery.CREDENTIAL_ID)).isBlank();
  }

  /** Once a value that was new was to be added, nobody knows whether it is there: asked again, it would be found. */
  @Override
  public boolean isRetryable(Map<String, ? extends @Nullable Object> answered) {
    return !answered.containsKey(ADDED);
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    var vars = new ListVars(delivery.vars());
    boolean here = !ListCalls.isElsewhere(delivery);
    Called query = here ? calls.claim(delivery, vars) : calls.query(delivery, vars, door);
    Called add = null;
    String outcome = String.valueOf(query.event().get("outcome"));
    Object reason = query.event().get("reason");
    if (outcome.equals("success") && Boolean.TRUE.equals(query.event().get("found"))) {
      outcome = "failure";
      reason = "Duplicate";
    } else if (outcome.equals("success")) {
      add = here ? new Called(ListAnswers.of(ListCalls.counts("accepted", 1, 0),
          String.valueOf(query.event().get("duration"))), List.of()) : calls.add(delivery, vars, door);
      outcome = String.valueOf(add.event().get("outcome"));
      reason = add.event().get("reason");
    }
    return delivered(query, add, outcome, reason);
  }

  /** Both actions are told twice, as flows know them from single steps, too (observed). */
  private static Delivered delivered(Called query, @Nullable Called add, String outcome, @Nullable Object reason) {
    Map<String, @Nullable Object> actions = new LinkedHashMap<>();
    actions.put("query_item", query.event());
    List<HttpTransaction> transactions = new ArrayList<>(query.transactions());
    if (add != null) {
      actions.put(ADDED, add.event());
      transactions.addAll(add.transactions());
    }
    Map<String, @Nullable Object> isUnique = new LinkedHashMap<>();
    isUnique.put("outcome", outcome);
    if (reason != null) {
      isUnique.put("reason", reason);
    }
    isUnique.putAll(actions);
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("is_unique", isUnique);
    event.putAll(actions);
    event.put("outcome", outcome);
    event.put("reason", reason);
    return new Delivered(event, transactions);
  }
}
