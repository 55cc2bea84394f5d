package io.sluice.server.account.provider;

import io.sluice.server.http.Dialects;
import io.sluice.server.http.edge.Allowance;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * In front of the ways to a provider and back. Each opens a session or asks the provider something, so one address takes
 * them only so often; a provider nobody named is not found, and one that is away is told on the page.
 */
final class OidcGate extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(OidcGate.class);

  private final OidcRegistrations registrations;
  private final RateLimits limits;
  private final Dialects dialects;

  OidcGate(OidcRegistrations registrations, RateLimits limits, Dialects dialects) {
    this.registrations = registrations;
    this.limits = limits;
    this.dialects = dialects;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.startsWith(OidcLogin.START) && !path.startsWith(OidcLogin.BACK);
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Allowance allowance = limits.open(request.getRemoteAddr());
    if (allowance.isRefused()) {
      allowance.tell(response);
      dialects.write(request, response, RateLimits.problem(allowance));
      return;
    }
    String path = request.getRequestURI();
    try {
      if (registrations.findByRegistrationId(path.substring(path.lastIndexOf('/') + 1)) == null) {
        dialects.write(request, response, Problem.notFound());
        return;
      }
    } catch (RuntimeException away) {
      LOG.warn("The provider people sign in through does not describe itself: {}", away.getMessage());
      response.sendRedirect(OidcLogin.FAILED);
      return;
    }
    chain.doFilter(request, response);
  }
}
