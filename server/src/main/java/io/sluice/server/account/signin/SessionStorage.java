package io.sluice.server.account.signin;

import io.sluice.server.kernel.BaseUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/** Sessions live in the database and end a day after they were last used. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession(maxInactiveIntervalInSeconds = 24 * 60 * 60)
class SessionStorage {

  /** Secure where the outside speaks TLS, whoever ends it; Lax, so that a mail's link finds its reader signed in. */
  @Bean
  CookieSerializer sessionCookie(BaseUrl base) {
    DefaultCookieSerializer cookie = new SessionCookie();
    cookie.setCookieName("sluice_session");
    cookie.setCookiePath("/");
    cookie.setUseHttpOnlyCookie(true);
    cookie.setUseSecureCookie("https".equals(base.value().getScheme()));
    cookie.setSameSite("Lax");
    return cookie;
  }

  /** What is no id of ours is not looked for: there is text that the database cannot even be asked for. */
  private static final class SessionCookie extends DefaultCookieSerializer {

    /** One of another path may stand beside ours; a request has room for two hundred. */
    private static final int MAX_LOOKED_FOR = 3;
    private static final Predicate<String> ID =
        Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").asMatchPredicate();

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
      return super.readCookieValues(request).stream().filter(ID).limit(MAX_LOOKED_FOR).toList();
    }
  }
}
