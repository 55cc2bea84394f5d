package io.sluice.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Before anything else reads a request: whatever its route, its body is no larger than the operator allows. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimitFilter extends OncePerRequestFilter {

  private final BodyLimit limit;
  private final Dialects dialects;

  BodyLimitFilter(BodyLimit limit, Dialects dialects) {
    this.limit = limit;
    this.dialects = dialects;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (limit.refuses(request)) {
      dialects.write(request, response, limit.problem());
      return;
    }
    try {
      chain.doFilter(limit.applied(request), response);
    } catch (ProblemFound found) {
      // Spring MVC writes those of its routes itself; this is for what is served beside it.
      dialects.write(request, response, found.problem());
    }
  }
}
