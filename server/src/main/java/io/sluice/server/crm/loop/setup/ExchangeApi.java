package io.sluice.server.crm.loop.setup;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.loop.setup.Exchanges.Exchange;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.OnboardId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /companies/{company_id}/exchange} of the console contract: "deliver to my Sluice CRM". */
@CrmApi
class ExchangeApi {

  record WantedJson(
      String onboardId, @Nullable String flowId, @Nullable String onDuplicate, @Nullable Boolean feedbackRules) {}

  record SellerJson(AccountId accountId, String name) {}

  record OnboardJson(OnboardId id, String status, @Nullable String error) {}

  record ExchangeJson(
      SellerJson seller, OnboardJson onboard, @Nullable FlowId flowId, CompanyId companyId, boolean intoCompany) {}

  record OneJson(ExchangeJson exchange) {}

  record AllJson(List<ExchangeJson> exchange) {}

  private final Exchanges exchanges;

  ExchangeApi(Exchanges exchanges) {
    this.exchanges = exchanges;
  }

  @GetMapping("/api/v1/companies/{company_id}/exchange")
  Answer<AllJson> list(AdministersCompany caller, Person person) {
    return isOwn(caller, person)
        ? Answer.ok(new AllJson(exchanges.of(caller.account(), caller.company()).stream()
            .map(exchange -> json(caller.company(), exchange)).toList()))
        : Answer.problem(CrmProblems.forbidden());
  }

  @PostMapping("/api/v1/companies/{company_id}/exchange")
  Answer<OneJson> setUp(AdministersCompany caller, Person person, @RequestBody WantedJson wanted) {
    if (!isOwn(caller, person)) {
      return Answer.problem(CrmProblems.forbidden());
    }
    return Answer.ok(exchanges.setUp(caller.account(), caller.user(), caller.company(), new Exchanges.Wanted(
        wanted.onboardId().toLowerCase(Locale.ROOT),
        wanted.flowId() == null ? null : wanted.flowId().toLowerCase(Locale.ROOT),
        wanted.onDuplicate() == null ? "accept" : wanted.onDuplicate(),
        Boolean.TRUE.equals(wanted.feedbackRules()))), exchange -> new OneJson(json(caller.company(), exchange)));
  }

  /** Flows and partners are the account's: who was invited into a company from outside of it does not see them. */
  private static boolean isOwn(AdministersCompany caller, Person person) {
    return person.account().equals(caller.account());
  }

  private static ExchangeJson json(CompanyId company, Exchange exchange) {
    var onboard = exchange.onboard();
    return new ExchangeJson(new SellerJson(exchange.seller(), exchange.sellerName()),
        new OnboardJson(onboard.id(), onboard.status(), onboard.error()), exchange.flow(), company,
        exchange.intoCompany());
  }
}
