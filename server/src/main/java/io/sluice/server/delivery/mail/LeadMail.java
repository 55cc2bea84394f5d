package io.sluice.server.delivery.mail;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Fact;
import io.sluice.server.mail.Letter.Facts;
import io.sluice.server.mail.Letter.Lines;
import io.sluice.server.mail.Letter.Part;
import io.sluice.server.mail.Mail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A lead for one reader.
 *
 * @param words what the account wrote for its readers
 * @param data the lead's own
 * @param origin who sends it and from which flow
 * @param others everybody it goes to, in words
 */
record LeadMail(
    EmailAddress to, String subject, Optional<String> words, List<Fact> data, String origin, String others)
    implements Mail {

  @Override
  public String kind() {
    return "lead";
  }

  @Override
  public Letter letter() {
    List<Part> parts = new ArrayList<>();
    words.ifPresent(text -> parts.add(new Lines(text)));
    if (!data.isEmpty()) {
      parts.add(new Facts(data));
    }
    return new Letter(subject, parts, origin + " delivers leads to this address. " + others);
  }
}
