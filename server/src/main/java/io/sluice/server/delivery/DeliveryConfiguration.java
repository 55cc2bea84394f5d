package io.sluice.server.delivery;

import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.AnswersInHand;
import io.sluice.server.delivery.door.HostNames;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundLimits;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

  @Bean
  AnswersInHand answersInHand() {
    return AnswersInHand.ofShare();
  }

  @Bean
  OutboundDoor outboundDoor(AllowedTargets allowed, AnswersInHand answers, Clock clock) {
    return new OutboundDoor(allowed, OutboundLimits.STANDARD, HostNames.OF_THE_SYSTEM, answers, clock);
  }

  @Bean
  Integrations integrations(List<Integration> integrations) {
    return new Integrations(integrations);
  }
}
