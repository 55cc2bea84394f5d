package io.sluice.server.delivery.destination;

import io.sluice.server.account.Subscriber;
import io.sluice.server.delivery.destination.Destination.Wanted;
import io.sluice.server.delivery.destination.Destination.WantedAction;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** Setting destinations up, which the published API does not (console contract). */
@ConsoleApi
class DestinationConsoleApi {

  record ActionJson(@Nullable String actionId, String name, String webhookUrl) {}

  record WantedJson(
      String name,
      @Nullable String integrationName,
      @Nullable String integrationIconUrl,
      List<ActionJson> actions) {

    Wanted wanted() {
      return new Wanted(name, integrationName, integrationIconUrl, actions.stream()
          .map(action -> new WantedAction(action.actionId(), action.name(), action.webhookUrl())).toList());
    }
  }

  private final Destinations destinations;

  DestinationConsoleApi(Destinations destinations) {
    this.destinations = destinations;
  }

  @PostMapping("/destinations")
  Answer<DestinationJson> create(Subscriber caller, @RequestBody WantedJson wanted) {
    return Answer.created(destinations.create(caller.account(), wanted.wanted()), DestinationJson::of);
  }

  @GetMapping("/destinations/{id}")
  Answer<DestinationJson> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(destinations.visible(caller.account(), id), DestinationJson::of);
  }

  @PutMapping("/destinations/{id}")
  Answer<DestinationJson> replace(Subscriber caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    return Answer.ok(destinations.replace(caller.account(), id, wanted.wanted()), DestinationJson::of);
  }

  @DeleteMapping("/destinations/{id}")
  Answer<DestinationJson> delete(Subscriber caller, @PathVariable String id) {
    return Answer.ok(destinations.delete(caller.account(), id), DestinationJson::of);
  }
}
