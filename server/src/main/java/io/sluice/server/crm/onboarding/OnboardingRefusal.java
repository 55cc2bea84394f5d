package io.sluice.server.crm.onboarding;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way onboarding says no. */
sealed interface OnboardingRefusal extends Refusal {

  record UnknownUser() implements OnboardingRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** Nobody signs for somebody else. */
  record NotHerself() implements OnboardingRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  record Invalid(String field, String sentence) implements OnboardingRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(field, sentence);
    }
  }

  record TermsNotSigned() implements OnboardingRefusal {
    @Override
    public Problem problem() {
      return Problem.of(422, "terms_not_signed", "the terms and conditions are to be signed first");
    }
  }
}
