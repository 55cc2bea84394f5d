package io.sluice.server.webhook.endpoint;

import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter;
import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Letter.Quote;
import io.sluice.server.mail.Mail;
import io.sluice.server.webhook.endpoint.WebhookEndpoint.Reason;
import java.net.URI;
import java.util.List;

/** Tells an account's admins that one of their servers is told nothing any more. */
record EndpointDisabledMail(EmailAddress to, String url, Reason reason, URI link) implements Mail {

  @Override
  public String kind() {
    return "webhook_disabled";
  }

  @Override
  public Letter letter() {
    return new Letter(
        "Your webhook endpoint is disabled",
        List.of(
            new Paragraph(why()),
            new Quote(url),
            new Paragraph("It is told nothing from now on. What could not be delivered is kept for thirty days: once"
                + " the endpoint works, enable it, and what waits is sent; what was given up can be sent again."),
            new Button("See your webhooks", link)),
        "You get this mail because you administer the account that this endpoint belongs to.");
  }

  private String why() {
    return switch (reason) {
      case BY_HAND -> "Somebody of your account disabled this endpoint:";
      case GONE -> "This endpoint answered 410 Gone, which says that it wants no more messages:";
      case FAILING -> "For " + WebhookEndpoints.MAX_FAILING.toDays() + " days no message has reached this endpoint:";
    };
  }
}
