package io.sluice.server.crm.onboarding;

import io.sluice.server.crm.legal.LegalTerm;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a user is (crm 2.4).
 *
 * @param id the user's number
 * @param current what is to be signed; absent where there are no terms
 * @param signature the newest terms she signed
 */
public record Onboarding(
    long id, Optional<Instant> completedAt, Optional<LegalTerm> current, Optional<Signature> signature) {

  /** Terms as she signed them. */
  public record Signature(LegalTerm terms, Instant signedAt) {}

  /** Whether what she signed still holds: a minor revision of it asks nobody again (decision 0111). */
  public boolean signed() {
    return current.isEmpty()
        || signature.filter(signed -> signed.terms().major() == current.get().major()).isPresent();
  }
}
