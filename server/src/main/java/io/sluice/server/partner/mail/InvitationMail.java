package io.sluice.server.partner.mail;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Letter.Part;
import io.sluice.server.mail.Letter.Quote;
import io.sluice.server.mail.Mail;
import io.sluice.server.mail.Wording;
import io.sluice.server.partner.Role;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Invites a partner (exchange 4.2).
 *
 * @param inviter the inviting company
 * @param description what the inviter wants to say; may be empty
 * @param link where to accept or decline; whoever has it speaks for the mailbox
 */
public record InvitationMail(
    EmailAddress to, String inviter, Role as, Instant until, String description, URI link) implements Mail {

  @Override
  public String kind() {
    return "invitation";
  }

  @Override
  public Letter letter() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Paragraph(switch (as) {
      case SELLER -> inviter + " would like to buy leads from you and invites you to connect as a seller.";
      case BUYER -> inviter + " would like to sell leads to you and invites you to connect as a buyer.";
    }));
    if (!description.isBlank()) {
      parts.add(new Paragraph(inviter + " writes:"));
      parts.add(new Quote(description));
    }
    parts.add(new Paragraph("Look at the invitation, then accept or decline it. If you have no account yet, you can"
        + " open one on the way; being a partner is free."));
    parts.add(new Button("See the invitation", link));
    parts.add(new Paragraph("The invitation is open until " + Wording.moment(until) + "."));
    return new Letter(
        switch (as) {
          case SELLER -> inviter + " invites you to sell leads";
          case BUYER -> inviter + " invites you to buy leads";
        },
        parts,
        "You get this mail because " + inviter + " named " + to + " as a partner's address. If you do not know "
            + inviter + ", you need not do anything.");
  }
}
