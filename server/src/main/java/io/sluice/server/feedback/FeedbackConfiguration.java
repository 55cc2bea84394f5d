package io.sluice.server.feedback;

import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.Dialects;
import io.sluice.server.http.edge.RateLimits;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class FeedbackConfiguration {

  /** Which counts the addresses and answers for a database that is away. */
  private static final int BEHIND_THE_EDGE = Ordered.HIGHEST_PRECEDENCE + 2;

  @Bean
  FilterRegistrationBean<FeedbackFilter> feedbackFilter(Feedbacks feedbacks, KeyedFeedback keyed, BodyLimit limit,
      RateLimits limits, Dialects dialects, Clock clock) {
    var registration =
        new FilterRegistrationBean<>(new FeedbackFilter(feedbacks, keyed, limit, limits, dialects, clock));
    registration.addUrlPatterns(FeedbackRequest.PATH);
    registration.setOrder(BEHIND_THE_EDGE);
    return registration;
  }
}
