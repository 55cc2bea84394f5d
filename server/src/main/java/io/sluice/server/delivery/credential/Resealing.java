package io.sluice.server.delivery.credential;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** After a change of keys every credential is sealed with the new one, once, while the server works. */
@Component
final class Resealing {

  private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);

  private final CredentialStore store;
  private final Credentials credentials;

  Resealing(CredentialStore store, Credentials credentials) {
    this.store = store;
    this.credentials = credentials;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    Thread.ofVirtual().name("resealing").start(this::reseal);
  }

  private void reseal() {
    try {
      if (store.sealedOtherwise("", "", 1).isEmpty()) {
        return; // nothing was ever sealed here, so no key is made for it
      }
      int unreadable = credentials.reseal();
      if (unreadable > 0) {
        LOG.error("{} credentials were sealed with a key that this server does not have: put it behind the first one, "
            + "as docs/operating/settings.md says, or give their secrets anew", unreadable);
      }
    } catch (RuntimeException e) {
      LOG.error("credentials could not be sealed with the key that is first now; trying again at the next start", e);
    }
  }
}
