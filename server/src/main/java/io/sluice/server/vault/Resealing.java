package io.sluice.server.vault;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** After a change of keys everything is sealed with the new one, once, while the server works. */
@Component
final class Resealing {

  private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);

  private final List<SealedTexts> all;
  private final Vault vault;

  Resealing(List<SealedTexts> all, Vault vault) {
    this.all = List.copyOf(all);
    this.vault = vault;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    Thread.ofVirtual().name("resealing").start(() -> all.forEach(this::reseal));
  }

  private void reseal(SealedTexts texts) {
    try {
      if (!texts.exist()) {
        return; // nothing was ever sealed here, so no key is made for it
      }
      if (!vault.hasKey()) {
        LOG.error("There is no key for {}: put the one of before into secret.key below the data directory, or into "
            + "SLUICE_SECRET_KEY", texts.what());
        return;
      }
      int unreadable = texts.reseal();
      if (unreadable > 0) {
        LOG.error("{} {} were sealed with a key that this server does not have: put it behind the first one, "
            + "as docs/operating/settings.md says, or give their secrets anew", unreadable, texts.what());
      }
    } catch (RuntimeException e) {
      LOG.error("{} could not be sealed with the key that is first now; trying again at the next start",
          texts.what(), e);
    }
  }
}
