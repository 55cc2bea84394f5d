package io.sluice.server.mail;

import java.util.Optional;

/**
 * What the operator decided about mail.
 *
 * @param from as in a mail's header: {@code Sluice <sluice@example.com>}
 * @param server empty: mails wait in the outbox until there is one
 */
public record MailSettings(String from, Optional<SmtpUrl> server) {}
