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

/** Lets a user prove the address that is to take the place of hers. @param link proves it when opened, until then */
record AddressChangeMail(EmailAddress to, EmailAddress present, Instant until, URI link) implements Mail {

  @Override
  public String kind() {
    return "address_change";
  }

  @Override
  public Letter letter() {
    return new Letter(
        "Confirm your new e-mail address",
        List.of(
            new Paragraph("The user who signs in with " + present + " is to sign in with " + to
                + " from now on. Confirm that this address is yours."),
            new Button("Confirm the address", link),
            new Paragraph("The link works until " + Wording.moment(until) + ".")),
        "If you know nothing of this, you need not do anything: without your confirmation nothing changes.");
  }
}
