package io.sluice.server.delivery;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.vault.Sealed;
import io.sluice.server.vault.Vault;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Seals what is to be resent for the one event it belongs to, and opens it again. */
@Component
public final class KeptDeliveries {

  private final Vault vault;

  KeptDeliveries(Vault vault) {
    this.vault = vault;
  }

  public Sealed seal(AccountId account, EventId event, KeptDelivery delivery) {
    return vault.seal(delivery.write(), owner(account, event));
  }

  /** Empty when it was sealed with a key that this server does not have. */
  public Optional<KeptDelivery> open(AccountId account, EventId event, Sealed sealed) {
    return vault.open(sealed, owner(account, event)).map(KeptDelivery::read);
  }

  private static String owner(AccountId account, EventId event) {
    return "retry/" + account + "/" + event;
  }
}
