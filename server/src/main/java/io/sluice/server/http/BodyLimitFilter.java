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

/**
 * Before anything else reads a request: its body is no larger than the operator allows for its route, and there is room
 * for it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimitFilter extends OncePerRequestFilter {

  private final BodyLimit everybodys;
  private final List<LargerBody> larger;
  private final BodiesInHand bodies;
  private final Dialects dialects;

  BodyLimitFilter(BodyLimit limit, List<LargerBody> larger, BodiesInHand bodies, Dialects dialects) {
    this.everybodys = limit;
    this.larger = larger;
    this.bodies = bodies;
    this.dialects = dialects;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    LargerBody route = larger.stream().filter(known -> known.isOf(request)).findFirst().orElse(null);
    BodyLimit limit = route == null ? everybodys : route.limit();
    if (limit.refuses(request)) {
      dialects.write(request, response, limit.problem());
      return;
    }
    try (BodiesInHand.Held held = bodies.hold()) {
      chain.doFilter(limit.applied(request, route == null ? held::more : _ -> {}), response);
    } catch (ProblemFound found) {
      // Spring MVC writes those of its routes itself, and those below; this is for what is served beside it.
      dialects.write(request, response, found.problem());
    } catch (TooBusy busy) {
      dialects.writeBusy(request, response);
    }
  }
}
