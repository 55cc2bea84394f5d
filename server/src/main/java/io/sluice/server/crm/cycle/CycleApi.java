package io.sluice.server.crm.cycle;

import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.company.CompanyJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** A company's cycles (crm 2.15), and what the published menu lacks: listing, changing and deleting them. */
@CrmApi
class CycleApi {

  record EnabledJson(boolean cyclesEnabled) {}

  record NewJson(String name, LocalDate startsOn, LocalDate endsOn) {}

  record ChangesJson(@Nullable String name, @Nullable LocalDate startsOn, @Nullable LocalDate endsOn) {}

  record OneJson(CycleJson cycle) {

    static OneJson of(Cycles.Listed listed) {
      return new OneJson(CycleJson.of(listed));
    }
  }

  record AllJson(List<CycleJson> cycles) {}

  private final Cycles cycles;
  private final CompanyJson.Writer companies;

  CycleApi(Cycles cycles, CompanyJson.Writer companies) {
    this.cycles = cycles;
    this.companies = companies;
  }

  @PutMapping("/api/v1/companies/{company_id}/cycles")
  Answer<CompanyJson.OneJson> enable(AdministersCompany caller, @RequestBody EnabledJson wanted) {
    return Answer.ok(companies.of(cycles.enable(caller.standing(), wanted.cyclesEnabled())));
  }

  @GetMapping("/api/v1/companies/{company_id}/cycles")
  Answer<AllJson> list(InCompany caller) {
    return Answer.ok(new AllJson(
        cycles.of(caller.account(), caller.company()).stream().map(CycleJson::of).toList()));
  }

  @PostMapping("/api/v1/companies/{company_id}/cycles")
  Answer<OneJson> create(AdministersCompany caller, @RequestBody NewJson wanted) {
    return Answer.created(
        cycles.create(caller.standing(), wanted.name(), wanted.startsOn(), wanted.endsOn()),
        OneJson::of);
  }

  @PutMapping("/api/v1/companies/{company_id}/cycles/{cycle_id}")
  Answer<OneJson> change(
      AdministersCompany caller, @PathVariable("cycle_id") String cycle, @RequestBody ChangesJson changes) {
    return CrmIds.answer(cycle, id -> Answer.ok(
        cycles.change(caller.standing(), id,
            new Cycles.Wanted(changes.name(), changes.startsOn(), changes.endsOn())),
        OneJson::of));
  }

  @DeleteMapping("/api/v1/companies/{company_id}/cycles/{cycle_id}")
  Answer<MessageJson> delete(AdministersCompany caller, @PathVariable("cycle_id") String cycle) {
    return CrmIds.answer(cycle, id -> Answer.ok(
        cycles.delete(caller.standing(), id),
        deleted -> new MessageJson("The cycle " + deleted.name() + " was deleted")));
  }
}
