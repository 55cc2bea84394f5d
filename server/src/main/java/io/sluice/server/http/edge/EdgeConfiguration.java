package io.sluice.server.http.edge;

import java.time.Clock;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> arrivals(TrustedProxies proxies, Clock clock) {
    return tomcat -> {
      tomcat.setProtocol(PunctualHttp.class.getName());
      tomcat.addEngineValves(new ArrivalValve(proxies, clock));
    };
  }

  @Bean
  Draining draining(DrainTime time) {
    return new Draining(time);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> lastAnswers(Draining draining) {
    return tomcat -> tomcat.addConnectorCustomizers(draining::watch);
  }
}
