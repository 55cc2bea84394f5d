package io.sluice.server.crm.membership;

import io.sluice.server.account.Person;
import io.sluice.server.account.Superuser;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.EvenReadOnly;
import io.sluice.server.crm.membership.CompanyMembershipJson.MembershipJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /memberships} and {@code /companies/{company_id}/membership} (crm 2.7, 2.8). */
@CrmApi
class MembershipApi {

  record TermsJson(
      String name,
      @Nullable String description,
      @Nullable Long priceCents,
      @Nullable String currency,
      @Nullable String interval,
      @Nullable Integer maxUsers,
      @Nullable Integer maxLeadsPerMonth,
      @Nullable Boolean active) {

    Memberships.Terms terms() {
      return new Memberships.Terms(name, description == null ? "" : description, priceCents == null ? 0 : priceCents,
          currency == null ? "USD" : currency,
          interval == null ? Membership.Interval.MONTH : Membership.Interval.of(interval),
          maxUsers, maxLeadsPerMonth, !Boolean.FALSE.equals(active));
    }
  }

  record PlanJson(MembershipJson membership) {

    static PlanJson of(Membership plan) {
      return new PlanJson(MembershipJson.of(plan));
    }
  }

  record PlansJson(List<MembershipJson> memberships) {}

  record OneJson(CompanyMembershipJson companyMembership) {

    static OneJson of(CompanyMembership there) {
      return new OneJson(CompanyMembershipJson.of(there));
    }
  }

  private final Memberships memberships;

  MembershipApi(Memberships memberships) {
    this.memberships = memberships;
  }

  @GetMapping("/api/v1/memberships")
  Answer<PlansJson> list(Person caller) {
    return Answer.ok(new PlansJson(memberships.available().stream().map(MembershipJson::of).toList()));
  }

  @GetMapping("/api/v1/memberships/{id}")
  Answer<PlanJson> show(Person caller, @PathVariable String id) {
    return Answer.ok(memberships.plan(id), PlanJson::of);
  }

  @PostMapping("/api/v1/memberships")
  Answer<PlanJson> add(Superuser caller, @RequestBody TermsJson wanted) {
    return Answer.created(PlanJson.of(memberships.add(wanted.terms())));
  }

  @PutMapping("/api/v1/memberships/{id}")
  Answer<PlanJson> change(Superuser caller, @PathVariable String id, @RequestBody TermsJson wanted) {
    return Answer.ok(memberships.change(id, wanted.terms()), PlanJson::of);
  }

  @EvenReadOnly
  @PostMapping("/api/v1/companies/{company_id}/membership")
  Answer<OneJson> attach(AdministersCompany caller,
      @RequestParam(name = "membership_id", required = false) @Nullable Long membership) {
    return Answer.created(memberships.attach(caller, membership), OneJson::of);
  }

  @EvenReadOnly
  @PostMapping("/api/v1/companies/{company_id}/membership/cancel")
  Answer<OneJson> cancel(AdministersCompany caller) {
    return Answer.ok(memberships.cancel(caller), OneJson::of);
  }
}
