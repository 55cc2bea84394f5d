package io.sluice.server.crm.optout;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Fact;
import io.sluice.server.mail.Letter.Facts;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Mail;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Tells the admins of an account without an endpoint that somebody they hold withdrew consent. No personal data is in it. */
record OptOutMail(EmailAddress to, String asker, String request, Instant dueAt, List<String> leads) implements Mail {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);
  private static final int MAX_LEADS = 50;

  @Override
  public String kind() {
    return "opt_out";
  }

  @Override
  public Letter letter() {
    return new Letter(
        "Somebody you hold withdrew consent",
        List.of(
            new Paragraph(asker + " tells you that a person whose lead you hold withdrew consent. Stop contacting the"
                + " person, everywhere you keep the lead, and confirm it before " + DAY.format(dueAt) + "."),
            new Facts(List.of(
                new Fact("Request", request),
                new Fact("Leads", String.join(", ", leads.stream().limit(MAX_LEADS).toList())))),
            new Paragraph("To confirm, call POST /opt_out_requests/" + request + "/confirm with your API key.")),
        "You get this mail because you administer an account that holds the person.");
  }
}
