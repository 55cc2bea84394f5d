package io.sluice.server.list.module;

import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.list.module.ListCalls.Called;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asking lists for a value, adding values, deleting them: one action a module (exchange 5.6). */
final class ListAction implements Integration {

  enum Action {
    QUERY_ITEM, ADD_ITEM, DELETE_ITEM;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Action action;
  private final ListCalls calls;

  ListAction(Action action, ListCalls calls) {
    this.action = action;
    this.calls = calls;
  }

  @Override
  public String moduleId() {
    return ListPackage.LISTS.id() + ".outbound." + action.word();
  }

  @Override
  public IntegrationMetadata metadata() {
    return switch (action) {
      case QUERY_ITEM -> ListPackage.module("Query item", "Asks whether a value is on one of the lists",
          List.of(ListPackage.LIST_NAMES, ListPackage.VALUE, ListPackage.LOOKBACK_VALUE, ListPackage.LOOKBACK_INTERVAL),
          ListPackage.queried(""));
      case ADD_ITEM -> ListPackage.module("Add item", "Adds values to lists",
          List.of(ListPackage.LIST_NAMES, ListPackage.VALUES), ListPackage.added(""));
      case DELETE_ITEM -> ListPackage.module("Delete item", "Deletes values from lists",
          List.of(ListPackage.LIST_NAMES, ListPackage.VALUES),
          List.of(
              Variable.optional("delete_item.outcome", "Outcome", "string", "Whether it could be done", "success"),
              Variable.optional("delete_item.reason", "Reason", "string", "Why not"),
              Variable.optional("delete_item.deleted", "Deleted", "number", "How many values were deleted", "1"),
              Variable.optional("delete_item.rejected", "Rejected", "number", "How many were not", "0")));
    };
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    var mapped = new ListVars(vars);
    Optional<List<String>> lists = mapped.lists();
    Optional<List<String>> values = mapped.values();
    if (lists.isEmpty()) {
      return Optional.of("invalid list name format");
    }
    if (values.isEmpty()) {
      return Optional.of("invalid values format");
    }
    if (lists.get().isEmpty()) {
      return Optional.of("a list name is required");
    }
    if (values.get().isEmpty()) {
      return Optional.of("values must not be blank");
    }
    return mapped.since(Instant.EPOCH).isEmpty() ? Optional.of(ListPackage.BAD_LOOKBACK) : Optional.empty();
  }

  /** Whatever was done before a crash is the same when it is done again. */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return true;
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    var vars = new ListVars(delivery.vars());
    Called called = switch (action) {
      case QUERY_ITEM -> calls.query(delivery, vars, door);
      case ADD_ITEM -> calls.add(delivery, vars, door);
      case DELETE_ITEM -> calls.delete(delivery, vars, door);
    };
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put(action.word(), called.event());
    event.put("outcome", called.event().get("outcome"));
    event.put("reason", called.event().get("reason"));
    return new Delivered(event, called.transactions());
  }
}
