package io.sluice.server.account.provider;

import io.sluice.server.account.User;
import io.sluice.server.account.signin.Sessions;
import io.sluice.server.http.Dialects;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * The way to a provider and back, by Spring Security: state, nonce and PKCE, the exchange of the code and the check of the
 * ID token are its work. What comes of it is a session of ours, as after a password.
 */
@Configuration(proxyBeanMethods = false)
class OidcLogin {

  static final String START = "/oauth2/authorization/";
  static final String BACK = "/login/oauth2/code/";
  private static final String PAGE = "/sign-in";
  static final String FAILED = PAGE + "?problem=provider";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration READ_LIMIT = Duration.ofSeconds(10);
  private static final int NAME_MAX_CHARS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);

  private final OidcProviders providers;
  private final Identities identities;
  private final Sessions sessions;
  private final BaseUrl base;

  OidcLogin(OidcProviders providers, Identities identities, Sessions sessions, BaseUrl base) {
    this.providers = providers;
    this.identities = identities;
    this.sessions = sessions;
    this.base = base;
  }

  /** Applied to the one chain of filters; adds nothing where no provider is named. */
  @Bean
  Customizer<HttpSecurity> signInThroughProviders(RateLimits limits, Dialects dialects) {
    return http -> {
      if (providers.all().isEmpty()) {
        return;
      }
      var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build());
      requests.setReadTimeout(READ_LIMIT);
      var registrations = new OidcRegistrations(providers, this::registration);
      http.oauth2Login(login -> login
          .loginPage(PAGE)
          .clientRegistrationRepository(registrations)
          .authorizedClientRepository(new NothingKept())
          .tokenEndpoint(token -> token.accessTokenResponseClient(tokens(requests)))
          .userInfoEndpoint(user -> user.oidcUserService(people(requests)))
          .successHandler(this::signIn)
          .failureHandler(OidcLogin::refuse));
      http.addFilterBefore(new OidcGate(registrations, limits, dialects), OAuth2AuthorizationRequestRedirectFilter.class);
    };
  }

  /** The provider describes itself; it is asked when somebody first signs in by it. */
  private ClientRegistration registration(OidcProvider provider) {
    return ClientRegistrations.fromIssuerLocation(provider.issuer().toString())
        .registrationId(provider.name())
        .clientId(provider.clientId())
        .clientSecret(provider.clientSecret())
        .redirectUri(base.link(BACK + provider.name()))
        .scope("openid", "email", "profile")
        .build();
  }

  private static RestClientAuthorizationCodeTokenResponseClient tokens(JdkClientHttpRequestFactory requests) {
    var client = new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(RestClient.builder()
        .requestFactory(requests)
        .configureMessageConverters(converters -> converters.disableDefaults()
            .addCustomConverter(new FormHttpMessageConverter())
            .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
        .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
        .build());
    return client;
  }

  private static OidcUserService people(JdkClientHttpRequestFactory requests) {
    RestTemplate rest = new RestTemplate(requests);
    rest.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
    var plain = new DefaultOAuth2UserService();
    plain.setRestOperations(rest);
    var people = new OidcUserService();
    people.setOauth2UserService(plain);
    return people;
  }

  private void signIn(HttpServletRequest request, HttpServletResponse response, Authentication proved) throws IOException {
    if (!(proved instanceof OAuth2AuthenticationToken token) || !(token.getPrincipal() instanceof OidcUser person)) {
      throw new IllegalStateException("only OpenID Connect is configured");
    }
    Identities.Claim claim = claim(token.getAuthorizedClientRegistrationId(), person);
    switch (identities.signIn(claim, request.getRemoteAddr())) {
      case Result.Done<User, ProviderRefusal>(User user) -> {
        sessions.open(request, user);
        response.sendRedirect(base.link(PAGE));
      }
      case Result.Refused<User, ProviderRefusal>(ProviderRefusal refusal) ->
          response.sendRedirect(base.link(PAGE + "?problem=" + refusal.problem().code()));
    }
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
      throws IOException {
    LOG.info("Signing in through a provider failed: {}", problem.getMessage());
    response.sendRedirect(FAILED);
  }

  private static Identities.Claim claim(String provider, OidcUser person) {
    Optional<EmailAddress> email = Optional.ofNullable(person.getEmail())
        .filter(_ -> Boolean.TRUE.equals(person.getEmailVerified()))
        .flatMap(EmailAddress::read);
    String whole = firstOf(person.getFullName(), email.map(EmailAddress::value).orElse(null), person.getSubject());
    int blank = whole.strip().lastIndexOf(' ');
    String first = firstOf(person.getGivenName(), blank < 0 ? whole : whole.strip().substring(0, blank));
    String last = firstOf(person.getFamilyName(), blank < 0 ? "-" : whole.strip().substring(blank + 1));
    return new Identities.Claim(provider, person.getSubject(), email, shortened(first), shortened(last));
  }

  private static String firstOf(@Nullable String... texts) {
    return Stream.of(texts).filter(Objects::nonNull).filter(text -> !text.isBlank()).findFirst().orElse("-");
  }

  private static String shortened(String name) {
    String plain = name.strip();
    return plain.substring(0, Math.min(plain.length(), NAME_MAX_CHARS));
  }

  /** What a provider's tokens would let us ask of it is nothing we want. */
  private static final class NothingKept implements OAuth2AuthorizedClientRepository {

    @Override
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
        String registration, Authentication principal, HttpServletRequest request) {
      return null;
    }

    @Override
    public void saveAuthorizedClient(OAuth2AuthorizedClient client, Authentication principal,
        HttpServletRequest request, HttpServletResponse response) {
      // dropped
    }

    @Override
    public void removeAuthorizedClient(String registration, Authentication principal,
        HttpServletRequest request, HttpServletResponse response) {
      // there is none
    }
  }
}
