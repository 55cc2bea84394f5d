package io.sluice.server.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that keeps what it accepts, and refuses as often as it is told to. */
final class CapriciousServer implements AutoCloseable {

  private final List<MimeMessage> accepted = new CopyOnWriteArrayList<>();
  private final BlockingQueue<RejectException> atRecipient = new LinkedBlockingQueue<>();
  private final BlockingQueue<RejectException> atData = new LinkedBlockingQueue<>();
  private final SMTPServer server;

  CapriciousServer() {
    this(builder -> builder);
  }

  CapriciousServer(UnaryOperator<SMTPServer.Builder> options) {
    server = options.apply(SMTPServer.port(0)
        .bindAddress(InetAddress.getLoopbackAddress())
        .messageHandlerFactory(_ -> new Delivery()))
        .build();
    server.start();
  }

  String url() {
    return "smtp://127.0.0.1:" + server.getPortAllocated();
  }

  void refuseNextRecipient(int code, String text) {
    atRecipient.add(new RejectException(code, text));
  }

  void refuseNextContent(int code, String text) {
    atData.add(new RejectException(code, text));
  }

  List<MimeMessage> accepted() {
    return accepted;
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Delivery implements MessageHandler {

    @Override
    public void from(String sender) {
      // Every sender is welcome.
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      refuseIfTold(atRecipient);
    }

    @Override
    public String data(InputStream data) throws RejectException {
      try {
        byte[] source = data.readAllBytes();
        refuseIfTold(atData);
        accepted.add(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(source)));
        return "kept";
      } catch (IOException | MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void done() {
      // A mail is kept when its content was read.
    }

    private static void refuseIfTold(BlockingQueue<RejectException> refusals) throws RejectException {
      RejectException refusal = refusals.poll();
      if (refusal != null) {
        throw refusal;
      }
    }
  }
}
