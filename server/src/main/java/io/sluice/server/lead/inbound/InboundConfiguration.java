package io.sluice.server.lead.inbound;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InboundConfiguration {

  @Bean
  StandardAnswer standardAnswer() {
    return new StandardAnswer();
  }

  @Bean
  InboundAnswers inboundAnswers(List<InboundAnswer> answers) {
    return new InboundAnswers(answers);
  }
}
