package io.sluice.server.demo;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** An SMTP server on the loopback address that accepts mail for anybody and puts it into a {@link Mailbox}. */
final class MailCatcher implements AutoCloseable {

  static final int MAX_MAIL_BYTES = 1 << 20;
  private static final int MAX_RECIPIENTS = 100;
  private static final int MAX_CONNECTIONS = 50;
  private static final int CONNECTION_TIMEOUT_MS = 60_000;

  private final SMTPServer server;

  MailCatcher(Mailbox mailbox, Clock clock) {
    server = SMTPServer.port(0)
        .bindAddress(InetAddress.getLoopbackAddress())
        .hostName("localhost")
        .softwareName("Sluice demo mailbox")
        .maxMessageSize(MAX_MAIL_BYTES)
        .maxRecipients(MAX_RECIPIENTS)
        .maxConnections(MAX_CONNECTIONS)
        .connectionTimeoutMs(CONNECTION_TIMEOUT_MS)
        .messageHandlerFactory(session -> new Delivery(mailbox, clock))
        .build();
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static final class Delivery implements MessageHandler {

    private final Mailbox mailbox;
    private final Clock clock;
    private final List<String> to = new ArrayList<>();
    private String from = "";

    Delivery(Mailbox mailbox, Clock clock) {
      this.mailbox = mailbox;
      this.clock = clock;
    }

    @Override
    public void from(String sender) {
      from = sender;
    }

    @Override
    public void recipient(String recipient) {
      to.add(recipient);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
      byte[] source = data.readNBytes(MAX_MAIL_BYTES + 1);
      if (source.length > MAX_MAIL_BYTES) {
        // The server takes what is left unread here for commands.
        data.transferTo(OutputStream.nullOutputStream());
        throw new RejectException(552, "A demo mail may have " + MAX_MAIL_BYTES + " bytes");
      }
      try {
        mailbox.add(ReceivedMail.read(from, to, source, clock.instant()));
      } catch (MessagingException | IOException e) {
        throw new RejectException(554, "Not a mail: " + e.getMessage());
      }
      return "kept";
    }

    @Override
    public void done() {
      // A mail is kept as soon as its last line is read; nothing is left for the end of the session.
    }
  }
}
