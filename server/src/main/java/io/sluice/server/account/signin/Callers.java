package io.sluice.server.account.signin;

import io.sluice.server.account.BasicPassword;
import io.sluice.server.account.Caller;
import io.sluice.server.account.Users;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.kernel.UserId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls: Basic with any user name and a key as password (exchange 2), else the session. */
final class Callers extends OncePerRequestFilter {

  private final ApiKeys keys;
  private final Users users;

  Callers(ApiKeys keys, Users users) {
    this.keys = keys;
    this.users = users;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String authorization = request.getHeader("Authorization");
    Optional<Caller> caller = authorization == null ? bySession(request) : byKey(authorization, request);
    caller.ifPresent(known -> request.setAttribute(Caller.ATTRIBUTE, known));
    chain.doFilter(request, response);
  }

  private Optional<Caller> byKey(String authorization, HttpServletRequest request) {
    return BasicPassword.of(authorization)
        .flatMap(keys::recognise)
        .map(key -> {
          request.setAttribute(CallerLimits.WHO, key.id());
          return new Caller(key.account(), key.user());
        });
  }

  private Optional<Caller> bySession(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(Sessions.USER) instanceof String user)) {
      return Optional.empty();
    }
    request.setAttribute(CallerLimits.WHO, user);
    return users.bySession(UserId.of(user)).map(known -> new Caller(known.account(), known.id()));
  }
}
