package io.sluice.server.partner.mail;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import java.net.URI;
import java.util.List;

/**
 * Tells the inviter's users that the invited one opened the link too late and asks for a fresh one.
 *
 * @param invited the address that was invited
 * @param link where to send the invitation again
 */
public record FreshLinkAskedMail(EmailAddress to, EmailAddress invited, URI link) implements Mail {

  @Override
  public String kind() {
    return "fresh_link_asked";
  }

  @Override
  public Letter letter() {
    return new Letter(
        invited + " asks for a fresh invitation",
        List.of(
            new Paragraph(invited + " opened your invitation after its time was over, and would like a fresh one."),
            new Paragraph("Send it again and a new link goes out. What you have prepared for this partner stays."),
            new Button("Send it again", link)),
        "You get this mail because your company invited " + invited
            + ". You can turn such mails off in your settings.");
  }
}
