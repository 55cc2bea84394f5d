package io.sluice.server.webhook.message;

import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.AnswersInHand;
import io.sluice.server.delivery.door.HostNames;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundLimits;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class MessageConfiguration {

  /** A door of their own: however many endpoints are slow, none of them takes a connection from a lead. */
  static final OutboundLimits LIMITS = new OutboundLimits(
      1 << 20, 8 << 10, 100, 1_024, 32, 512, Integer.MAX_VALUE, Duration.ZERO, Duration.ofSeconds(10));

  @Bean(defaultCandidate = false, destroyMethod = "close")
  OutboundDoor webhookDoor(AllowedTargets allowed, AnswersInHand answers, Clock clock) {
    return new OutboundDoor(allowed, LIMITS, HostNames.OF_THE_SYSTEM, answers, clock);
  }

  @Bean
  MessageCarrier messageCarrier(WebhookEndpoints endpoints, DeliveryStore deliveries,
      @Qualifier("webhookDoor") OutboundDoor door,
      PlatformTransactionManager transactions, Clock clock) {
    return new MessageCarrier(endpoints, deliveries, door, new TransactionTemplate(transactions), clock,
        MessageCarrier.TURN);
  }

  @Bean
  MessageUpkeep messageUpkeep(MessageStore messages, DeliveryStore deliveries, WebhookEndpoints endpoints,
      PlatformTransactionManager transactions, Clock clock) {
    return new MessageUpkeep(messages, deliveries, endpoints, new TransactionTemplate(transactions), clock);
  }
}
