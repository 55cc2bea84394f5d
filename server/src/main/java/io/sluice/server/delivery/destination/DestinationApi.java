package io.sluice.server.delivery.destination;

import io.sluice.server.account.Subscriber;
import io.sluice.server.flow.Flow;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.DestinationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code GET /destinations} (exchange 5.7). */
@ExchangeApi
class DestinationApi {

  private static final String FLOW_USAGES = "flow_usages";

  private final Destinations destinations;

  DestinationApi(Destinations destinations) {
    this.destinations = destinations;
  }

  @GetMapping("/destinations")
  Answer<List<DestinationJson>> list(
      Subscriber caller, @RequestParam(name = "include", required = false) @Nullable String include) {
    List<Destination> all = destinations.of(caller.account());
    if (!FLOW_USAGES.equals(include) || all.isEmpty()) {
      return Answer.ok(all.stream().map(DestinationJson::of).toList());
    }
    Map<DestinationId, List<Flow>> uses = destinations.uses(caller.account(), all);
    return Answer.ok(all.stream().map(one -> DestinationJson.of(one, uses.get(one.id()))).toList());
  }
}
