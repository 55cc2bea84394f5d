package io.sluice.server.crm.campaign;

import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Campaigns (crm 2.13). */
@CrmApi
class CampaignApi {

  record CampaignJson(
      long id,
      CompanyId companyId,
      String name,
      String status,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      long leadsCount) {

    static CampaignJson of(Campaign campaign, long leads) {
      return new CampaignJson(campaign.id(), campaign.company(), campaign.name(), campaign.status().word(),
          campaign.startsAt(), campaign.endsAt(), leads);
    }
  }

  record PageJson(List<CampaignJson> campaigns, Paging.MetaJson meta) {}

  private final Campaigns campaigns;

  CampaignApi(Campaigns campaigns) {
    this.campaigns = campaigns;
  }

  @GetMapping("/api/v1/companies/{company_id}/campaigns")
  Answer<PageJson> list(
      InCompany caller,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(defaultValue = "-id") String sort,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage) {
    Paging paging = Paging.of(page, perPage);
    Campaigns.Listed listed = campaigns.page(caller.account(), caller.company(),
        status == null ? null : Campaign.Status.of(status), CampaignSort.of(sort), paging);
    return Answer.ok(new PageJson(
        listed.campaigns().stream().map(campaign -> CampaignJson.of(campaign, 0)).toList(),
        paging.meta(listed.total())));
  }
}
