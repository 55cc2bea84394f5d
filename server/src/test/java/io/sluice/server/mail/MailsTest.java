package io.sluice.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.sluice.server.MovableClock;
import io.sluice.server.TestDatabase;
import io.sluice.server.account.signin.VerificationMail;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.partner.mail.BuyerConfiguredMail;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final URI LINK = URI.create("https://exchange.sluice.example/i/x?a=1&b=2");

  private final MovableClock clock = new MovableClock(NOW);
  private final DatabaseAddress database = TestDatabase.fresh();
  private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
  private final List<MailNode> nodes = new ArrayList<>();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    nodes.forEach(MailNode::close);
    server.stop();
  }

  @Test
  void a_mail_arrives_as_text_and_html_under_its_subject() throws Exception {
    node(url()).queue(mail("bob@acme.example", "Grüße & Söhne 🍏"));

    MimeMessage received = received(1)[0];
    assertThat(received.getSubject()).isEqualTo("Grüße & Söhne 🍏 is ready for your leads");
    assertThat(received.getFrom()[0]).hasToString("Sluice <no-reply@sluice.example>");
    assertThat(received.getAllRecipients()).extracting(Object::toString).containsExactly("bob@acme.example");
    assertThat(received.getSentDate()).isEqualTo(Date.from(NOW));
    assertThat(received.getContentType()).startsWith("multipart/alternative");
    MimeMultipart parts = (MimeMultipart) received.getContent();
    BodyPart text = parts.getBodyPart(0);
    BodyPart html = parts.getBodyPart(1);
    assertThat(text.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat((String) text.getContent()).contains("delivers to Grüße & Söhne 🍏", "\r\n" + LINK + "\r\n");
    assertThat(html.getContentType()).isEqualTo("text/html; charset=UTF-8");
    assertThat((String) html.getContent()).contains("Grüße &amp; Söhne 🍏", "href=\"https://exchange");
  }

  @Test
  void a_mail_needs_nothing_of_the_servers_on_its_way_but_ascii_in_short_lines() throws Exception {
    node(url()).queue(mail("bob@acme.example", "Grüße " + "long ".repeat(40)));

    MimeMessage received = received(1)[0];
    MimeMultipart parts = (MimeMultipart) received.getContent();
    assertThat(parts.getBodyPart(0).getHeader("Content-Transfer-Encoding")).containsExactly("quoted-printable");
    assertThat(parts.getBodyPart(1).getHeader("Content-Transfer-Encoding")).containsExactly("quoted-printable");
    String source = GreenMailUtil.getWholeMessage(received);
    assertThat(source).isASCII();
    assertThat(source.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(300));
  }

  @Test
  void a_mail_says_that_a_machine_wrote_it() throws Exception {
    node(url()).queue(mail("bob@acme.example", "Acme"));

    assertThat(received(1)[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void a_mail_of_a_transaction_that_rolls_back_is_never_sent() throws Exception {
    MailNode node = node(url());
    node.transaction.executeWithoutResult(status -> {
      node.mails.queue(mail("globex@globex.example", "Globex"));
      status.setRollbackOnly();
    });
    node.queue(mail("bob@acme.example", "Acme"));

    assertThat(received(1)[0].getSubject()).startsWith("Acme");
    await().until(() -> node.jobs().isEmpty());
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(node.outbox()).hasSize(1);
  }

  @Test
  void a_mail_cannot_be_queued_outside_a_transaction() {
    MailNode node = node(url());

    assertThatThrownBy(() -> node.mails.queue(mail("bob@acme.example", "Acme")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(node.outbox()).isEmpty();
  }

  @Test
  void a_mail_sent_before_a_crash_could_be_noted_is_sent_again_under_the_same_message_id() throws Exception {
    MailNode node = node(url());
    node.execute("ALTER TABLE mail ADD CONSTRAINT crash CHECK (sent_at IS NULL)");
    node.queue(mail("bob@acme.example", "Acme"));
    received(1);
    await().until(() -> node.jobs().getFirst().get("lease") == null);
    node.execute("ALTER TABLE mail DROP CONSTRAINT crash");

    clock.move(Duration.ofMinutes(1));

    MimeMessage[] twice = received(2);
    String messageId = (String) node.onlyMail().get("message_id");
    assertThat(messageId).matches("<[0-9a-f-]{36}@sluice\\.example>");
    assertThat(twice[0].getMessageID()).isEqualTo(messageId);
    assertThat(twice[1].getMessageID()).isEqualTo(messageId);
    assertThat(twice[1].getSentDate()).isEqualTo(twice[0].getSentDate());
  }

  @Test
  void two_nodes_send_every_mail_once() throws Exception {
    int mails = 40;
    MailNode first = node(url());
    MailNode second = node(url());

    first.transaction.executeWithoutResult(_ ->
        IntStream.range(0, mails).forEach(i -> first.mails.queue(mail("bob@acme.example", "Buyer " + i))));

    await().atMost(Duration.ofSeconds(30)).until(() -> second.jobs().isEmpty());
    assertThat(server.getReceivedMessages()).hasSize(mails);
    assertThat(Arrays.stream(server.getReceivedMessages()).map(MailsTest::messageId)).doesNotHaveDuplicates();
  }

  @Test
  void a_sent_mail_keeps_no_body_for_its_links_are_secrets() {
    MailNode node = node(url());
    node.queue(mail("bob@acme.example", "Acme"));

    await().until(() -> node.onlyMail().get("sent_at") != null);
    assertThat(node.onlyMail()).containsEntry("text_body", null).containsEntry("html_body", null)
        .containsEntry("kind", "buyer_configured").containsEntry("recipient", "bob@acme.example");
  }

  @Test
  void without_a_mail_server_mails_wait_until_there_is_one() throws Exception {
    MailNode without = node("");
    without.queue(mail("bob@acme.example", "Acme"));
    without.close();
    assertThat(server.getReceivedMessages()).isEmpty();

    node(url());

    assertThat(received(1)[0].getSubject()).startsWith("Acme");
  }

  @Test
  void a_mail_whose_link_ended_while_it_waited_is_not_sent() throws Exception {
    MailNode without = node("");
    without.queue(new VerificationMail(new EmailAddress("bob@acme.example"), clock.instant().plusSeconds(60),
        LINK));
    without.queue(mail("bob@acme.example", "Acme"));
    without.close();
    clock.move(Duration.ofSeconds(60));

    MailNode node = node(url());

    await().untilAsserted(() -> assertThat(node.outbox()).extracting(mail -> mail.get("kind"), mail -> mail.get("dead_reason"))
        .containsExactlyInAnyOrder(
            tuple("verification", "its link ended at 2026-11-21T08:01:00Z"),
            tuple("buyer_configured", null)));
    assertThat(received(1)[0].getSubject()).startsWith("Acme");
  }

  @Test
  void a_mail_that_nobody_took_is_forgotten_thirty_days_after_its_link_ended() {
    MailNode node = node("");
    node.queue(new VerificationMail(new EmailAddress("bob@acme.example"), clock.instant(), LINK));
    node.queue(mail("bob@acme.example", "Acme"));
    clock.move(MailRetention.KEPT.plusSeconds(1));

    node.ask("mail_retention", clock.instant());

    await().untilAsserted(() ->
        assertThat(node.outbox()).extracting(mail -> mail.get("kind")).containsExactly("buyer_configured"));
  }

  @Test
  void whom_a_mail_went_to_is_forgotten_after_thirty_days() {
    MailNode node = node(url());
    node.queue(mail("bob@acme.example", "Old"));
    await().until(() -> node.onlyMail().get("sent_at") != null);
    clock.move(MailRetention.KEPT.minusSeconds(1));
    node.queue(mail("bob@acme.example", "New"));
    await().until(() -> node.outbox().getLast().get("sent_at") != null);
    clock.move(Duration.ofSeconds(2));

    node.ask("mail_retention", clock.instant());

    await().untilAsserted(() -> assertThat(node.onlyMail().get("subject")).isEqualTo("New is ready for your leads"));
    await().untilAsserted(() -> assertThat(node.jobs()).singleElement()
        .satisfies(job -> assertThat(job).containsEntry("kind", "mail_retention").containsEntry("lease", null)));
  }

  private MailNode node(String smtpUrl) {
    MailNode node = new MailNode(database, smtpUrl, clock);
    nodes.add(node);
    return node;
  }

  private String url() {
    return "smtp://127.0.0.1:" + server.getSmtp().getPort();
  }

  private MimeMessage[] received(int count) {
    assertThat(server.waitForIncomingEmail(10_000, count)).as(count + " mails within ten seconds").isTrue();
    return server.getReceivedMessages();
  }

  private static Mail mail(String to, String buyer) {
    return new BuyerConfiguredMail(new EmailAddress(to), buyer, LINK);
  }

  private static String messageId(MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
