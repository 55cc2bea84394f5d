package io.sluice.server.flow.router;

import io.sluice.engine.run.AccountSummary;
import io.sluice.engine.run.CompiledRouter;
import io.sluice.engine.run.Route;
import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.flow.FlowBinding;
import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.KeptOpen;
import io.sluice.server.kernel.RouterId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.node.ObjectNode;

/** The routers, compiled once and kept in memory, as {@link io.sluice.server.flow.OpenFlows} keeps flows. */
@Component
public class OpenRouters implements KeptOpen {

  private static final int MAX_KEPT = 10_000;

  private final RouterStore store;
  private final Fields fields;
  private final Accounts accounts;
  private final Map<RouterId, OpenRouter> kept = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  OpenRouters(RouterStore store, Fields fields, Accounts accounts) {
    this.store = store;
    this.fields = fields;
    this.accounts = accounts;
  }

  /** Empty for a router that does not exist. */
  public Optional<OpenRouter> open(RouterId id) {
    OpenRouter known = kept.get(id);
    return known == null ? read(id) : Optional.of(known);
  }

  void forgetAfterCommit(RouterId id) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        forget(id);
      }
    });
  }

  @Override
  public void forgetOutdated() {
    Set<RouterId> ids = Set.copyOf(kept.keySet());
    if (!ids.isEmpty()) {
      Map<RouterId, Long> versions = store.versions(ids);
      kept.forEach((id, known) -> {
        Long version = versions.get(id);
        if (ids.contains(id) && (version == null || version != known.version())) {
          forget(id);
        }
      });
    }
  }

  private void forget(RouterId id) {
    forgotten.incrementAndGet();
    kept.remove(id);
  }

  private Optional<OpenRouter> read(RouterId id) {
    long before = forgotten.get();
    Optional<OpenRouter> read = store.open(id).map(this::compiled);
    // What was read while something changed may be the form before the change: it serves this request, and no other.
    if (read.isPresent() && forgotten.get() == before) {
      if (kept.size() >= MAX_KEPT) {
        kept.clear(); // so many are not in use at a time: those that are come back one by one
      }
      kept.put(id, read.get());
      if (forgotten.get() != before) {
        kept.remove(id);
      }
    }
    return read;
  }

  private OpenRouter compiled(RouterStore.Entry entry) {
    KnownFields known = fields.known(entry.account());
    Account account = accounts.of(entry.account());
    String id = account.id().value();
    return switch (CompiledRouter.compile(routes(entry.router()), field -> known.findEver(field).map(Field::type))) {
      case CompiledRouter.Compilation.Ready(CompiledRouter routes) -> new OpenRouter(
          new AccountSummary(id, id, account.name(), ZoneId.of(account.timeZone())),
          entry.router().moduleId(), routes, entry.version());
      case CompiledRouter.Compilation.Broken(var problems) ->
          throw new IllegalStateException("router " + entry.router().id() + " was saved, but does not compile: " + problems);
    };
  }

  private static List<Route> routes(Router router) {
    List<Route> routes = new ArrayList<>();
    for (ObjectNode route : router.routes()) {
      try {
        routes.add(FlowBinding.bindRoute(route));
      } catch (FlowBinding.Unreadable e) {
        throw new IllegalStateException("router " + router.id() + " was saved, but cannot be read", e);
      }
    }
    return routes;
  }
}
