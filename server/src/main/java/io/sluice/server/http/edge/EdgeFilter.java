package io.sluice.server.http.edge;

import io.sluice.server.http.Dialects;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Around everything but the hot path, which does both itself: an address that asks too often, and a database that is
 * away while a session or a key is looked up, which is before any route.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class EdgeFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeFilter.class);

  private final RateLimits limits;
  private final Dialects dialects;

  EdgeFilter(RateLimits limits, Dialects dialects) {
    this.limits = limits;
    this.dialects = dialects;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Allowance allowance = limits.address(request.getRemoteAddr());
    if (allowance.isRefused()) {
      allowance.tell(response);
      dialects.write(request, response, RateLimits.problem(allowance));
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (DataAccessException | TransactionException away) {
      LOG.error("The database did not answer {} {}", request.getMethod(), request.getRequestURI(), away);
      dialects.write(request, response, Problem.of(503, "unavailable", "try again in a moment").after(2));
    }
  }
}
