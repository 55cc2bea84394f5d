package io.sluice.server.crm.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Bearer;
import io.sluice.server.crm.Crm;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code POST /users} is open to all, so it gives nothing because it was asked for (crm 2.1, 3). */
class UserCreationTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final String email = "kit" + System.nanoTime() + "@example.org";

  @Test
  void who_was_not_invited_is_given_no_access_and_nothing_is_made() {
    Reply refused = server.anybody().post("/api/v1/users", user(accesses(company, 4))).is(422);
    assertThat(refused.at("code")).isEqualTo("validation_failed");
    assertThat(refused.json().path("errors").propertyNames()).containsExactly("user_accesses_attributes[0]");
    assertThat(known()).isZero();
  }

  @Test
  void who_was_invited_is_given_no_stronger_access_and_nothing_is_made() {
    invite(4);
    server.anybody().post("/api/v1/users", user(accesses(company, 2))).is(422);
    server.anybody().post("/api/v1/users", user(accesses(company, 1))).is(422);
    assertThat(known()).isZero();
    Reply made = server.anybody().post("/api/v1/users", user(accesses(company, 4))).is(201);
    assertThat(made.at("user.primary_access.access_name")).isEqualTo("agent");
  }

  @Test
  void a_password_is_taken_only_from_who_has_the_code_that_was_mailed_to_this_address() {
    String code = invite(4);
    String password = "\"password\": \"a kettle in Kent\"";
    assertThat(server.anybody().post("/api/v1/users", user(password)).is(422).json().path("errors").propertyNames())
        .containsExactly("password");
    String other = "other" + email;
    acme.post("/api/v1/invitations",
        "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}".formatted(other, company)).is(201);
    String others = server.awaitToken(other, 1);
    server.anybody().post("/api/v1/users", user(password + ", \"invitation_code\": \"" + others + "\"")).is(422);
    assertThat(known()).isZero();

    server.anybody().post("/api/v1/users", user(password + ", \"invitation_code\": \"" + code + "\"")).is(201);
    Bearer.login(server, email, "a kettle in Kent").is(200);
  }

  @Test
  void who_is_made_without_a_code_is_pending_and_cannot_sign_in_until_the_mail_is_answered() {
    invite(3);
    Reply made = server.anybody().post("/api/v1/users", user("")).is(201);
    assertThat(made.at("user.status")).isEqualTo("pending");
    assertThat(made.at("user.primary_access.company_id")).isEqualTo(Long.toString(company));
    Bearer.login(server, email, "a kettle in Kent").is(401);
    server.anybody().post("/api/v1/users/reset_password", "{\"email\": \"%s\"}".formatted(email)).is(200);

    String token = server.awaitToken(email, 3);
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a kettle in Kent\", \"password_confirmation\": \"another\"}"
            .formatted(token)).is(422);
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a kettle in Kent\", \"password_confirmation\": \"a kettle in Kent\"}"
            .formatted(token)).is(200);
    assertThat(Bearer.of(server, email, "a kettle in Kent").get("/api/v1/companies/" + company).is(200)
        .at("company.name")).isEqualTo("Acme");
    server.anybody().put("/api/v1/users/reset_password",
        "{\"token\": \"%s\", \"password\": \"a kettle in Kent\"}".formatted(server.awaitToken(email, 2))).is(404);
  }

  @Test
  void an_address_is_taken_once_however_it_is_written() {
    server.anybody().post("/api/v1/users", user("")).is(201);
    String again = user("").replace(email, email.toUpperCase(java.util.Locale.ROOT));
    assertThat(server.anybody().post("/api/v1/users", again).is(422).json().at("/errors/email/0").asString())
        .isEqualTo("has already been taken");
    assertThat(server.anybody().post("/api/v1/users", user("").replace(email, acme.email())).is(422)
        .json().path("errors").propertyNames()).containsExactly("email");
  }

  @Test
  void whoever_entered_an_address_first_does_not_keep_out_who_has_its_mail() {
    Reply entered = server.anybody().post("/api/v1/users", user("")).is(201);
    acme.post("/api/v1/invitations",
        "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}".formatted(email, company)).is(201);
    String code = server.awaitToken(email, 2);
    assertThat(server.anybody().get("/api/v1/invitations/by_code?code=" + code).is(200).at("user_exists")).isEqualTo("false");

    Reply made = server.anybody().post("/api/v1/users", user(
        "\"password\": \"a kettle in Kent\", \"invitation_code\": \"" + code + "\"").replace("\"Kit\"", "\"Kate\"")).is(201);
    assertThat(made.at("user.id")).isEqualTo(entered.at("user.id"));
    assertThat(made.at("user.first_name")).isEqualTo("Kate");
    assertThat(made.at("user.primary_access.access_name")).isEqualTo("agent");
  }

  @Test
  void who_was_entered_by_another_company_first_is_at_home_where_she_was_invited() {
    Party globex = server.open("Globex");
    globex.post("/api/v1/users", user(accesses(server.companyOf(globex), 4))).is(201);
    acme.post("/api/v1/invitations",
        "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": 4}".formatted(email, company)).is(201);
    String number = server.anybody().post("/api/v1/users", user("\"password\": \"a kettle in Kent\", \"invitation_code\": \""
        + server.awaitToken(email, 2) + "\"")).is(201).at("user.id");
    assertThat(server.db().sql("SELECT account_id FROM account_user WHERE number = ?").param(Long.valueOf(number))
        .query(String.class).single()).isEqualTo(acme.accountId());
    globex.put("/api/v1/users/" + number, "{\"status\": \"inactive\"}").is(403);
  }

  @Test
  void two_who_sign_up_with_one_code_at_the_same_time_make_one_user() {
    String code = invite(4);
    String body = user("\"password\": \"a kettle in Kent\", \"invitation_code\": \"" + code + "\"");
    List<Callable<Reply>> requests =
        Stream.generate(() -> (Callable<Reply>) () -> server.anybody().post("/api/v1/users", body)).limit(4).toList();

    assertThat(Crm.together(requests)).containsExactlyInAnyOrder(201, 422, 422, 422);
    assertThat(known()).isEqualTo(1);
    assertThat(server.db().sql("SELECT count(*) FROM user_access a JOIN account_user u ON u.id = a.user_id WHERE u.email = ?")
        .param(email).query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void an_admin_who_is_signed_in_enters_a_colleague_and_a_manager_does_not() {
    Party manager = server.colleague(acme, "manager");
    manager.post("/api/v1/users", user(accesses(company, 4))).is(422);
    server.open("Globex").post("/api/v1/users", user(accesses(company, 4))).is(422);
    Reply made = acme.post("/api/v1/users", user(accesses(company, 4))).is(201);
    assertThat(made.at("user.status")).isEqualTo("pending");
    assertThat(made.at("user.primary_company.id")).isEqualTo(Long.toString(company));
    assertThat(server.awaitMail(email, 1).get("subject").asString()).isEqualTo("Choose your password");
  }

  @Test
  void all_that_is_wrong_is_named_at_once() {
    Reply refused = server.anybody().post("/api/v1/users", """
        {"first_name": "", "email": "nobody", "user_accesses_attributes": [{"company_id": 0}]}""").is(422);
    assertThat(refused.json().path("errors").propertyNames()).contains("first_name", "last_name");
    Reply twice = acme.post("/api/v1/users", user("""
        "user_accesses_attributes": [{"company_id": %1$d, "access_id": 4, "primary": true},
                                     {"company_id": %1$d, "access_id": 3, "primary": true}]""".formatted(company))).is(422);
    assertThat(twice.json().path("errors").propertyNames())
        .containsExactlyInAnyOrder("user_accesses_attributes", "user_accesses_attributes[1].company_id");
    assertThat(acme.post("/api/v1/users", "[]").is(422).at("code")).isEqualTo("validation_failed");
    acme.post("/api/v1/users", "{").is(422);
  }

  private String user(String more) {
    return "{\"first_name\": \"Kit\", \"last_name\": \"Kane\", \"email\": \"" + email + "\""
        + (more.isEmpty() ? "" : ", " + more) + "}";
  }

  private static String accesses(long company, int access) {
    return "\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": %d, \"primary\": true}]"
        .formatted(company, access);
  }

  private String invite(int access) {
    acme.post("/api/v1/invitations",
        "{\"email\": \"%s\", \"company_id\": %d, \"access_id\": %d}".formatted(email, company, access)).is(201);
    return server.awaitToken(email, 1);
  }

  private long known() {
    return server.db().sql("SELECT count(*) FROM account_user WHERE email = ?").param(email).query(Long.class).single();
  }
}
