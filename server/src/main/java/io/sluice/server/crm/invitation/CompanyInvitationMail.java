package io.sluice.server.crm.invitation;

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
 * Asks somebody into a company of the CRM (crm 2.11).
 *
 * @param inviter the person's name
 * @param access what she would be there: {@code manager}
 * @param link where to join; whoever has it speaks for the mailbox
 */
record CompanyInvitationMail(
    EmailAddress to, String inviter, String company, String access, Instant until, URI link) implements Mail {

  @Override
  public String kind() {
    return "company_invitation";
  }

  @Override
  public Letter letter() {
    return new Letter(
        inviter + " invites you to join " + company,
        List.of(
            new Paragraph(inviter + " would like you to work with the leads of " + company + ", as " + access + "."),
            new Paragraph("If you have no user here yet, you make one on the way."),
            new Button("Join " + company, link),
            new Paragraph("The invitation is open until " + Wording.moment(until) + ".")),
        "You get this mail because " + inviter + " named " + to + " as a colleague's address. If you do not know "
            + company + ", you need not do anything.");
  }
}
