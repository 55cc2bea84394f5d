package io.sluice.server.crm.company;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.server.account.Person;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** {@code /companies} (crm 2.3). */
@CrmApi
class CompanyApi {

  record NewJson(
      String name, @Nullable Long parentCompanyId, @JsonProperty("default") @Nullable Boolean usual) {}

  /** A parent that is null is another thing than one that is not named: it stays a node. */
  record ChangesJson(
      @Nullable String name, @Nullable JsonNode parentCompanyId, @JsonProperty("default") @Nullable Boolean usual) {

    Companies.Changes changes() {
      return new Companies.Changes(Optional.ofNullable(name),
          parentCompanyId == null ? null
              : parentCompanyId.isNull() ? Optional.empty() : Optional.of(parentCompanyId.asLong()),
          Optional.ofNullable(usual));
    }
  }

  record AllJson(List<CompanyJson> companies, Paging.MetaJson meta) {}

  private final Companies companies;
  private final CompanyJson.Writer json;

  CompanyApi(Companies companies, CompanyJson.Writer json) {
    this.companies = companies;
    this.json = json;
  }

  @PostMapping("/api/v1/companies")
  Answer<CompanyJson.OneJson> create(Person caller, @RequestBody NewJson wanted) {
    return Answer.created(companies.create(caller, new Companies.Wanted(
        wanted.name(), wanted.parentCompanyId(), Boolean.TRUE.equals(wanted.usual()))), json::of);
  }

  @GetMapping("/api/v1/companies")
  Answer<AllJson> list(Person caller,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage,
      @RequestParam(required = false) @Nullable String search,
      @RequestParam(name = "parent_company_id", required = false) @Nullable Long parent) {
    Paging paging = Paging.of(page, perPage);
    Companies.Page found = companies.list(caller, search, parent, paging);
    return Answer.ok(new AllJson(json.of(found.companies()), paging.meta(found.total())));
  }

  @GetMapping("/api/v1/companies/{company_id}")
  Answer<CompanyJson.OneJson> show(InCompany caller) {
    return Answer.ok(json.of(companies.find(caller.account(), caller.company()).orElseThrow()));
  }

  @PutMapping("/api/v1/companies/{company_id}")
  Answer<CompanyJson.OneJson> change(AdministersCompany caller, Person person, @RequestBody ChangesJson changes) {
    return Answer.ok(companies.change(caller, person, changes.changes()), json::of);
  }
}
