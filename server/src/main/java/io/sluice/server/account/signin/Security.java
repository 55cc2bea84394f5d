package io.sluice.server.account.signin;

import io.sluice.server.account.Users;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.http.Dialects;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What Spring Security does for us: its firewall, its headers and CSRF for sessions. Who may call a route is said by the
 * route's own arguments ({@link io.sluice.server.http.Authority}), so that one look at the route tells.
 */
@Configuration(proxyBeanMethods = false)
class Security {

  private static final long ONE_YEAR_SECONDS = 31_536_000;
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  @Bean
  SecurityFilterChain callers(HttpSecurity http, ApiKeys keys, Tokens tokens, Users users, Dialects dialects, BaseUrl base) {
    boolean tls = "https".equals(base.value().getScheme());
    return http
        .authorizeHttpRequests(all -> all.anyRequest().permitAll())
        .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .csrf(csrf -> csrf
            .csrfTokenRepository(new HttpSessionCsrfTokenRepository())
            .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
            .requireCsrfProtectionMatcher(Security::isDrivenByACookie))
        .headers(headers -> headers
            .contentSecurityPolicy(policy -> policy.policyDirectives(
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"))
            // Paths hold invitations and links of mails.
            .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
            // Whoever ends the TLS for us, the outside speaks it; without it, saying so would lock everybody out.
            .httpStrictTransportSecurity(hsts -> hsts.requestMatcher(_ -> tls).maxAgeInSeconds(ONE_YEAR_SECONDS)))
        .exceptionHandling(refused -> refused.accessDeniedHandler((request, response, denied) ->
            dialects.write(request, response,
                Problem.of(403, "csrf", "send the session's csrf_token as the header X-CSRF-TOKEN"))))
        .addFilterBefore(new Callers(keys, tokens, users), AuthorizationFilter.class)
        .build();
  }

  @Bean
  HttpFirewall firewall() {
    return new Firewall();
  }

  /** An address that the firewall lets nobody come by is none of ours, and is told as any other fault is. */
  @Bean
  RequestRejectedHandler rejected(Dialects dialects) {
    return (request, response, _) -> dialects.write(request, response,
        Problem.of(400, "address_invalid", "the address of the request is not one that this server takes"));
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return new BoundedPasswords();
  }

  private static boolean isDrivenByACookie(HttpServletRequest request) {
    return !SAFE_METHODS.contains(request.getMethod())
        && request.getHeader("Authorization") == null
        && request.getSession(false) != null;
  }

  /**
   * A value that lists are asked for may hold what no other address may: an escaped slash or percent sign (exchange 5.6).
   * Methods are left to the routes, which know theirs: nothing here is granted or spared because of one that nobody knows.
   */
  private static final class Firewall extends StrictHttpFirewall {

    private final StrictHttpFirewall ofValues = new StrictHttpFirewall();

    Firewall() {
      setUnsafeAllowAnyHttpMethod(true);
      ofValues.setUnsafeAllowAnyHttpMethod(true);
      ofValues.setAllowUrlEncodedSlash(true);
      ofValues.setAllowUrlEncodedPercent(true);
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
      return request.getRequestURI().startsWith("/exists/")
          ? ofValues.getFirewalledRequest(request) : super.getFirewalledRequest(request);
    }
  }
}
