package io.sluice.server.crm.onboarding;

import io.sluice.server.crm.legal.LegalTerm;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The {@code user_onboarding} (crm 2.4), as it also stands in a user who is shown. */
public record OnboardingJson(
    long id, boolean onboardingCompleted, @Nullable Instant onboardingCompletedAt, @Nullable TermsJson termsAndConditions) {

  /**
   * The terms she signed; before she has, those there are to sign.
   *
   * @param latestVersion false: there are others now, and she is asked again
   */
  public record TermsJson(
      long id, String version, boolean signed, @Nullable Instant signedAt, boolean latestVersion) {}

  public static OnboardingJson of(Onboarding onboarding) {
    Instant completed = onboarding.completedAt().orElse(null);
    TermsJson terms = onboarding.signature()
        .map(signature -> json(signature.terms(), signature.signedAt(), onboarding.signed()))
        .or(() -> onboarding.current().map(current -> json(current, null, true)))
        .orElse(null);
    return new OnboardingJson(onboarding.id(), completed != null, completed, terms);
  }

  private static TermsJson json(LegalTerm term, @Nullable Instant signedAt, boolean latest) {
    return new TermsJson(term.id(), term.version(), signedAt != null, signedAt, latest);
  }
}
