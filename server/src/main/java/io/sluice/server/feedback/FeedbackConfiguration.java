package io.sluice.server.feedback;

import io.sluice.server.http.BodyLimit;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class FeedbackConfiguration {

  @Bean
  FilterRegistrationBean<FeedbackFilter> feedbackFilter(Feedbacks feedbacks, BodyLimit limit, Clock clock) {
    var registration = new FilterRegistrationBean<>(
        new FeedbackFilter(feedbacks, new FeedbackLimits(clock), limit, clock));
    registration.addUrlPatterns(FeedbackRequest.PATH);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
