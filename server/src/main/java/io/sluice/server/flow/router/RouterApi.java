package io.sluice.server.flow.router;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.RouterId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import tools.jackson.databind.node.ObjectNode;

/** {@code /routers} (exchange 15). A router that was written is answered in a list, as published (decision 0093). */
@ExchangeApi
class RouterApi {

  record WantedJson(@Nullable String moduleId, List<ObjectNode> routes) {}

  record RouterJson(RouterId id, String moduleId, List<ObjectNode> routes, Instant createdAt, Instant updatedAt) {

    static RouterJson of(Router router) {
      return new RouterJson(
          router.id(), router.moduleId(), router.routes(), router.createdAt(), router.updatedAt());
    }
  }

  private final Routers routers;

  RouterApi(Routers routers) {
    this.routers = routers;
  }

  @GetMapping("/routers")
  Answer<List<RouterJson>> list(Subscriber caller) {
    return Answer.ok(routers.of(caller.account()).stream().map(RouterJson::of).toList());
  }

  @PostMapping("/routers")
  Answer<List<RouterJson>> create(Subscriber caller, @RequestBody WantedJson wanted) {
    return Answer.created(routers.create(caller.account(), wanted.moduleId(), wanted.routes()),
        router -> List.of(RouterJson.of(router)));
  }

  @GetMapping("/routers/{id}")
  Answer<RouterJson> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(routers.visible(caller.account(), id), RouterJson::of);
  }

  @PutMapping("/routers/{id}")
  Answer<List<RouterJson>> replace(Subscriber caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    return Answer.ok(routers.replace(caller.account(), id, wanted.moduleId(), wanted.routes()),
        router -> List.of(RouterJson.of(router)));
  }
}
