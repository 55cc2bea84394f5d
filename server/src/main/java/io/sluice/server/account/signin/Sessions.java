package io.sluice.server.account.signin;

import io.sluice.server.account.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/** The console's sessions, kept in the database by Spring Session so that every node knows them. */
@Component
public class Sessions {

  static final String USER = "user_id";
  static final String SIGNED_IN_AT = "signed_in_at";

  private final HttpSessionCsrfTokenRepository csrfTokens = new HttpSessionCsrfTokenRepository();

  private final Clock clock;

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Opens a session under a new id, whatever the request came with. Answers its CSRF token. */
  public String open(HttpServletRequest request, User user) {
    HttpSession old = request.getSession(false);
    if (old != null) {
      old.invalidate();
    }
    HttpSession session = request.getSession(true);
    session.setAttribute(USER, user.id().value());
    session.setAttribute(SIGNED_IN_AT, user.signInTime(clock.instant()));
    session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user.id().value());
    CsrfToken token = csrfTokens.generateToken(request);
    csrfTokens.saveToken(token, request, null);
    return token.getToken();
  }

  /** The session's CSRF token; empty for a caller who came with a key and needs none. */
  String csrfToken(HttpServletRequest request) {
    CsrfToken token = request.getSession(false) == null ? null : csrfTokens.loadToken(request);
    return token == null ? "" : token.getToken();
  }

  void close(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
