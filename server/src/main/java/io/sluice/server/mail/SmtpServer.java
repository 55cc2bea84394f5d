package io.sluice.server.mail;

import io.sluice.server.mail.SmtpAnswer.Accepted;
import io.sluice.server.mail.SmtpAnswer.Deferred;
import io.sluice.server.mail.SmtpAnswer.Refused;
import io.sluice.server.kernel.OutsideTransactions;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Date;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The mail server that takes our mails. */
final class SmtpServer {

  private static final String CONNECT_TIMEOUT_MS = "10000";
  private static final String ANSWER_TIMEOUT_MS = "30000";
  private static final int MAX_REASON_CHARS = 500;

  private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

  SmtpServer(SmtpUrl url, Letterhead head) {
    sender.setProtocol(url.protocol());
    sender.setHost(url.host());
    sender.setPort(url.port());
    sender.setDefaultEncoding("UTF-8");
    sender.setJavaMailProperties(properties(url, head));
    if (!url.user().isEmpty()) {
      sender.setUsername(url.user());
      sender.setPassword(url.password());
    }
  }

  SmtpAnswer send(QueuedMail mail, Letterhead head) {
    OutsideTransactions.only("a mail");
    MimeMessage message;
    try {
      message = message(mail, head);
    } catch (MessagingException e) {
      return new Refused("it cannot be written as a mail: " + e.getMessage());
    }
    try {
      sender.send(message);
      return new Accepted();
    } catch (MailException e) {
      return isTaken(e) ? new Accepted() : answer(e);
    }
  }

  private static Properties properties(SmtpUrl url, Letterhead head) {
    Properties properties = new Properties();
    String prefix = "mail." + url.protocol() + ".";
    properties.setProperty(prefix + "connectiontimeout", CONNECT_TIMEOUT_MS);
    properties.setProperty(prefix + "timeout", ANSWER_TIMEOUT_MS);
    properties.setProperty(prefix + "writetimeout", ANSWER_TIMEOUT_MS);
    properties.setProperty(prefix + "auth", String.valueOf(!url.user().isEmpty()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "starttls.enable", String.valueOf(url.startTls() != SmtpUrl.StartTls.NEVER));
    properties.setProperty(prefix + "starttls.required", String.valueOf(url.startTls() == SmtpUrl.StartTls.REQUIRED));
    // Else the greeting names whatever the machine thinks it is called, which strict servers refuse.
    properties.setProperty(prefix + "localhost", head.host());
    return properties;
  }

  private MimeMessage message(QueuedMail mail, Letterhead head) throws MessagingException {
    MimeMessage message = sender.createMimeMessage();
    message.setFrom(head.from());
    message.setRecipient(RecipientType.TO, new InternetAddress(mail.recipient(), true));
    message.setSubject(mail.subject(), "UTF-8");
    message.setSentDate(Date.from(mail.createdAt()));
    message.setHeader("Message-ID", mail.messageId());
    // RFC 3834: keeps absence notes and other robots from answering.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setContent(new MimeMultipart("alternative", body(mail.text(), "plain"), body(mail.html(), "html")));
    return message;
  }

  /** Quoted-printable always: lines of any length and letters of any script get through any server. */
  private static MimeBodyPart body(String content, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(content, "UTF-8", subtype);
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  /** Only the goodbye failed: a server that has taken a mail answers for it. */
  private static boolean isTaken(MailException failure) {
    return failure instanceof MailSendException sending && sending.getMessageExceptions().length == 0;
  }

  private static SmtpAnswer answer(MailException failure) {
    Exception[] failures =
        failure instanceof MailSendException sending ? sending.getMessageExceptions() : new Exception[] {failure};
    return firstReply(new HashSet<>(), failures)
        .<SmtpAnswer>map(reply -> reply.code() >= 500 && !asksToSignIn(reply.code())
            ? new Refused(oneLine(reply.text()))
            : new Deferred(oneLine(reply.text())))
        .orElseGet(() -> new Deferred(
            oneLine("the server of SLUICE_SMTP_URL: " + failure.getMostSpecificCause().toString())));
  }

  /** RFC 4954 6: we must sign in, or did so wrongly. That is for the operator to mend; the mail can wait. */
  private static boolean asksToSignIn(int code) {
    return code >= 530 && code <= 538;
  }

  /** What the server answered to this mail, wherever the mail library has put it. */
  private static Optional<Reply> firstReply(Set<Throwable> seen, @Nullable Throwable... failures) {
    return Stream.of(failures).filter(Objects::nonNull).filter(seen::add)
        .flatMap(failure -> (switch (failure) {
          case SMTPAddressFailedException recipient -> Optional.of(Reply.of(recipient.getReturnCode(), recipient));
          case SMTPSenderFailedException from -> Optional.of(Reply.of(from.getReturnCode(), from));
          case SMTPSendFailedException sending -> Optional.of(Reply.of(sending.getReturnCode(), sending));
          default -> firstReply(seen, failure.getCause());
        }).stream())
        .findFirst();
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS);
  }

  private record Reply(int code, String text) {

    static Reply of(int code, MessagingException failure) {
      return new Reply(code, String.valueOf(failure.getMessage()));
    }
  }
}
