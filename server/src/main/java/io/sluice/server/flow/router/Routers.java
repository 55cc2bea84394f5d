package io.sluice.server.flow.router;

import io.sluice.engine.run.CompiledRouter;
import io.sluice.engine.run.Route;
import io.sluice.server.entity.Entity;
import io.sluice.server.flow.Flow;
import io.sluice.server.flow.FlowBinding;
import io.sluice.server.flow.Flows;
import io.sluice.server.flow.IntegrationModules;
import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.FieldUses;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.RouterId;
import io.sluice.server.kernel.ShortIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writing and reading routers (exchange 15). What is saved holds for the next lead: a router is not deployed. */
@Component
class Routers implements FieldUses {

  private static final int MAX_ROUTES = 500;
  private static final String INBOUND = "inbound";

  private final RouterStore store;
  private final OpenRouters open;
  private final Flows flows;
  private final Fields fields;
  private final List<IntegrationModules> modules;
  private final Clock clock;

  Routers(RouterStore store, OpenRouters open, Flows flows, Fields fields, List<IntegrationModules> modules,
      Clock clock) {
    this.store = store;
    this.open = open;
    this.flows = flows;
    this.fields = fields;
    this.modules = modules;
    this.clock = clock;
  }

  /** Oldest first. */
  List<Router> of(AccountId account) {
    return store.of(account);
  }

  Result<Router, RouterRefusal> visible(AccountId account, String id) {
    return known(id, router -> store.find(account, router));
  }

  /** @param moduleId absent: the standard one */
  @Transactional
  Result<Router, RouterRefusal> create(AccountId account, @Nullable String moduleId, List<ObjectNode> routes) {
    String module = moduleId == null ? Entity.DEFAULT_INBOUND : moduleId;
    Map<String, List<String>> problems = problemsOf(account, routes);
    if (modules.stream().noneMatch(some -> some.moduleIds().contains(module))) {
      problems.put("module_id", List.of("there is no module " + module));
    } else if (!List.of(module.split("\\.")).contains(INBOUND)) {
      problems.put("module_id", List.of(module + " is not inbound"));
    }
    if (!problems.isEmpty()) {
      return Result.refused(new RouterRefusal.Invalid(problems));
    }
    Instant now = clock.instant();
    Router router = new Router(RouterId.next(now), module, withIds(routes), now, now);
    return store.insert(account, router)
        ? Result.done(router) : Result.refused(new RouterRefusal.ModuleTaken(module));
  }

  @Transactional
  Result<Router, RouterRefusal> replace(
      AccountId account, String id, @Nullable String moduleId, List<ObjectNode> routes) {
    return known(id, router -> store.lock(account, router)).then(before -> {
      Map<String, List<String>> problems = problemsOf(account, routes);
      if (moduleId != null && !moduleId.equals(before.moduleId())) {
        problems.put("module_id", List.of("cannot be changed"));
      }
      if (!problems.isEmpty()) {
        return Result.refused(new RouterRefusal.Invalid(problems));
      }
      Router after =
          new Router(before.id(), before.moduleId(), withIds(routes), before.createdAt(), clock.instant());
      store.update(account, after);
      open.forgetAfterCommit(after.id());
      return Result.done(after);
    });
  }

  @Override
  public void changed(AccountId account) {
    store.changed(account).forEach(open::forgetAfterCommit);
  }

  private Map<String, List<String>> problemsOf(AccountId account, List<ObjectNode> routes) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    if (routes.size() > MAX_ROUTES) {
      problems.put("routes", List.of("must be at most " + MAX_ROUTES));
      return problems;
    }
    Map<String, Optional<Flow>> looked = new HashMap<>();
    List<Route> read = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      String path = "routes[" + i + "]";
      try {
        Route route = FlowBinding.bindRoute(routes.get(i));
        read.add(route);
        checkTarget(account, route, path, looked, problems);
      } catch (FlowBinding.Unreadable e) {
        problems.put(path + "." + e.path(), List.of("is not of the shape it must have"));
      }
    }
    KnownFields known = fields.known(account);
    if (read.size() == routes.size()
        && CompiledRouter.compile(read, field -> known.findEver(field).map(Field::type))
            instanceof CompiledRouter.Compilation.Broken(var broken)) {
      broken.forEach(problem -> problems.computeIfAbsent(
          problem.path().replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]"), none -> new ArrayList<>()).add(problem.sentence()));
    }
    return problems;
  }

  private void checkTarget(AccountId account, Route route, String path, Map<String, Optional<Flow>> looked,
      Map<String, List<String>> problems) {
    Optional<Flow> flow = looked.computeIfAbsent(String.valueOf(route.flowId()).toLowerCase(Locale.ROOT),
        id -> ObjectIds.valid(id) ? flows.find(account, FlowId.of(id)) : Optional.empty());
    if (flow.isEmpty()) {
      problems.put(path + ".flow_id", List.of("there is no flow " + route.flowId()));
    } else if (route.sourceId() == null
        || !ObjectIds.valid(route.sourceId().toLowerCase(Locale.ROOT))
        || !flow.get().document().sourceEntities().contains(EntityId.of(route.sourceId()))) {
      problems.put(path + ".source_id", List.of("the flow " + route.flowId() + " has no source " + route.sourceId()));
    }
  }

  /** Routes, rule sets and rules get the short ids they lack (exchange 2). */
  private static List<ObjectNode> withIds(List<ObjectNode> routes) {
    return routes.stream().map(route -> withId(route.deepCopy())).toList();
  }

  private static ObjectNode withId(ObjectNode part) {
    if (part.get("rules") instanceof ArrayNode rules) {
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i) instanceof ObjectNode rule) {
          rules.set(i, withId(rule));
        }
      }
    }
    if (part.get("rule_set") instanceof ObjectNode rules) {
      part.set("rule_set", withId(rules));
    }
    if (part.has("id")) {
      return part;
    }
    ObjectNode named = part.objectNode().put("id", ShortIds.next());
    return named.setAll(part);
  }

  private static Result<Router, RouterRefusal> known(String id, Function<RouterId, Optional<Router>> lookUp) {
    String lower = id.toLowerCase(Locale.ROOT);
    return (ObjectIds.valid(lower) ? lookUp.apply(RouterId.of(lower)) : Optional.<Router>empty())
        .<Result<Router, RouterRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new RouterRefusal.Unknown()));
  }
}
