package io.sluice.server.crm.territory;

import io.sluice.server.crm.Asked;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.access.grant.Colleague;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import tools.jackson.databind.JsonNode;

/** A company's territories (crm 2.20), and what the published menu lacks: changing and deleting them. */
@CrmApi
class TerritoryApi {

  record OneNewJson(
      String name, @Nullable String state, @Nullable List<String> zipCodes, @Nullable List<Long> userAccessIds) {

    NewTerritory wanted() {
      return NewTerritory.of(name, state, Objects.requireNonNullElse(zipCodes, List.of()),
          Objects.requireNonNullElse(userAccessIds, List.of()));
    }
  }

  record NewJson(List<OneNewJson> territories) {}

  /** A state that is null is another thing than one that is not named: it stays a node. */
  record ChangesJson(
      @Nullable String name, @Nullable JsonNode state, @Nullable List<String> zipCodes,
      @Nullable List<Long> userAccessIds) {

    Territories.Changes changes() {
      return new Territories.Changes(name, Asked.of(state), zipCodes, userAccessIds);
    }
  }

  record TerritoryJson(
      long id, CompanyId companyId, String name, @Nullable String state, List<String> zipCodes,
      List<Colleague.Json> userAccesses) {

    static TerritoryJson of(Territories.Worked worked) {
      Territory territory = worked.territory();
      return new TerritoryJson(territory.id(), territory.company(), territory.name(), territory.state(),
          worked.zipCodes(), worked.by().stream().map(Colleague::json).toList());
    }
  }

  record OneJson(TerritoryJson territory) {

    static OneJson of(Territories.Worked worked) {
      return new OneJson(TerritoryJson.of(worked));
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

  @PostMapping("/api/v1/companies/{company_id}/territories")
  Answer<AllJson> create(AdministersCompany caller, @RequestBody NewJson wanted) {
    return Answer.created(
        territories.create(caller.standing(),
            wanted.territories().stream().map(OneNewJson::wanted).toList()),
        AllJson::of);
  }

  @PutMapping("/api/v1/companies/{company_id}/territories/{territory_id}")
  Answer<OneJson> change(
      AdministersCompany caller, @PathVariable("territory_id") String territory, @RequestBody ChangesJson changes) {
    return CrmIds.answer(territory, id -> Answer.ok(
        territories.change(caller.standing(), id, changes.changes()), OneJson::of));
  }

  @DeleteMapping("/api/v1/companies/{company_id}/territories/{territory_id}")
  Answer<MessageJson> delete(AdministersCompany caller, @PathVariable("territory_id") String territory) {
    return CrmIds.answer(territory, id -> Answer.ok(
        territories.delete(caller.standing(), id),
        deleted -> new MessageJson("The territory " + deleted.name() + " was deleted")));
  }
}
