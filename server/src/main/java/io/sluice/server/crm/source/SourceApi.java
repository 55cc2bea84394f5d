package io.sluice.server.crm.source;

import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.access.grant.Colleague;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** A company's sources (crm 2.18). */
@CrmApi
class SourceApi {

  record WantedJson(String name) {}

  record OrderJson(List<Long> sourceIds) {}

  record UserAccessJson(long userAccessId) {}

  record SourceJson(long id, CompanyId companyId, String name, int priority, List<Colleague.Json> userAccesses) {

    static SourceJson of(Sources.Held held) {
      Source source = held.source();
      return new SourceJson(source.id(), source.company(), source.name(), source.priority(),
          held.by().stream().map(Colleague::json).toList());
    }
  }

  record OneJson(SourceJson source) {

    static OneJson of(Sources.Held held) {
      return new OneJson(SourceJson.of(held));
    }
  }

  record AllJson(List<SourceJson> sources) {

    static AllJson of(List<Sources.Held> all) {
      return new AllJson(all.stream().map(SourceJson::of).toList());
    }
  }

  private final Sources sources;

  SourceApi(Sources sources) {
    this.sources = sources;
  }

  @GetMapping("/api/v1/companies/{company_id}/sources")
  Answer<AllJson> list(InCompany caller) {
    return Answer.ok(AllJson.of(sources.held(caller.account(), caller.company())));
  }

  @PostMapping("/api/v1/companies/{company_id}/sources")
  Answer<OneJson> create(AdministersCompany caller, @RequestBody WantedJson wanted) {
    return Answer.created(sources.create(caller.standing(), wanted.name()), OneJson::of);
  }

  @PutMapping("/api/v1/companies/{company_id}/sources/{source_id}")
  Answer<OneJson> rename(
      AdministersCompany caller, @PathVariable("source_id") String source, @RequestBody WantedJson wanted) {
    return CrmIds.answer(source, id -> Answer.ok(
        sources.rename(caller.standing(), id, wanted.name()), OneJson::of));
  }

  @DeleteMapping("/api/v1/companies/{company_id}/sources/{source_id}")
  Answer<MessageJson> delete(AdministersCompany caller, @PathVariable("source_id") String source) {
    return CrmIds.answer(source, id -> Answer.ok(
        sources.delete(caller.standing(), id),
        deleted -> new MessageJson("The source " + deleted.name() + " was deleted")));
  }

  @PutMapping("/api/v1/companies/{company_id}/sources/priority")
  Answer<AllJson> order(AdministersCompany caller, @RequestBody OrderJson wanted) {
    return Answer.ok(sources.order(caller.standing(), wanted.sourceIds()), AllJson::of);
  }

  @PostMapping("/api/v1/companies/{company_id}/sources/{source_id}/user_access")
  Answer<OneJson> assign(
      AdministersCompany caller, @PathVariable("source_id") String source, @RequestBody UserAccessJson wanted) {
    return CrmIds.answer(source, id -> Answer.created(
        sources.assign(caller.standing(), id, wanted.userAccessId()), OneJson::of));
  }

  @DeleteMapping("/api/v1/companies/{company_id}/sources/{source_id}/user_access/{user_access_id}")
  Answer<OneJson> remove(
      AdministersCompany caller, @PathVariable("source_id") String source,
      @PathVariable("user_access_id") String userAccess) {
    return CrmIds.answer(source, id -> CrmIds.answer(userAccess, link -> Answer.ok(
        sources.remove(caller.standing(), id, link), OneJson::of)));
  }
}
