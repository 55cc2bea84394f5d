package io.sluice.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sign-up, proof of mailbox, sessions and their CSRF tokens. */
class SignUpTest {

  private final SluiceServer server = SluiceServer.shared();
  private final String email = "founder" + System.nanoTime() + "@example.org";

  @Test
  void signing_up_opens_an_account_that_can_be_entered_once_the_mailbox_is_proved() {
    Reply signedUp = signUp("a long password").is(201);
    assertThat(signedUp.at("account.id")).matches("[0-9a-f]{24}");
    assertThat(signedUp.json().at("/user/verified").asBoolean()).isFalse();
    assertThat(signIn("a long password").is(403).at("code")).isEqualTo("email_not_verified");

    Reply verified = server.anybody().post("/email_verification/" + server.awaitToken(email, 1)).is(200);

    assertThat(verified.json().at("/user/verified").asBoolean()).isTrue();
    assertThat(signIn("a long password").is(200).at("account.id")).isEqualTo(signedUp.at("account.id"));
  }

  @Test
  void a_verification_link_works_once() {
    signUp("a long password").is(201);
    String token = server.awaitToken(email, 1);
    server.anybody().post("/email_verification/" + token).is(200);

    server.anybody().post("/email_verification/" + token).is(404);
    server.anybody().post("/email_verification/nothing").is(404);
  }

  @Test
  void a_link_that_expired_is_forgotten_when_the_next_is_sent() {
    String user = signUp("a long password").is(201).at("user.oid");
    server.db().sql("UPDATE email_verification SET created_at = created_at - interval '25 hours',"
        + " expires_at = expires_at - interval '25 hours' WHERE user_id = :user").param("user", user).update();

    server.anybody().post("/email_verification", "{\"email\":\"" + email + "\"}");

    server.awaitToken(email, 2);
    assertThat(server.db().sql("SELECT count(*) FROM email_verification WHERE user_id = :user").param("user", user)
        .query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void an_address_with_a_proved_user_is_taken() {
    signUp("a long password").is(201);
    server.anybody().post("/email_verification/" + server.awaitToken(email, 1)).is(200);

    assertThat(signUp("another password").is(409).at("code")).isEqualTo("email_taken");
  }

  @Test
  void a_link_proves_the_sign_up_it_was_sent_for_and_no_other() {
    signUp("the owners password").is(201);
    String owners = server.awaitToken(email, 1);
    signUp("the squatters password").is(201);
    String squatters = server.awaitToken(email, 2);

    server.anybody().post("/email_verification/" + owners).is(200);

    signIn("the owners password").is(200);
    signIn("the squatters password").is(401);
    server.anybody().post("/email_verification/" + squatters).is(404);
  }

  @Test
  void an_address_is_mailed_so_many_links_an_hour_and_no_more() {
    for (int i = 0; i < 5; i++) {
      signUp("a long password").is(201);
    }
    assertThat(signUp("a long password").is(429).at("code")).isEqualTo("too_often");
  }

  @Test
  void whoever_asks_many_times_at_once_has_an_address_mailed_no_more_links() throws Exception {
    atOnce(12, () -> signUp("a long password"));
    assertThat(links("1 hour")).isEqualTo(5);

    server.db().sql("UPDATE email_verification SET created_at = created_at - interval '2 minutes' WHERE user_id IN"
        + " (SELECT id FROM account_user WHERE email = :email)").param("email", email).update();
    atOnce(12, () -> server.anybody().post("/email_verification", "{\"email\":\"" + email + "\"}"));
    assertThat(links("1 minute")).isEqualTo(1);
  }

  private static void atOnce(int times, Callable<Reply> request) throws Exception {
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Reply> answer : hands.invokeAll(Collections.nCopies(times, request))) {
        answer.get();
      }
    }
  }

  private int links(String within) {
    return server.db().sql("SELECT count(*) FROM email_verification v JOIN account_user u ON u.id = v.user_id"
            + " WHERE u.email = :email AND v.created_at > now() - CAST(:within AS interval)")
        .param("email", email).param("within", within).query(Integer.class).single();
  }

  @Test
  void a_name_that_no_database_can_keep_is_refused_and_told() {
    assertThat(server.anybody().post("/signup", """
        {"email": "%s", "password": "a long password", "first_name": "Hal\\u0000", "last_name": "H", "company_name": "H"}"""
        .formatted(email)).is(400).text()).contains("first_name", "NUL");
  }

  @Test
  void all_that_is_wrong_is_named_at_once() {
    Reply refused = server.anybody().post("/signup", """
        {"email": "nobody", "password": "short", "first_name": "", "company": "Hooli"}""").is(400);

    assertThat(refused.header("Content-Type").orElse("")).startsWith("application/problem+json");
    assertThat(refused.json().get("errors").propertyNames())
        .contains("password", "first_name", "last_name", "company_name", "company");
  }

  @Test
  void wrong_password_and_unknown_address_read_the_same() {
    signUp("a long password").is(201);
    String wrong = signIn("a wrong password").is(401).text();
    String unknown = server.anybody().post("/session", """
        {"email": "nobody-%s", "password": "a wrong password"}""".formatted(email)).is(401).text();

    assertThat(wrong).isEqualTo(unknown);
  }

  @Test
  void asking_for_the_link_again_tells_nobody_whether_there_is_such_an_address() {
    signUp("a long password").is(201);

    String known = server.anybody().post("/email_verification", "{\"email\": \"%s\"}".formatted(email)).is(202).text();
    String unknown = server.anybody().post("/email_verification", "{\"email\": \"x%s\"}".formatted(email)).is(202).text();

    assertThat(known).isEqualTo(unknown);
  }

  @Test
  void a_session_acts_for_its_user_and_writes_only_with_its_csrf_token() {
    signUp("a long password").is(201);
    server.anybody().post("/email_verification/" + server.awaitToken(email, 1)).is(200);
    Reply signedIn = signIn("a long password").is(200);
    String cookie = signedIn.header("Set-Cookie").orElseThrow();
    assertThat(cookie).startsWith("sluice_session=").contains("HttpOnly").contains("SameSite=Lax");

    assertThat(server.send(with(cookie, "/account").GET()).is(200).at("name")).isEqualTo("Hooli");
    String body = "{\"name\": \"made by session\", \"kind\": \"user\"}";
    server.send(with(cookie, "/api_keys").POST(HttpRequest.BodyPublishers.ofString(body))).is(403);
    server.send(with(cookie, "/api_keys").header("X-CSRF-TOKEN", signedIn.at("csrf_token"))
        .POST(HttpRequest.BodyPublishers.ofString(body))).is(201);

    server.send(with(cookie, "/session").header("X-CSRF-TOKEN", signedIn.at("csrf_token")).DELETE()).is(200);
    server.send(with(cookie, "/account").GET()).is(401);
  }

  @Test
  void a_cookie_that_no_session_could_have_is_nobodys() {
    for (byte[] id : new byte[][] {new byte[3], {(byte) 0xff}, "x".getBytes(StandardCharsets.UTF_8)}) {
      server.send(with("sluice_session=" + Base64.getEncoder().encodeToString(id) + ";", "/session").GET()).is(401);
    }
  }

  private Reply signUp(String password) {
    return server.anybody().post("/signup", """
        {"email": "%s", "password": "%s", "first_name": "Hal", "last_name": "Hooli", "company_name": "Hooli",
         "time_zone": "America/Denver"}""".formatted(email, password));
  }

  private Reply signIn(String password) {
    return server.anybody().post("/session", """
        {"email": "%s", "password": "%s"}""".formatted(email, password));
  }

  private HttpRequest.Builder with(String cookie, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Cookie", cookie.substring(0, cookie.indexOf(';'))).header("Content-Type", "application/json");
  }
}
