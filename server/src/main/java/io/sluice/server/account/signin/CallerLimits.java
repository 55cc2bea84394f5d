package io.sluice.server.account.signin;

import io.sluice.server.http.Dialects;
import io.sluice.server.http.edge.Allowance;
import io.sluice.server.http.edge.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * So many requests a minute by one key or user; far fewer by somebody who says not who they are and yet wants something
 * done: guessing passwords, signing up, answering links, trying keys.
 */
@Configuration(proxyBeanMethods = false)
class CallerLimits implements WebMvcConfigurer, HandlerInterceptor {

  /** The request's attribute with the id of its key or its session's user. */
  static final String WHO = CallerLimits.class.getName();

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final RateLimits limits;
  private final Dialects dialects;

  CallerLimits(RateLimits limits, Dialects dialects) {
    this.limits = limits;
    this.dialects = dialects;
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors.addInterceptor(this);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object route) throws IOException {
    Object who = request.getAttribute(WHO);
    if (who == null && READING.contains(request.getMethod())) {
      return true;
    }
    Allowance allowance = who == null ? limits.open(request.getRemoteAddr()) : limits.key(who.toString());
    allowance.tell(response);
    if (allowance.isRefused()) {
      dialects.write(request, response, RateLimits.problem(allowance));
      return false;
    }
    return true;
  }
}
