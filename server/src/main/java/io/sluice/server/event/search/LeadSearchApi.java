package io.sluice.server.event.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.server.account.Member;
import io.sluice.server.event.EventJson;
import io.sluice.server.event.search.LeadSearch.Asked;
import io.sluice.server.event.search.LeadSearch.Hit;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /search/leads} (exchange 12.5). */
@ExchangeApi
class LeadSearchApi {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HitJson(
      LeadId leadId,
      FlowId flowId,
      @Nullable String flowName,
      EntityId sourceId,
      @Nullable String sourceName,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @JsonProperty("phone_1") @Nullable String phone1,
      @JsonProperty("phone_2") @Nullable String phone2,
      @JsonProperty("address_1") @Nullable String address1,
      @Nullable String city,
      @Nullable String state,
      @Nullable String postalCode,
      @Nullable String reference,
      Instant submissionTimestamp,
      Map<String, List<String>> highlight,
      @Nullable EventJson latestEvent) {

    static HitJson of(Hit hit) {
      var lead = hit.lead();
      Map<String, String> contact = lead.contact();
      return new HitJson(lead.id(), lead.flow(), lead.flowName(), lead.source(), lead.sourceName(),
          contact.get("first_name"), contact.get("last_name"), contact.get("email"), contact.get("phone_1"),
          contact.get("phone_2"), contact.get("address_1"), contact.get("city"), contact.get("state"),
          contact.get("postal_code"), contact.get("reference"), lead.submittedAt(), hit.highlight(),
          hit.latestEvent());
    }
  }

  record HitsJson(List<HitJson> hits, int total) {}

  private final LeadSearch search;

  LeadSearchApi(LeadSearch search) {
    this.search = search;
  }

  @GetMapping("/search/leads")
  Answer<HitsJson> search(
      Member caller,
      @RequestParam(name = "query", required = false, defaultValue = "") String query,
      @RequestParam(name = "sort_by", required = false) @Nullable String sortBy,
      @RequestParam(name = "sort_dir", required = false) @Nullable String sortDir,
      @RequestParam(name = "from", required = false, defaultValue = "0") int from,
      @RequestParam(name = "limit", required = false, defaultValue = "10") int limit) {
    return Answer.ok(
        search.search(caller.account(), new Asked(query, LeadOrder.of(sortBy, sortDir), from, limit)),
        found -> new HitsJson(found.hits().stream().map(HitJson::of).toList(), found.total()));
  }
}
