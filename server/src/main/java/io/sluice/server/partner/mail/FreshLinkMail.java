package io.sluice.server.partner.mail;

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
 * Takes a fresh link to somebody who was invited before; links of earlier mails have ended.
 *
 * @param inviter the inviting company
 */
public record FreshLinkMail(EmailAddress to, String inviter, Instant until, URI link) implements Mail {

  @Override
  public String kind() {
    return "fresh_link";
  }

  @Override
  public Letter letter() {
    return new Letter(
        "Your fresh link to the invitation of " + inviter,
        List.of(
            new Paragraph("Here is a fresh link to the invitation of " + inviter + ". It takes the place of the one you"
                + " had before."),
            new Button("See the invitation", link),
            new Paragraph("The invitation is open until " + Wording.moment(until) + ".")),
        "You get this mail because " + inviter + " named " + to + " as a partner's address. If you do not know "
            + inviter + ", you need not do anything.");
  }
}
