package io.sluice.server.crm.onboarding;

import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.legal.LegalTerm;
import io.sluice.server.crm.legal.LegalTerms;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Signing the terms and being through: each user for herself, and each time as it was the first time. */
@Component
public class Onboardings {

  private final OnboardingStore store;
  private final LegalTerms terms;
  private final Users users;
  private final Audit audit;
  private final Clock clock;

  Onboardings(OnboardingStore store, LegalTerms terms, Users users, Audit audit, Clock clock) {
    this.store = store;
    this.terms = terms;
    this.users = users;
    this.audit = audit;
    this.clock = clock;
  }

  public Onboarding of(User user) {
    return new Onboarding(user.number(), store.completedAt(user.account(), user.id()), terms.current(),
        store.signed(user.account(), user.id())
            .map(signed -> new Onboarding.Signature(terms.find(signed.term()).orElseThrow(), signed.at())));
  }

  @Transactional
  Result<Onboarding, OnboardingRefusal> finish(Person by, String number, boolean completed) {
    return herself(by, number).then(user -> {
      if (!completed) {
        return Result.refused(new OnboardingRefusal.Invalid("onboarding_completed", "must be true"));
      }
      Onboarding before = of(user);
      if (before.completedAt().isEmpty() && !before.signed()) {
        return Result.refused(new OnboardingRefusal.TermsNotSigned());
      }
      store.complete(user.account(), user.id(), clock.instant());
      return Result.done(of(user));
    });
  }

  /** @param wanted absent: those that are to be signed now */
  @Transactional
  Result<Onboarding, OnboardingRefusal> sign(Person by, String number, boolean signed, @Nullable Long wanted) {
    return herself(by, number).then(user -> {
      if (!signed) {
        return Result.refused(new OnboardingRefusal.Invalid("signed", "must be true"));
      }
      Optional<LegalTerm> current = terms.current().filter(term -> wanted == null || term.id() == wanted);
      if (current.isEmpty()) {
        return Result.refused(
            new OnboardingRefusal.Invalid("terms_and_conditions_id", "is not what can be signed now"));
      }
      store.sign(user.account(), user.id(), current.get().id(), clock.instant());
      audit.record(user.account(), user.id(), Action.UPDATE, "user", user.id().value(),
          "signed the terms " + current.get().version());
      return Result.done(of(user));
    });
  }

  private Result<User, OnboardingRefusal> herself(Person by, String number) {
    Optional<User> user = CrmIds.read(number).flatMap(users::byNumber);
    if (user.isEmpty()) {
      return Result.refused(new OnboardingRefusal.UnknownUser());
    }
    return user.get().id().equals(by.user())
        ? Result.done(user.get()) : Result.refused(new OnboardingRefusal.NotHerself());
  }
}
