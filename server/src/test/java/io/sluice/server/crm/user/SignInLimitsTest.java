package io.sluice.server.crm.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Bearer;
import io.sluice.server.crm.Crm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guessing is slow, and locks nobody out but the guesser (crm 3); and tokens end (crm 2.1). */
class SignInLimitsTest {

  @Test
  void who_guesses_from_one_address_waits_and_the_user_signs_in_from_another() {
    MovableClock clock = new MovableClock(Instant.now());
    try (SluiceServer server = SluiceServer.in(clock, Map.of("SLUICE_TRUSTED_PROXIES", "127.0.0.1"))) {
      Party acme = server.open("Acme");
      Party initech = server.open("Initech");
      for (int i = 0; i < 5; i++) {
        from(server, "192.0.2.1", acme.email(), "wrong " + i).is(401);
      }
      Reply refused = from(server, "192.0.2.1", acme.email(), acme.password()).is(429);
      assertThat(refused.at("code")).isEqualTo("too_many_requests");
      assertThat(refused.header("Retry-After")).isPresent();
      assertThat(refused.header("RateLimit")).as("others may be asked for, but that is no comfort").isEmpty();
      assertThat(from(server, "192.0.2.1", "nobody@example.org", "wrong").status()).isEqualTo(401);
      from(server, "192.0.2.1", initech.email(), initech.password()).is(200);
      from(server, "192.0.2.2", acme.email(), acme.password()).is(200);
      clock.move(Duration.ofSeconds(1));
      from(server, "192.0.2.1", acme.email(), acme.password()).is(200);
    }
  }

  @Test
  void who_guesses_many_times_at_once_is_told_of_no_more_than_one_after_another() throws Exception {
    MovableClock clock = new MovableClock(Instant.now());
    try (SluiceServer server = SluiceServer.in(clock, Map.of("SLUICE_TRUSTED_PROXIES", "127.0.0.1"))) {
      Party acme = server.open("Acme");
      List<Integer> right = atOnce(17, i -> from(server, "192.0.2.1", acme.email(), acme.password()).status());
      assertThat(right).as("who knows the password is not held up").hasSize(17).containsOnly(200);
      List<Integer> wrong = atOnce(17, i -> from(server, "192.0.2.1", acme.email(), "wrong " + i).status());
      assertThat(wrong).containsOnly(401, 429);
      assertThat(Collections.frequency(wrong, 401)).as("told that they were wrong").isEqualTo(5);
    }
  }

  @Test
  void who_has_a_token_and_guesses_the_password_many_times_at_once_is_told_of_no_more_than_five() throws Exception {
    try (SluiceServer server = SluiceServer.in(new MovableClock(Instant.now()))) {
      Party acme = server.open("Acme");
      Bearer token = Bearer.of(acme);
      String path = "/api/v1/users/" + Crm.number(acme);
      List<Integer> told = atOnce(17, i -> token.put(path,
          "{\"password\": \"a lighthouse in Lofoten\", \"current_password\": \"wrong %d\"}".formatted(i)).status());
      assertThat(told).as("wrong, or come again").isSubsetOf(422, 429, 503);
      assertThat(Collections.frequency(told, 422)).isBetween(1, 5);
    }
  }

  private static <T> List<T> atOnce(int many, IntFunction<T> each) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (var asked : threads.invokeAll(IntStream.range(0, many).<Callable<T>>mapToObj(i -> () -> each.apply(i)).toList())) {
        results.add(asked.get());
      }
      return results;
    }
  }

  @Test
  void who_says_not_who_she_is_may_ask_for_accounts_only_so_often() {
    try (SluiceServer server = SluiceServer.with(Map.of("SLUICE_RATE_OPEN_PER_MINUTE", "4"))) {
      for (int i = 0; i < 4; i++) {
        server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"nobody%d@example.org\"}".formatted(i)).is(404);
      }
      Reply refused = server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"nobody@example.org\"}").is(429);
      assertThat(refused.header("Retry-After")).isPresent();
      Reply guessed = server.anybody().get("/api/v1/invitations/by_code?code=guess").is(429);
      assertThat(guessed.header("Retry-After")).isPresent();
      server.anybody().get("/api/v1/invitations/by_code/offer?code=guess").is(429);
      assertThat(guessed.header("RateLimit").orElseThrow()).startsWith("\"open\";r=0;t=");
    }
  }

  @Test
  void an_address_is_mailed_so_many_links_an_hour_and_every_one_of_them_works() {
    SluiceServer server = SluiceServer.shared();
    Party acme = server.open("Acme");
    String wanted = "{\"email\": \"%s\"}".formatted(acme.email());
    for (int i = 0; i < 5; i++) {
      server.anybody().post("/api/v1/users/reset_password", wanted).is(200);
    }
    Reply refused = server.anybody().post("/api/v1/users/reset_password", wanted).is(429);
    assertThat(refused.at("code")).isEqualTo("too_often");
    assertThat(refused.header("Retry-After")).contains("3600");
    Bearer before = Bearer.of(acme);
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a tram in Trondheim\"}".formatted(server.awaitToken(acme.email(), 1))).is(200);
    before.get("/api/v1/users/validate_jwt").is(401);
    Bearer.of(server, acme.email(), "a tram in Trondheim").get("/api/v1/users/validate_jwt").is(200);
  }

  @Test
  void a_token_holds_for_a_day_and_a_link_for_two_hours() {
    MovableClock clock = new MovableClock(Instant.now());
    try (SluiceServer server = SluiceServer.in(clock)) {
      Party acme = server.open("Acme");
      Bearer alex = Bearer.of(acme);
      server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"%s\"}".formatted(acme.email())).is(200);
      String token = server.awaitToken(acme.email(), 1);
      clock.move(Duration.ofHours(2));
      server.anybody().put("/api/v1/users/reset_password",
          "{\"token\": \"%s\", \"password\": \"a tram in Trondheim\"}".formatted(token)).is(404);
      clock.move(Duration.ofMinutes(21 * 60 + 59));
      alex.get("/api/v1/users/validate_jwt").is(200);
      clock.move(Duration.ofMinutes(2));
      alex.get("/api/v1/users/validate_jwt").is(401);

      acme.post("/api/v1/invitations", "{\"email\": \"late@example.org\", \"company_id\": %d, \"access_id\": 4}"
          .formatted(server.companyOf(acme))).is(201);
      String code = server.awaitToken("late@example.org", 1);
      clock.move(Duration.ofDays(7));
      server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(404);
      server.anybody().post("/api/v1/users", """
          {"first_name": "La", "last_name": "Te", "email": "late@example.org", "invitation_code": "%s"}""".formatted(code)).is(422);
      acme.post("/api/v1/invitations", "{\"email\": \"late@example.org\", \"company_id\": %d, \"access_id\": 4}"
          .formatted(server.companyOf(acme))).is(201);
    }
  }

  @Test
  void a_token_outlives_a_change_of_the_servers_key_while_the_old_one_is_there() {
    String first = "c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE=";
    String next = Base64.getEncoder().encodeToString("another test key, 32 bytes long!".getBytes(StandardCharsets.UTF_8));
    try (SluiceServer server = SluiceServer.with(Map.of())) {
      Party acme = server.open("Acme");
      String token = Bearer.of(acme).token();
      try (SluiceServer changed = server.twin(Map.of("SLUICE_SECRET_KEY", next + "," + first))) {
        new Bearer(changed, token).get("/api/v1/users/validate_jwt").is(200);
        String fresh = Bearer.of(acme.at(changed)).token();
        new Bearer(changed, fresh).get("/api/v1/users/validate_jwt").is(200);
        new Bearer(server, fresh).get("/api/v1/users/validate_jwt").is(401);
      }
      try (SluiceServer changed = server.twin(Map.of("SLUICE_SECRET_KEY", next))) {
        new Bearer(changed, token).get("/api/v1/users/validate_jwt").is(401);
      }
    }
  }

  private static Reply from(SluiceServer server, String address, String email, String password) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/users/login"))
        .header("X-Forwarded-For", address).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(
            "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password))));
  }
}
