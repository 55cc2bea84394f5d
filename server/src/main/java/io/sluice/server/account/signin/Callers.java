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
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls: Basic with any user name and a key as password (exchange 2), a bearer token with or without the
 * word (crm 1), else the session.
 */
final class Callers extends OncePerRequestFilter {

  private final ApiKeys keys;
  private final Tokens tokens;
  private final Users users;

  Callers(ApiKeys keys, Tokens tokens, Users users) {
    this.keys = keys;
    this.tokens = tokens;
    this.users = users;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String authorization = request.getHeader("Authorization");
    Optional<Caller> caller = authorization == null
        ? bySession(request)
        : byKey(authorization, request).or(() -> byToken(authorization, request));
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

  private Optional<Caller> byToken(String authorization, HttpServletRequest request) {
    return tokens.recognise(authorization).map(user -> {
      request.setAttribute(CallerLimits.WHO, user.id().value());
      return new Caller(user.account(), user.id());
    });
  }

  private Optional<Caller> bySession(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(Sessions.USER) instanceof String user)) {
      return Optional.empty();
    }
    request.setAttribute(CallerLimits.WHO, user);
    Instant signedIn = session.getAttribute(Sessions.SIGNED_IN_AT) instanceof Instant time
        ? time : Instant.ofEpochMilli(session.getCreationTime()); // opened by a server that did not say yet
    return users.bySession(UserId.of(user)).filter(known -> known.mayGoOn(signedIn))
        .map(known -> new Caller(known.account(), known.id()));
  }
}
