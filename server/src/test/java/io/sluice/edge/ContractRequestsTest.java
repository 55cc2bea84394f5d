package io.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.http.Answer;
import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.ContractRoutes;
import io.sluice.server.http.contract.Route;
import io.sluice.server.http.edge.DrainTime;
import io.sluice.server.http.edge.Rates;
import io.sluice.server.http.edge.TrustedProxies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The contract at the edge of a running server, on routes that do nothing but say what reached them. They lie outside
 * the server's packages so that no other test's server serves them.
 */
class ContractRequestsTest {

  record SettingsJson(@Nullable String id, @Nullable Object notifications) {}

  record CredentialsJson(String email, String password) {}

  record GraceJson(@Nullable Integer graceSeconds) {}

  record SaidJson(String said) {}

  @ExchangeApi
  static class ExchangeRoutes {

    @PutMapping("/user_settings/{user}")
    Answer<SaidJson> settings(@PathVariable String user, @RequestBody SettingsJson settings) {
      return Answer.ok(new SaidJson(String.valueOf(settings)));
    }

    @GetMapping("/events")
    Answer<SaidJson> events() {
      return Answer.ok(new SaidJson("events"));
    }
  }

  @ConsoleApi
  static class ConsoleRoutes {

    @PostMapping("/session")
    Answer<SaidJson> signIn(@RequestBody CredentialsJson credentials) {
      return Answer.ok(new SaidJson(credentials.email()));
    }

    @PostMapping("/api_keys/{id}/rotate")
    Answer<SaidJson> rotate(@PathVariable String id, @RequestBody(required = false) @Nullable GraceJson grace) {
      return Answer.ok(new SaidJson(String.valueOf(grace)));
    }
  }

  /** The server's web configuration wants to know where authority comes from; here nobody asks for any. */
  static class NoAuthority implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return false;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
        NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
      return null;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
    ApplicationAvailabilityAutoConfiguration.class
  })
  @ComponentScan("io.sluice.server.http")
  @Import({NoAuthority.class, ExchangeRoutes.class, ConsoleRoutes.class})
  static class Program {

    @Bean
    BodyLimit bodyLimit() {
      return new BodyLimit(1_048_576, Duration.ofSeconds(30));
    }

    @Bean
    Rates rates() {
      return Rates.STANDARD;
    }

    @Bean
    TrustedProxies trustedProxies() {
      return TrustedProxies.NONE;
    }

    @Bean
    DrainTime drainTime() {
      return new DrainTime(Duration.ZERO);
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext program;
  private static String address;

  @BeforeAll
  static void start() {
    program = new SpringApplicationBuilder(Program.class)
        .run("--server.port=0", "--spring.main.banner-mode=off");
    address = "http://localhost:" + ((WebServerApplicationContext) program).getWebServer().getPort();
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void the_exchange_names_all_problems_in_one_error() throws Exception {
    HttpResponse<String> answer = put("/user_settings/u", "application/json", """
        {"notifcations": {}, "notifications": {"connection_invites": {"enabled": "no"}}}""");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isIn(
        "{\"error\":\"notifications.connection_invites.enabled must be true or false; "
            + "notifcations is not a property here, did you mean notifications?\"}",
        "{\"error\":\"notifcations is not a property here, did you mean notifications?; "
            + "notifications.connection_invites.enabled must be true or false\"}");
  }

  @Test
  void the_console_lists_sentences_by_field() throws Exception {
    HttpResponse<String> answer = post("/session", "application/json", "{\"e_mail\": \"anna@acme.example\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body())
        .contains("\"code\":\"body_invalid\"")
        .contains("\"e_mail\":[\"is not a property here, did you mean email?\"]")
        .contains("\"email\":[\"is required\"]")
        .contains("\"password\":[\"is required\"]");
  }

  @Test
  void read_only_properties_do_not_reach_the_route() throws Exception {
    HttpResponse<String> answer = put("/user_settings/u", "application/json", "{\"id\": 7, \"notifications\": {}}");

    assertThat(answer.body()).isEqualTo("{\"said\":\"SettingsJson[id=null, notifications={}]\"}");
  }

  @Test
  void a_body_that_is_not_json_is_told_where_it_breaks() throws Exception {
    HttpResponse<String> answer = put("/user_settings/u", "application/json", "{\n  \"id\": }");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("the body is not JSON").contains("line 2");
  }

  @Test
  void a_body_that_ends_too_early_is_told_so_without_the_readers_own_names() throws Exception {
    assertThat(put("/user_settings/u", "application/json", "{").body())
        .contains("expected close marker for Object (line 1, column ").doesNotContain("Source", "Feature");
  }

  @Test
  void a_property_given_twice_is_no_json() throws Exception {
    assertThat(put("/user_settings/u", "application/json", "{\"id\": 1, \"id\": 2}").body()).contains("uplicate");
  }

  @Test
  void a_body_of_another_media_type_is_told_which_to_send() throws Exception {
    HttpResponse<String> typed = put("/user_settings/u", "text/csv", "a,b");
    HttpResponse<String> untyped = put("/user_settings/u", null, "{}");

    assertThat(typed.statusCode()).isEqualTo(415);
    assertThat(typed.body()).isEqualTo("{\"error\":\"send application/json, not text/csv\"}");
    assertThat(untyped.statusCode()).isEqualTo(415);
    assertThat(untyped.body()).isEqualTo("{\"error\":\"send the header Content-Type: application/json\"}");
  }

  @Test
  void the_old_vendor_types_are_json() throws Exception {
    assertThat(put("/user_settings/u", "application/vnd.com.leadconduit.user+json", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void a_needed_body_that_is_missing_is_asked_for() throws Exception {
    HttpResponse<String> answer = put("/user_settings/u", "application/json", "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"this operation needs a JSON body\"}");
  }

  @Test
  void a_body_that_may_be_left_out_may_be_left_out() throws Exception {
    assertThat(post("/api_keys/x/rotate", null, "").body()).isEqualTo("{\"said\":\"null\"}");
    assertThat(post("/api_keys/x/rotate", "application/json", "{\"grace_seconds\": 60}").body())
        .isEqualTo("{\"said\":\"GraceJson[graceSeconds=60]\"}");
  }

  @Test
  void query_parameters_are_checked_before_the_route_runs() throws Exception {
    assertThat(get("/events?limit=0&srot=asc").statusCode()).isEqualTo(400);
    assertThat(get("/events?limit=0").body()).isEqualTo("{\"error\":\"limit must be at least 1\"}");
    assertThat(get("/events?limit=1000&sort=asc").body()).isEqualTo("{\"said\":\"events\"}");
  }

  @Test
  void the_contract_can_be_read_as_yaml_and_as_json() throws Exception {
    assertThat(get("/openapi/exchange.yaml").body()).startsWith("openapi: 3.1.0\ninfo:\n  title: Sluice exchange");
    assertThat(get("/openapi/console.json").body()).startsWith("{\"openapi\":\"3.1.0\"");
    assertThat(get("/openapi/exchange.yaml").headers().firstValue("Content-Disposition"))
        .hasValue("inline; filename=\"exchange.yaml\"");
    assertThat(get("/openapi/secret.yaml").statusCode()).isEqualTo(404);
    assertThat(get("/openapi/exchange.txt").statusCode()).isEqualTo(404);
  }

  @Test
  void the_reference_page_and_all_it_loads_come_from_this_server() throws Exception {
    String page = get("/docs").body();

    assertThat(page).contains("Sluice exchange", "Sluice console").doesNotContain("http:", "https:", "//");
    for (String part : List.of("/webjars/swagger-ui/swagger-ui.css", "/webjars/swagger-ui/swagger-ui-bundle.js",
        "/docs/reference.css", "/docs/reference.js")) {
      assertThat(page).contains(part);
      assertThat(get(part).statusCode()).as(part).isEqualTo(200);
    }
  }

  @Test
  void the_routes_of_a_running_server_can_be_held_against_the_contract() {
    Set<Route> served = ContractRoutes.served(program.getBean(RequestMappingHandlerMapping.class));

    assertThat(served).containsExactlyInAnyOrder(
        new Route("PUT", "/user_settings/{id}"), new Route("GET", "/events"), new Route("POST", "/session"),
        new Route("POST", "/api_keys/{id}/rotate"), new Route("GET", "/openapi/{file}"), new Route("GET", "/docs"),
        new Route("GET", "/status"), new Route("GET", "/version/ui"));
    assertThat(ContractRoutes.compare(served, program.getBean(Contract.class)))
        .contains("GET /flows is in the contract but not served")
        .noneMatch(difference -> difference.contains("served but not in the contract"));
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> put(String path, @Nullable String type, String body) throws Exception {
    return send("PUT", path, type, body);
  }

  private static HttpResponse<String> post(String path, @Nullable String type, String body) throws Exception {
    return send("POST", path, type, body);
  }

  private static HttpResponse<String> send(String method, String path, @Nullable String type, String body)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
