package io.sluice.server.account.signin;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import java.util.List;

/** Tells the old mailbox that another is to take its place: whoever did not want that still can do something. */
record AddressLeavingMail(EmailAddress to, EmailAddress next) implements Mail {

  @Override
  public String kind() {
    return "address_leaving";
  }

  @Override
  public Letter letter() {
    return new Letter(
        "Your e-mail address is about to change",
        List.of(
            new Paragraph("Somebody who is signed in as you, or an admin of your company, asked that you sign in with "
                + next + " instead of " + to + ". That happens once the new address is confirmed."),
            new Paragraph("If that was not you, set a new password now and tell an admin of your company.")),
        "You get this mail because " + to + " is the address you sign in with.");
  }
}
