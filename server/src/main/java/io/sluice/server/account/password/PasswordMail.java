package io.sluice.server.account.password;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import io.sluice.server.mail.Wording;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Lets somebody set a password (crm 2.1).
 *
 * @param first whether it is the first one, of a user somebody entered
 * @param link sets it once, until then
 */
record PasswordMail(EmailAddress to, boolean first, Instant until, URI link) implements Mail {

  @Override
  public String kind() {
    return first ? "first_password" : "password_reset";
  }

  @Override
  public Letter letter() {
    return new Letter(
        first ? "Choose your password" : "Set a new password",
        List.of(
            new Paragraph(first
                ? "A user was made for " + to + ". Choose a password, and you can sign in."
                : "Somebody, we think you, asked for a new password for " + to + "."),
            new Button(first ? "Choose a password" : "Set a new password", link),
            new Paragraph("The link works once, until " + Wording.moment(until) + ".")),
        first
            ? "If you do not know what this is about, you need not do anything: without a password nobody can sign in."
            : "If you did not ask for it, you need not do anything: your password stays as it is.");
  }
}
