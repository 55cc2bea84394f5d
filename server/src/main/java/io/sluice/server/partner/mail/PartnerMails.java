package io.sluice.server.partner.mail;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Mail;
import io.sluice.server.mail.Mails;
import io.sluice.server.partner.Role;
import java.net.URI;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The mails of the partner workflow (exchange 4.9). Queued within the caller's transaction: no change without its mails,
 * no mail without its change.
 */
@Component
public class PartnerMails {

  private final Mails mails;
  private final Users users;
  private final BaseUrl base;

  PartnerMails(Mails mails, Users users, BaseUrl base) {
    this.mails = mails;
    this.users = users;
    this.base = base;
  }

  /** To the invited address; the link ends in the token. */
  public void invitation(EmailAddress to, String inviterName, Role as, Instant until, @Nullable String description,
      String token) {
    mails.queue(new InvitationMail(
        to, inviterName, as, until, description == null ? "" : description, URI.create(base.link("/join/" + token))));
  }

  /** To the invited address, which asked for it; the link ends in the token. */
  public void freshLink(EmailAddress to, String inviterName, Instant until, String token) {
    mails.queue(new FreshLinkMail(to, inviterName, until, URI.create(base.link("/join/" + token))));
  }

  public void accepted(AccountId inviter, String partnerName, Role partnerIs) {
    toUsersOf(inviter, to -> new InvitationAcceptedMail(to, partnerName, partnerIs, home()));
  }

  public void declined(AccountId inviter, EmailAddress invitee, Role as) {
    toUsersOf(inviter, to -> new InvitationDeclinedMail(to, invitee, as, home()));
  }

  public void freshLinkAskedFor(AccountId inviter, EmailAddress invitee) {
    toUsersOf(inviter, to -> new FreshLinkAskedMail(to, invitee, home()));
  }

  /** The buyer is ready for the seller's leads. */
  public void deliverySetUp(AccountId seller, String buyerName) {
    toUsersOf(seller, to -> new BuyerConfiguredMail(to, buyerName, home()));
  }

  private void toUsersOf(AccountId account, Function<EmailAddress, Mail> mail) {
    for (User user : users.ofAccount(account)) {
      if (user.verified() && users.settings(account, user.id()).connectionInvites().enabled()) {
        mails.queue(mail.apply(user.email()));
      }
    }
  }

  private URI home() {
    return URI.create(base.link("/"));
  }
}
