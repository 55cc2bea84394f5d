package io.sluice.server.webhook.message;

import io.sluice.server.job.Upkeep;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Once an hour: forgets messages of more than thirty days ago, and wakes endpoints whose job was given up. */
final class MessageUpkeep implements Upkeep {

  static final Duration KEPT = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration OVERDUE = Duration.ofMinutes(10);
  private static final int AT_ONCE = 1_000;
  private static final String KIND = "webhook_upkeep";
  private static final Logger LOG = LoggerFactory.getLogger(MessageUpkeep.class);

  private final MessageStore messages;
  private final DeliveryStore deliveries;
  private final WebhookEndpoints endpoints;
  private final TransactionOperations transactions;
  private final Clock clock;

  MessageUpkeep(MessageStore messages, DeliveryStore deliveries, WebhookEndpoints endpoints,
      TransactionOperations transactions, Clock clock) {
    this.messages = messages;
    this.deliveries = deliveries;
    this.endpoints = endpoints;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    Instant now = clock.instant();
    String firstKept = ObjectIds.firstAt(now.minus(KEPT));
    int forgotten = 0;
    for (int found = AT_ONCE; found == AT_ONCE && !Thread.currentThread().isInterrupted(); forgotten += found) {
      found = messages.forgetBefore(firstKept, AT_ONCE);
    }
    LOG.debug("{} webhook messages of over {} days ago were forgotten", forgotten, KEPT.toDays());
    for (DeliveryStore.Overdue late : deliveries.overdue(now.minus(OVERDUE), AT_ONCE)) {
      transactions.executeWithoutResult(_ -> endpoints.wake(late.account(), late.endpoint(), now));
    }
  }
}
