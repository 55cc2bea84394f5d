package io.sluice.server.lead.inbound;

import io.sluice.server.kernel.BaseUrl;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InboundConfiguration {

  @Bean
  StandardInbound standardInbound() {
    return new StandardInbound();
  }

  @Bean
  VerboseInbound verboseInbound() {
    return new VerboseInbound();
  }

  @Bean
  ClassicInbound classicInbound(BaseUrl base) {
    return new ClassicInbound(base);
  }

  @Bean
  InboundModules inboundModules(List<InboundModule> modules) {
    return new InboundModules(modules);
  }
}
