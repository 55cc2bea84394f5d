package io.sluice.server.partner.mail;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import io.sluice.server.partner.Role;
import java.net.URI;
import java.util.List;

/**
 * Tells the inviter's users that the invitation was accepted (exchange 4.5).
 *
 * @param partner the company that accepted
 * @param as what it was invited as
 * @param link where to see the connection
 */
public record InvitationAcceptedMail(EmailAddress to, String partner, Role as, URI link) implements Mail {

  @Override
  public String kind() {
    return "invitation_accepted";
  }

  @Override
  public Letter letter() {
    Paragraph next = new Paragraph(switch (as) {
      case SELLER -> "In your flows, " + partner + " now stands where the invitation stood. The rules and mappings you"
          + " had prepared stay as they are, and its leads are taken as soon as it sends some.";
      case BUYER -> partner + " now decides where your leads should go. We tell you when that is done; then you"
          + " enable its step in your flow.";
    });
    return new Letter(
        partner + " accepted your invitation",
        List.of(
            new Paragraph("You and " + partner + " are connected."),
            next,
            new Button("See the connection", link)),
        "You get this mail because your company invited " + partner
            + ". You can turn such mails off in your settings.");
  }
}
