package io.sluice.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InboxTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final Inbox inbox = Inbox.open(Clock.fixed(NOW, ZoneOffset.UTC));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    inbox.close();
  }

  @Test
  void a_mail_is_listed_with_its_addresses_bodies_and_links() throws Exception {
    send(mail("Grüße von Initech", """
        Open https://sluice.example/i/1?a=1&b=2.
        """, """
        <a href="https://sluice.example/i/1?a=1&amp;b=2">Grüße</a> <a href='https://sluice.example/help'>Help</a>
        """));

    assertThat(messages()).isEqualTo(new JsonMapper().readTree("""
        [{"from": "no-reply@sluice.example", "to": ["bob@acme.example"], "subject": "Grüße von Initech",
          "text": "Open https://sluice.example/i/1?a=1&b=2.\\r\\n",
          "html": "<a href=\\"https://sluice.example/i/1?a=1&amp;b=2\\">Grüße</a> \
        <a href='https://sluice.example/help'>Help</a>\\r\\n",
          "links": ["https://sluice.example/i/1?a=1&b=2", "https://sluice.example/help"],
          "received_at": "2026-11-21T08:00:00Z"}]
        """));
  }

  @Test
  void the_newest_mail_is_the_last() throws Exception {
    send(mail("first", "1", "1"));
    send(mail("second", "2", "2"));

    assertThat(messages().findValuesAsString("subject")).containsExactly("first", "second");
  }

  @Test
  void only_the_last_thousand_mails_are_kept() throws Exception {
    Mailbox mailbox = new Mailbox();
    byte[] source = "Subject: s\r\n\r\nb".getBytes(UTF_8);
    for (int i = 0; i <= Mailbox.MAX_MAILS; i++) {
      mailbox.add(ReceivedMail.read(i + "@initech.example", List.of(), source, NOW));
    }

    assertThat(mailbox.all()).hasSize(Mailbox.MAX_MAILS).first().extracting(ReceivedMail::from)
        .isEqualTo("1@initech.example");
  }

  @Test
  void a_mail_larger_than_the_limit_is_refused_and_the_next_one_kept() throws Exception {
    try (Transport transport = transport()) {
      MimeMessage large = mail("large", "x".repeat(MailCatcher.MAX_MAIL_BYTES), "x");
      assertThatThrownBy(() -> transport.sendMessage(large, large.getAllRecipients()))
          .isInstanceOf(SendFailedException.class)
          .hasMessageContaining("552");
      MimeMessage small = mail("small", "x", "x");
      transport.sendMessage(small, small.getAllRecipients());
    }

    assertThat(messages().findValuesAsString("subject")).containsExactly("small");
  }

  @Test
  void a_request_under_a_foreign_host_name_is_refused() throws Exception {
    assertThat(statusLine("GET", "inbox.globex.example")).isEqualTo("HTTP/1.1 403 Forbidden");
    assertThat(statusLine("GET", "localhost:" + inbox.url().getPort())).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void the_inbox_can_only_be_read() throws Exception {
    assertThat(statusLine("DELETE", "localhost")).isEqualTo("HTTP/1.1 405 Method Not Allowed");
  }

  @Test
  void the_page_lets_no_script_run_but_its_own() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    String nonce = policy.replaceFirst(".*script-src 'nonce-([\\w-]+)'.*", "$1");
    assertThat(page.body()).contains("<script nonce=\"" + nonce + "\">").doesNotContain("{{nonce}}");
    assertThat(page.body()).contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"");
  }

  private MimeMessage mail(String subject, String text, String html) throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("no-reply@sluice.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("bob@acme.example"));
    message.setSubject(subject, "UTF-8");
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, "UTF-8", "plain");
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html, "UTF-8", "html");
    message.setContent(new MimeMultipart("alternative", plain, rich));
    message.saveChanges();
    return message;
  }

  private void send(MimeMessage message) throws MessagingException {
    try (Transport transport = transport()) {
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private Transport transport() throws MessagingException {
    Transport transport = Session.getInstance(new Properties()).getTransport("smtp");
    transport.connect(inbox.smtpUrl().getHost(), inbox.smtpUrl().getPort(), null, null);
    return transport;
  }

  private JsonNode messages() throws Exception {
    return new JsonMapper().readTree(get("/messages").body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(inbox.url() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String statusLine(String method, String host) throws IOException {
    try (Socket socket = new Socket(inbox.url().getHost(), inbox.url().getPort())) {
      String request = method + " / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8).lines().findFirst().orElseThrow();
    }
  }
}
