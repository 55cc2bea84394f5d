package io.sluice.server.crm.territory;

import io.sluice.server.crm.access.Colleague;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;

/** A company's territories (crm 2.20). */
@CrmApi
class TerritoryApi {

  record TerritoryJson(
      long id, CompanyId companyId, String name, @Nullable String state, List<String> zipCodes,
      List<Colleague.Json> userAccesses) {

    static TerritoryJson of(Territories.Worked worked) {
      Territory territory = worked.territory();
      return new TerritoryJson(territory.id(), territory.company(), territory.name(), territory.state(),
          worked.zipCodes(), worked.by().stream().map(Colleague::json).toList());
    }
  }

  record AllJson(List<TerritoryJson> territories) {

    static AllJson of(List<Territories.Worked> all) {
      return new AllJson(all.stream().map(TerritoryJson::of).toList());
    }
  }

  private final Territories territories;

  TerritoryApi(Territories territories) {
    this.territories = territories;
  }

  @GetMapping("/api/v1/companies/{company_id}/territories")
  Answer<AllJson> list(InCompany caller) {
    return Answer.ok(AllJson.of(territories.of(caller.account(), caller.company())));
  }
}
