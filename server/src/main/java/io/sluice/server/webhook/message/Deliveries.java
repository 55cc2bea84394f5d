package io.sluice.server.webhook.message;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.kernel.WebhookMessageId;
import io.sluice.server.webhook.endpoint.WebhookEndpoint;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What became of the messages to an endpoint, and sending again what was given up. */
@Component
class Deliveries {

  /** So many at once; whoever has more asks again. */
  static final int MAX_REDRIVEN = 10_000;

  private final DeliveryStore store;
  private final MessageStore messages;
  private final WebhookEndpoints endpoints;
  private final Clock clock;

  Deliveries(DeliveryStore store, MessageStore messages, WebhookEndpoints endpoints, Clock clock) {
    this.store = store;
    this.messages = messages;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  /** A delivery with all that is known of it. */
  public record Told(Delivery delivery, String body, List<Attempt> attempts) {}

  public Result<List<Delivery>, MessageRefusal> list(AccountId account, String endpointId,
      Delivery.@Nullable State state, @Nullable WebhookMessageId before, int limit) {
    return endpoint(account, endpointId).map(endpoint -> store.list(account, endpoint.id(), state, before, limit));
  }

  public Result<Told, MessageRefusal> show(AccountId account, String endpointId, String messageId) {
    return endpoint(account, endpointId).then(endpoint -> known(account, endpoint.id(), messageId).map(delivery ->
        new Told(delivery, messages.find(account, delivery.message()).orElseThrow().body(),
            store.attempts(account, endpoint.id(), delivery.message()))));
  }

  /** From the first attempt on, and now, whatever became of it before. */
  @Transactional
  public Result<Delivery, MessageRefusal> redrive(AccountId account, String endpointId, String messageId) {
    return enabled(account, endpointId).then(endpoint -> known(account, endpoint.id(), messageId).map(delivery -> {
      Instant now = clock.instant();
      store.redrive(account, endpoint.id(), delivery.message(), RetrySchedule.ATTEMPTS, now);
      endpoints.wake(account, endpoint.id(), now);
      return store.find(account, endpoint.id(), delivery.message()).orElseThrow();
    }));
  }

  /** What was given up of messages written between these times. @return how many; at most {@link #MAX_REDRIVEN} */
  @Transactional
  public Result<Integer, MessageRefusal> redriveDead(
      AccountId account, String endpointId, @Nullable Instant since, @Nullable Instant until) {
    return enabled(account, endpointId).map(endpoint -> {
      Instant now = clock.instant();
      int count = store.redriveDead(account, endpoint.id(),
          ObjectIds.firstAt(since == null ? Instant.EPOCH : since),
          ObjectIds.firstAt(until == null ? now.plusSeconds(1) : until), RetrySchedule.ATTEMPTS, MAX_REDRIVEN, now);
      endpoints.wake(account, endpoint.id(), now);
      return count;
    });
  }

  private Result<WebhookEndpoint, MessageRefusal> enabled(AccountId account, String id) {
    return endpoint(account, id).then(endpoint -> endpoint.enabled()
        ? Result.done(endpoint) : Result.refused(new MessageRefusal.EndpointDisabled()));
  }

  private Result<WebhookEndpoint, MessageRefusal> endpoint(AccountId account, String id) {
    return switch (endpoints.find(account, id)) {
      case Result.Done<WebhookEndpoint, ?>(WebhookEndpoint endpoint) -> Result.done(endpoint);
      case Result.Refused<WebhookEndpoint, ?> _ -> Result.refused(new MessageRefusal.Unknown());
    };
  }

  private Result<Delivery, MessageRefusal> known(AccountId account, WebhookEndpointId endpoint, String messageId) {
    return (ObjectIds.valid(messageId)
        ? store.find(account, endpoint, WebhookMessageId.of(messageId)) : Optional.<Delivery>empty())
        .<Result<Delivery, MessageRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new MessageRefusal.Unknown()));
  }
}
