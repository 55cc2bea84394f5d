package io.sluice.server.account.signin;

import io.sluice.server.kernel.BaseUrl;
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
    DefaultCookieSerializer cookie = new DefaultCookieSerializer();
    cookie.setCookieName("sluice_session");
    cookie.setCookiePath("/");
    cookie.setUseHttpOnlyCookie(true);
    cookie.setUseSecureCookie("https".equals(base.value().getScheme()));
    cookie.setSameSite("Lax");
    return cookie;
  }
}
