package io.sluice.server.account.signin;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import io.sluice.server.mail.Wording;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Lets somebody who signed up prove that the mailbox is theirs. @param link proves it when opened, until then */
public record VerificationMail(EmailAddress to, Instant until, URI link) implements Mail {

  @Override
  public String kind() {
    return "verification";
  }

  @Override
  public Letter letter() {
    return new Letter(
        "Confirm your e-mail address",
        List.of(
            new Paragraph("Somebody, we think you, signed up with the address " + to + ". Confirm that it is yours and"
                + " your account is ready."),
            new Button("Confirm the address", link),
            new Paragraph("The link works until " + Wording.moment(until) + ".")),
        "If you did not sign up, you need not do anything: without your confirmation nobody can use the address.");
  }
}
