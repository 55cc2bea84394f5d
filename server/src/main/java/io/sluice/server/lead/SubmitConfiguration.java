package io.sluice.server.lead;

import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.flow.router.OpenRouters;
import io.sluice.server.http.BodiesInHand;
import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.edge.RateLimits;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class SubmitConfiguration {

  @Bean
  FilterRegistrationBean<SubmitFilter> submitFilter(
      OpenFlows flows, OpenRouters routers, Submissions submissions, ApiKeys keys, BodyLimit limit,
      BodiesInHand bodies, RateLimits limits, Clock clock) {
    var registration =
        new FilterRegistrationBean<>(new SubmitFilter(flows, routers, submissions, keys, limit, bodies, limits, clock));
    registration.addUrlPatterns("/flows/*", "/routers/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
