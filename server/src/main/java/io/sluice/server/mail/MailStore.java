package io.sluice.server.mail;

import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code mail}, which is local to the installation: no account in its key. */
@WithoutAccount("mails go to addresses, with or without an account")
final class MailStore {

  private final JdbcClient jdbc;

  MailStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Leaves one of this id as it is. */
  void addOnce(QueuedMail mail) {
    jdbc.sql("""
        INSERT INTO mail (id, kind, message_id, recipient, subject, text_body, html_body, created_at, until)
        VALUES (:id, :kind, :messageId, :recipient, :subject, :text, :html, :createdAt, :until)
        ON CONFLICT ON CONSTRAINT mail_pk DO NOTHING
        """)
        .param("id", mail.id()).param("kind", mail.kind()).param("messageId", mail.messageId())
        .param("recipient", mail.recipient()).param("subject", mail.subject())
        .param("text", mail.text()).param("html", mail.html()).param("createdAt", SqlTime.of(mail.createdAt()))
        .param("until", SqlTime.of(mail.until()))
        .update();
  }

  /** The mail, unless it was sent or is dead. */
  Optional<QueuedMail> waiting(UUID id) {
    return jdbc.sql("""
        SELECT * FROM mail WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL
        """)
        .param("id", id)
        .query((row, _) -> new QueuedMail(
            id, row.getString("kind"), row.getString("message_id"), row.getString("recipient"),
            row.getString("subject"), row.getString("text_body"), row.getString("html_body"),
            SqlTime.read(row, "created_at"), SqlTime.orNull(row, "until")))
        .optional();
  }

  /** The bodies go: they hold links that let their reader in, and nobody needs them any more. */
  void markSent(UUID id, Instant now) {
    jdbc.sql("""
        UPDATE mail SET sent_at = :now, text_body = NULL, html_body = NULL
        WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL
        """)
        .param("id", id).param("now", SqlTime.of(now))
        .update();
  }

  void markDead(UUID id, String reason, Instant now) {
    jdbc.sql("""
        UPDATE mail SET dead_at = :now, dead_reason = :reason
        WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL
        """)
        .param("id", id).param("now", SqlTime.of(now)).param("reason", reason)
        .update();
  }
}
