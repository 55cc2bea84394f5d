package io.sluice.server.delivery.mail;

import io.sluice.server.mail.Mails;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The way of leads into the outbox: to all of their readers, or to none. */
@Component
class LeadMails {

  private final Mails mails;

  LeadMails(Mails mails) {
    this.mails = mails;
  }

  /** @param key of the delivery: however often it is repeated, each reader gets one mail */
  @Transactional
  public void queue(String key, List<LeadMail> letters) {
    letters.forEach(letter -> mails.queueOnce(key + " " + letter.to(), letter));
  }
}
