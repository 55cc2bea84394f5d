package io.sluice.server.account.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Bearer;
import io.sluice.server.crm.Crm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in through an OpenID Connect provider, from the button to the session (crm 2.17). */
class OidcTest {

  private static LocalProvider provider;
  private static SluiceServer server;

  private final String email = "ida" + System.nanoTime() + "@example.org";
  private final String sub = "sub-" + System.nanoTime();

  @BeforeAll
  static void open() {
    provider = new LocalProvider();
    server = SluiceServer.with(Map.of(
        "SLUICE_OIDC_PROVIDER", "google",
        "SLUICE_OIDC_ISSUER", provider.issuer(),
        "SLUICE_OIDC_CLIENT_ID", LocalProvider.CLIENT,
        "SLUICE_OIDC_CLIENT_SECRET", LocalProvider.SECRET));
  }

  @AfterAll
  static void close() {
    server.close();
    provider.close();
  }

  @Test
  void somebody_new_signs_in_through_a_provider_and_has_what_she_was_invited_to() {
    Party acme = server.open("Acme");
    acme.post("/api/v1/invitations", "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 3}"
        .formatted(email, server.companyOf(acme))).is(201);
    assertThat(server.anybody().get("/api/v1/sign_in_providers").is(200).text()).isEqualTo(
        "{\"sign_in_providers\":[{\"provider\":\"google\",\"route\":\"/oauth2/authorization/google\"}]}");
    provider.next(person(Map.of()));

    Browser ida = new Browser();
    assertThat(ida.signIn()).endsWith("/sign-in");

    JsonNode session = ida.json("GET", "/session", "");
    assertThat(session.at("/user/email").asString()).isEqualTo(email);
    JsonNode login = ida.json("POST", "/api/v1/users/token", session.path("csrf_token").asString());
    Bearer token = new Bearer(server, login.path("token").asString());
    Reply user = token.get("/api/v1/users/validate_jwt").is(200);
    assertThat(user.at("user.status")).isEqualTo("active");
    assertThat(user.at("user.full_name")).isEqualTo("Ida Ibsen");
    assertThat(user.at("user.primary_access.access_name")).isEqualTo("manager");
    JsonNode providers = token.get("/api/v1/users/" + user.at("user.id") + "/providers").is(200).json().path("providers");
    assertThat(providers.valueStream().map(one -> one.path("provider").asString() + " " + one.path("uid").asString()))
        .containsExactly("google " + sub);
    assertThat(server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"%s\"}".formatted(email)).is(409)
        .at("code")).isEqualTo("conflict");

    provider.next(person(Map.of("email", "renamed" + email)));
    Browser again = new Browser();
    again.signIn();
    assertThat(again.json("GET", "/session", "").at("/user/id")).isEqualTo(session.at("/user/id"));
  }

  @Test
  void a_user_with_a_password_is_known_by_the_address_the_provider_proved() {
    Party acme = server.open("Acme");
    provider.next(person(Map.of("email", acme.email())));
    Browser alex = new Browser();
    assertThat(alex.signIn()).endsWith("/sign-in");
    JsonNode providers =
        acme.get("/api/v1/users/" + Crm.number(acme) + "/providers").is(200).json().path("providers");
    assertThat(providers.valueStream().map(one -> one.path("provider").asString())).containsExactly("password", "google");
    assertThat(providers.valueStream().map(one -> one.path("id").asLong()).distinct().count()).isEqualTo(2);
    server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"%s\"}".formatted(acme.email())).is(200);
    Party agent = server.colleague(acme, "agent");
    agent.get("/api/v1/users/" + Crm.number(acme) + "/providers").is(403);
    acme.get("/api/v1/users/" + Crm.number(agent) + "/providers").is(200);
    server.open("Globex").get("/api/v1/users/" + Crm.number(acme) + "/providers").is(404);
  }

  @Test
  void an_address_the_provider_does_not_say_to_be_proved_is_nobodys() {
    Party acme = server.open("Acme");
    provider.next(person(Map.of("email", acme.email(), "email_verified", false)));
    Browser squatter = new Browser();
    assertThat(squatter.signIn()).endsWith("/sign-in?problem=no_proved_address");
    assertThat(squatter.status("/session")).isEqualTo(401);
  }

  @Test
  void an_id_token_for_another_client_or_with_another_nonce_opens_nothing() {
    for (Map<String, Object> wrong : List.<Map<String, Object>>of(
        Map.of("aud", "another-client"), Map.of("nonce", "another"), Map.of("iss", "https://another.example"),
        Map.of("exp", new Date(0)))) {
      provider.next(person(Map.of()));
      provider.spoil(wrong);
      Browser browser = new Browser();
      assertThat(browser.signIn()).as(wrong.toString()).endsWith("/sign-in?problem=provider");
      assertThat(browser.status("/session")).isEqualTo(401);
    }
  }

  @Test
  void a_way_back_that_was_not_begun_here_opens_nothing() {
    Browser browser = new Browser();
    assertThat(browser.follow(server.url() + "/login/oauth2/code/google?code=stolen&state=made-up"))
        .endsWith("/sign-in?problem=provider");
    assertThat(browser.status("/session")).isEqualTo(401);
    assertThat(browser.status("/oauth2/authorization/nobody")).isEqualTo(404);
  }

  @Test
  void who_was_put_out_is_not_let_in_by_a_provider() {
    Party acme = server.open("Acme");
    Party agent = server.colleague(acme, "agent");
    provider.next(person(Map.of("email", agent.email())));
    new Browser().signIn();
    acme.put("/api/v1/users/" + Crm.number(agent), "{\"status\": \"inactive\"}").is(200);
    assertThat(new Browser().signIn()).endsWith("/sign-in?problem=inactive");
  }

  @Test
  void a_provider_that_is_away_stops_neither_the_start_nor_those_with_a_password() {
    try (SluiceServer lonely = SluiceServer.with(Map.of("SLUICE_OIDC_ISSUER", "http://127.0.0.1:1",
        "SLUICE_OIDC_CLIENT_ID", LocalProvider.CLIENT, "SLUICE_OIDC_CLIENT_SECRET", LocalProvider.SECRET))) {
      assertThat(new Browser().follow(lonely.url() + "/oauth2/authorization/oidc")).endsWith("/sign-in?problem=provider");
      Bearer.of(lonely.open("Acme")).get("/api/v1/users/validate_jwt").is(200);
    }
  }

  @Test
  void without_a_provider_there_is_no_way_to_one() {
    SluiceServer plain = SluiceServer.shared();
    plain.anybody().get("/oauth2/authorization/google").is(404);
    plain.anybody().get("/login/oauth2/code/google?code=x&state=y").is(404);
    assertThat(plain.anybody().get("/api/v1/sign_in_providers").is(200).text()).isEqualTo("{\"sign_in_providers\":[]}");
  }

  private Map<String, Object> person(Map<String, Object> others) {
    Map<String, Object> claims = new HashMap<>(Map.of("sub", sub, "email", email, "email_verified", true,
        "given_name", "Ida", "family_name", "Ibsen", "name", "Ida Ibsen"));
    claims.putAll(others);
    return claims;
  }

  /** Follows redirects one by one and keeps cookies, as a browser does. */
  private static final class Browser {

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager())
        .followRedirects(HttpClient.Redirect.NEVER).build();

    /** Where it ends. */
    String signIn() {
      return follow(server.url() + "/oauth2/authorization/google");
    }

    String follow(String start) {
      URI at = URI.create(start);
      for (int i = 0; i < 10; i++) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(at).GET());
        if (answer.statusCode() != 302) {
          return at.toString();
        }
        at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
      }
      throw new AssertionError("redirected in circles");
    }

    int status(String path) {
      return send(HttpRequest.newBuilder(URI.create(server.url() + path)).GET()).statusCode();
    }

    JsonNode json(String method, String path, String csrf) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", "application/json")
          .method(method, HttpRequest.BodyPublishers.noBody());
      return JsonMapper.shared().readTree(send(csrf.isEmpty() ? request : request.header("X-CSRF-TOKEN", csrf)).body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
      try {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
