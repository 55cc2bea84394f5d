package io.sluice.server.partner.mail;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import io.sluice.server.partner.Role;
import java.net.URI;
import java.util.List;

/** Tells the inviter that a partner will not come (exchange 4.6). {@code link}: where to look at the partners. */
record InvitationDeclinedMail(EmailAddress to, EmailAddress invited, Role as, URI link) implements Mail {

  @Override
  public String kind() {
    return "invitation-declined";
  }

  @Override
  public Letter letter() {
    return new Letter(
        invited + " declined your invitation",
        List.of(
            new Paragraph(switch (as) {
              case SELLER -> invited + " does not want to be one of your sellers.";
              case BUYER -> invited + " does not want to be one of your buyers.";
            }),
            new Paragraph("What stood for them in your flows was taken out. Should they change their mind while the"
                + " invitation lasts, everything comes back as it was."),
            new Button("Open Sluice", link)),
        "You get this mail because notifications about invitations are on in your settings.");
  }
}
