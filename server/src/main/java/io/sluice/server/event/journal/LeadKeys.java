package io.sluice.server.event.journal;

import io.sluice.server.idempotency.ExpiringKeys;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys of leads that are on their way or ended lately. They are written by the event log, with their leads. */
@Component
public class LeadKeys implements ExpiringKeys {

  private final LeadKeyStore store;

  LeadKeys(LeadKeyStore store) {
    this.store = store;
  }

  /** A lead has the key. @param answer sealed; null while the lead is on its way */
  public record Known(String fingerprint, byte @Nullable [] answer) {}

  /** Empty when no lead has it, or none has it any more. */
  public Optional<Known> find(LeadKey key, Instant now) {
    Optional<LeadKeyStore.Row> row = store.find(key.account(), key.source(), key.hash(), now);
    if (row.filter(LeadKeyStore.Row::expired).isPresent()) {
      store.forgetIfExpired(key.account(), key.source(), key.hash(), now);
      return Optional.empty();
    }
    return row.map(LeadKeyStore.Row::known);
  }

  /** Of this very request, whichever source of the account it was taken from. */
  public Optional<Known> findOfAnySource(LeadKey key, Instant now) {
    return store.findOfAnySource(key.account(), key.hash(), key.fingerprint(), now);
  }

  @Override
  public String table() {
    return "lead_key";
  }
}
