package io.sluice.server.partner.mail;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import java.net.URI;
import java.util.List;

/**
 * Tells the seller's users that the buyer has finished its configuration (exchange 4.9 and 4.5: the buyer's step stays
 * disabled until the seller enables it).
 *
 * @param link where the seller enables the buyer's step
 */
public record BuyerConfiguredMail(EmailAddress to, String buyer, URI link) implements Mail {

  @Override
  public String kind() {
    return "buyer_configured";
  }

  @Override
  public Letter letter() {
    return new Letter(
        buyer + " is ready for your leads",
        List.of(
            new Paragraph(buyer + " has finished its configuration: it is settled where your leads go."),
            new Paragraph("One thing is left to you. Enable the step that delivers to " + buyer + " in your flow and"
                + " save it. No lead is delivered before you do."),
            new Button("Open your flow", link)),
        "You get this mail because your company sells leads to " + buyer
            + ". You can turn such mails off in your settings.");
  }
}
