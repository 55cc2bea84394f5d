package io.sluice.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sluice.server.MovableClock;
import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.partner.mail.BuyerConfiguredMail;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailRefusalTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Mail MAIL = new BuyerConfiguredMail(
      new EmailAddress("bob@acme.example"), "Initech", URI.create("https://exchange.sluice.example/i/x"));

  private final MovableClock clock = new MovableClock(NOW);
  private final DatabaseAddress database = TestDatabase.fresh();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void a_mail_is_not_sent_within_a_transaction() {
    CapriciousServer server = opened(new CapriciousServer());
    MailNode node = node(server.url());
    Letterhead head = Letterhead.of("Sluice <no-reply@sluice.example>", URI.create("https://exchange.sluice.example"));
    var smtp = new SmtpServer(SmtpUrl.parse(server.url()), head);
    var mail = new QueuedMail(UUID.randomUUID(), "kind", "<1@sluice.example>", "bob@acme.example", "Subject", "text",
        "<p>html</p>", NOW, null);
    assertThatThrownBy(() -> node.transaction.execute(_ -> smtp.send(mail, head)))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("within a transaction");
    assertThat(server.accepted()).isEmpty();
  }

  @Test
  void a_deferred_mail_is_tried_again_later() {
    CapriciousServer server = opened(new CapriciousServer());
    server.refuseNextRecipient(451, "4.7.1 greylisted, come back later");
    MailNode node = node(server.url());
    node.queue(MAIL);
    await().untilAsserted(() ->
        assertThat(onlyJob(node)).containsEntry("last_error", "451 4.7.1 greylisted, come back later"));
    assertThat(node.onlyMail()).containsEntry("sent_at", null).containsEntry("dead_at", null);

    clock.move(Duration.ofMinutes(1));

    await().until(() -> node.onlyMail().get("sent_at") != null);
    assertThat(server.accepted()).hasSize(1);
  }

  @Test
  void a_mail_whose_recipient_is_refused_is_dead_with_the_servers_reason() {
    CapriciousServer server = opened(new CapriciousServer());
    server.refuseNextRecipient(550, "5.1.1 no such mailbox");
    MailNode node = node(server.url());

    node.queue(MAIL);

    await().untilAsserted(() ->
        assertThat(node.onlyMail()).containsEntry("dead_reason", "550 5.1.1 no such mailbox"));
    assertThat(onlyJob(node).get("dead_at")).isNotNull();
  }

  @Test
  void a_mail_that_was_taken_is_not_sent_again_because_the_server_is_gone_before_the_goodbye() throws Exception {
    AbruptServer server = opened(new AbruptServer());
    MailNode node = node(server.url());
    node.queue(MAIL);
    await().until(() -> node.jobs().isEmpty() || onlyJob(node).get("last_error") != null);
    assertThat(node.jobs()).isEmpty();
    assertThat(node.onlyMail().get("sent_at")).isNotNull();
    assertThat(server.taken()).isEqualTo(1);
  }

  @Test
  void a_reason_with_characters_that_the_database_does_not_keep_ends_a_mail_like_any_other() {
    CapriciousServer server = opened(new CapriciousServer());
    server.refuseNextRecipient(550, "no such\0mailbox");
    MailNode node = node(server.url());
    node.queue(MAIL);
    await().untilAsserted(() ->
        assertThat(node.onlyMail()).containsEntry("dead_reason", "550 no such mailbox"));
  }

  @Test
  void a_refused_mail_is_not_tried_again() {
    CapriciousServer server = opened(new CapriciousServer());
    server.refuseNextContent(554, "5.7.1 looks like spam");
    MailNode node = node(server.url());
    node.queue(MAIL);
    await().untilAsserted(() ->
        assertThat(node.onlyMail()).containsEntry("dead_reason", "554 5.7.1 looks like spam"));

    clock.move(Duration.ofDays(10));
    node.queue(MAIL);

    await().until(() -> node.outbox().getLast().get("sent_at") != null);
    assertThat(server.accepted()).hasSize(1);
  }

  @Test
  void a_mail_deferred_for_days_is_dead_with_the_last_reason() {
    CapriciousServer server = opened(new CapriciousServer());
    MailNode node = node(server.url());
    server.refuseNextContent(452, "4.2.2 mailbox full");
    node.execute("""
        INSERT INTO mail (id, kind, message_id, recipient, subject, text_body, html_body, created_at)
        VALUES ('00000000-0000-0000-0000-000000000001', 'test', '<1@sluice.example>', 'bob@acme.example', 's', 't', 'h',
          '2026-11-16T08:00:00Z')
        """);

    node.execute("""
        INSERT INTO job (kind, key, payload, run_at, attempts, created_at)
        VALUES ('mail', '00000000-0000-0000-0000-000000000001', '', '2026-11-21T08:00:00Z', 44, '2026-11-16T08:00:00Z')
        """);

    await().untilAsserted(() -> assertThat(node.onlyMail()).containsEntry("dead_reason", "452 4.2.2 mailbox full"));
  }

  @Test
  void a_server_that_cannot_be_reached_costs_no_mail() {
    CapriciousServer gone = new CapriciousServer();
    String url = gone.url();
    gone.close();
    MailNode node = node(url);

    node.queue(MAIL);

    await().untilAsserted(() -> assertThat((String) onlyJob(node).get("last_error"))
        .contains("refused").contains("SLUICE_SMTP_URL"));
    assertThat(onlyJob(node)).containsEntry("dead_at", null);
  }

  @Test
  void a_wrong_password_costs_no_mail() {
    GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    opened(server::stop);
    server.setUser("sluice", "right");
    MailNode node = node("smtp://sluice:wrong@127.0.0.1:" + server.getSmtp().getPort());

    node.queue(MAIL);

    await().untilAsserted(() -> assertThat((String) onlyJob(node).get("last_error"))
        .contains("535").contains("SLUICE_SMTP_URL"));
    assertThat(onlyJob(node)).containsEntry("dead_at", null);
  }

  @Test
  void the_right_password_lets_mail_through() {
    GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    opened(server::stop);
    server.setUser("sluice@sluice.example", "p@ss:w/rd+");
    MailNode node =
        node("smtp://sluice%40sluice.example:p%40ss%3Aw%2Frd+@127.0.0.1:" + server.getSmtp().getPort());

    node.queue(MAIL);

    await().until(() -> node.onlyMail().get("sent_at") != null);
  }

  @Test
  void tls_is_used_when_offered_and_a_certificate_nobody_vouches_for_gets_no_mail() throws Exception {
    CapriciousServer server = opened(new CapriciousServer(SelfSigned::offerTls));
    MailNode node = node(server.url());

    node.queue(MAIL);

    await().untilAsserted(() ->
        assertThat((String) onlyJob(node).get("last_error")).containsIgnoringCase("certification path"));
    assertThat(server.accepted()).isEmpty();
  }

  @Test
  void a_server_that_must_offer_tls_and_does_not_gets_no_mail() {
    CapriciousServer server = opened(new CapriciousServer());
    MailNode node = node(server.url() + "?starttls=required");

    node.queue(MAIL);

    await().untilAsserted(() -> assertThat((String) onlyJob(node).get("last_error")).contains("STARTTLS"));
    assertThat(server.accepted()).isEmpty();
  }

  private MailNode node(String smtpUrl) {
    return opened(new MailNode(database, smtpUrl, clock));
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(one);
    return one;
  }

  private static Map<String, Object> onlyJob(MailNode node) {
    assertThat(node.jobs()).hasSize(1);
    return node.jobs().getFirst();
  }
}
