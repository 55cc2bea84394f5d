package io.sluice.server.webhook.message;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.kernel.WebhookMessageId;
import io.sluice.server.webhook.endpoint.EventTypes;
import io.sluice.server.webhook.endpoint.WebhookEndpoint;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes what is to be sent, for whoever listens, in the transaction in which it happens (decision 0102). */
@Component
public class Messages {

  /** The {@code type, timestamp, data} of the Standard Webhooks specification. */
  private record Envelope(String type, Instant timestamp, Object data) {}

  private record TestData(WebhookEndpointId endpointId) {}

  private final MessageStore store;
  private final WebhookEndpoints endpoints;
  private final JsonMapper json;
  private final Clock clock;

  Messages(MessageStore store, WebhookEndpoints endpoints, JsonMapper json, Clock clock) {
    this.store = store;
    this.endpoints = endpoints;
    this.json = json;
    this.clock = clock;
  }

  /** Whether there is anybody to be told of this type. */
  public boolean wanted(AccountId account, String type) {
    return !endpoints.listeningTo(account, type).isEmpty();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void tell(AccountId account, List<News> news) {
    Instant now = clock.instant();
    List<Message> messages = new ArrayList<>();
    List<MessageStore.Addressed> addressed = new ArrayList<>();
    Set<WebhookEndpointId> woken = new LinkedHashSet<>();
    for (String type : news.stream().map(News::type).distinct().toList()) {
      List<WebhookEndpoint> listening = endpoints.listeningTo(account, type);
      if (!listening.isEmpty()) {
        for (News item : news) {
          if (item.type().equals(type)) {
            Message message = message(item, now);
            messages.add(message);
            listening.forEach(endpoint -> addressed.add(new MessageStore.Addressed(message.id(), endpoint.id())));
          }
        }
        listening.forEach(endpoint -> woken.add(endpoint.id()));
      }
    }
    if (!messages.isEmpty()) {
      store.insert(account, messages);
      store.address(account, addressed, RetrySchedule.ATTEMPTS, now);
      // In one order, so that two transactions with the same endpoints do not wait for each other.
      woken.stream().sorted().forEach(endpoint -> endpoints.wake(account, endpoint, now));
    }
  }

  /** A message for this endpoint alone, attempted once. */
  @Transactional
  public Result<WebhookMessageId, MessageRefusal> test(AccountId account, String id) {
    return endpoint(account, id).then(endpoint -> {
      if (!endpoint.enabled()) {
        return Result.refused(new MessageRefusal.EndpointDisabled());
      }
      Instant now = clock.instant();
      Message message = message(new News(EventTypes.TEST, now, new TestData(endpoint.id())), now);
      store.insert(account, List.of(message));
      store.address(account, List.of(new MessageStore.Addressed(message.id(), endpoint.id())), 1, now);
      endpoints.wake(account, endpoint.id(), now);
      return Result.done(message.id());
    });
  }

  private Result<WebhookEndpoint, MessageRefusal> endpoint(AccountId account, String id) {
    return switch (endpoints.find(account, id)) {
      case Result.Done<WebhookEndpoint, ?>(WebhookEndpoint endpoint) -> Result.done(endpoint);
      case Result.Refused<WebhookEndpoint, ?> _ -> Result.refused(new MessageRefusal.Unknown());
    };
  }

  private Message message(News news, Instant now) {
    return new Message(WebhookMessageId.next(now), news.type(), news.happenedAt(),
        json.writeValueAsString(new Envelope(news.type(), news.happenedAt(), news.data())));
  }
}
