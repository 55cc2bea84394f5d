package io.sluice.server.crm.onboarding;

import io.sluice.server.account.Person;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /users/{user_id}/onboarding} (crm 2.4). */
@CrmApi
class OnboardingApi {

  record FinishJson(boolean onboardingCompleted) {}

  record SignJson(boolean signed, @Nullable Long termsAndConditionsId) {}

  record OneJson(OnboardingJson userOnboarding) {

    static OneJson of(Onboarding onboarding) {
      return new OneJson(OnboardingJson.of(onboarding));
    }
  }

  private final Onboardings onboardings;

  OnboardingApi(Onboardings onboardings) {
    this.onboardings = onboardings;
  }

  @PutMapping("/api/v1/users/{user_id}/onboarding/finish")
  Answer<OneJson> finish(Person caller, @PathVariable("user_id") String user, @RequestBody FinishJson wanted) {
    return Answer.ok(onboardings.finish(caller, user, wanted.onboardingCompleted()), OneJson::of);
  }

  @PutMapping("/api/v1/users/{user_id}/onboarding/terms_and_conditions")
  Answer<OneJson> sign(Person caller, @PathVariable("user_id") String user, @RequestBody SignJson wanted) {
    return Answer.ok(onboardings.sign(caller, user, wanted.signed(), wanted.termsAndConditionsId()), OneJson::of);
  }
}
