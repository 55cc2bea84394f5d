package io.sluice.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Before anything else reads a request: its body is no larger than the operator allows for its route. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimitFilter extends OncePerRequestFilter {

  private final BodyLimit everybodys;
  private final List<LargerBody> larger;
  private final Dialects dialects;

  BodyLimitFilter(BodyLimit limit, List<LargerBody> larger, Dialects dialects) {
    this.everybodys = limit;
    this.larger = larger;
    this.dialects = dialects;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    BodyLimit limit = larger.stream().filter(route -> route.isOf(request)).map(LargerBody::limit)
        .findFirst().orElse(everybodys);
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
