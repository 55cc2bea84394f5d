package io.sluice.server.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of accounts that strangers open and never enter. */
class SignUpRetentionTest {

  private final SluiceServer server = SluiceServer.shared();
  private final String email = "founder" + System.nanoTime() + "@example.org";

  @Test
  void what_nobody_proved_within_thirty_days_is_taken_back_and_only_its_lines_in_the_audit_stay() {
    String old = signUp();
    String young = signUp();
    server.anybody().post("/email_verification", "{\"email\":\"" + email + "\"}").is(202);
    daysAgo(old, 31);
    daysAgo(young, 29);
    Party proved = server.open("Acme");
    daysAgo(proved.accountId(), 31);

    server.bean(SignUpRetention.class).run();

    assertThat(accounts(old, young, proved.accountId())).containsExactlyInAnyOrder(young, proved.accountId());
    assertThat(count("account_user", old) + count("company", old)).isZero();
    assertThat(count("audit", old)).isEqualTo(2);
    proved.get("/account").is(200);
  }

  @Test
  void a_sign_up_whose_link_still_holds_can_be_proved_however_old_it_is() {
    String account = signUp();
    server.awaitToken(email, 1);
    daysAgo(account, 31);
    server.anybody().post("/email_verification", "{\"email\":\"" + email + "\"}").is(202);

    server.bean(SignUpRetention.class).run();

    server.anybody().post("/email_verification/" + server.awaitToken(email, 2)).is(200);
  }

  @Test
  void who_was_entered_by_her_admin_and_has_not_come_yet_is_nobodys_sign_up() {
    Party acme = server.open("Acme");
    server.db().sql("""
        UPDATE account_user SET verified_at = NULL, created_at = now() - interval '31 days' WHERE account_id = :account
        """).param("account", acme.accountId()).update();
    server.db().sql("""
        INSERT INTO account_user (id, number, account_id, email, first_name, last_name, ui_state, created_at)
        SELECT left(id, 23) || 'x', nextval('user_number'), account_id, 'other-' || email, 'A', 'B', '{}', created_at
          FROM account_user WHERE account_id = :account
        """).param("account", acme.accountId()).update();

    server.bean(SignUpRetention.class).run();

    assertThat(count("account_user", acme.accountId())).isEqualTo(2);
  }

  private String signUp() {
    return server.anybody().post("/signup", """
        {"email": "%s", "password": "a long password", "first_name": "Hal", "last_name": "Hooli", "company_name": "Hooli",
         "time_zone": "America/Denver"}""".formatted(email)).is(201).at("account.id");
  }

  /** As if everything of the account had happened so long ago. */
  private void daysAgo(String account, int days) {
    server.db().sql("UPDATE account_user SET created_at = now() - make_interval(days => :days) WHERE account_id = :account")
        .param("days", days).param("account", account).update();
    server.db().sql("""
        UPDATE email_verification SET created_at = now() - make_interval(days => :days),
          expires_at = now() - make_interval(days => :days - 1)
         WHERE user_id IN (SELECT id FROM account_user WHERE account_id = :account)
        """).param("days", days).param("account", account).update();
  }

  private List<String> accounts(String... wanted) {
    return server.db().sql("SELECT id FROM account WHERE id = ANY (:ids)").param("ids", wanted).query(String.class).list();
  }

  private long count(String table, String account) {
    return server.db().sql("SELECT count(*) FROM " + table + " WHERE account_id = :account").param("account", account)
        .query(Long.class).single();
  }
}
