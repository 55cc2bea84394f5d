package io.sluice.server.crm.lead.list;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.account.Accounts;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.Moments;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.lead.count.LeadFilter;
import io.sluice.server.crm.lead.sheet.LeadJson;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;

/** A company's leads, all of them or some, and how many there are (crm 2.16). */
@CrmApi
class LeadListApi {

  record AskedQuery(
      @BindParam("stage_id") @Nullable Long stage,
      @BindParam("source_id") @Nullable Long source,
      @BindParam("campaign_id") @Nullable Long campaign,
      @BindParam("territory_id") @Nullable Long territory,
      @BindParam("user_access_id") @Nullable Long userAccess,
      @BindParam("cycle_id") @Nullable Long cycle,
      @Nullable String search,
      @BindParam("created_from") @Nullable String createdFrom,
      @BindParam("created_to") @Nullable String createdTo,
      @Nullable String sort,
      @Nullable Integer page,
      @BindParam("per_page") @Nullable Integer perPage) {}

  record MetaJson(
      int page, int perPage, long total, long totalPages,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean totalCapped) {}

  record PageJson(List<LeadJson> leads, MetaJson meta) {}

  record MetricJson(long stageId, String stageName, long leadsCount, BigDecimal percentage) {}

  record MetricsJson(
      List<MetricJson> metrics, long total,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean totalCapped) {}

  private final LeadLists lists;
  private final LeadJson.Writer json;
  private final Accounts accounts;

  LeadListApi(LeadLists lists, LeadJson.Writer json, Accounts accounts) {
    this.lists = lists;
    this.json = json;
    this.accounts = accounts;
  }

  /** A record is complete once it is made: {@code search[a]=1} names nothing in it that could be set afterwards. */
  @InitBinder
  void bindByConstructorOnly(WebDataBinder binder) {
    binder.setDeclarativeBinding(true);
  }

  @GetMapping("/api/v1/companies/{company_id}/leads")
  Answer<PageJson> list(InCompany caller, @ModelAttribute AskedQuery asked) {
    return page(caller, asked, Function.identity());
  }

  @GetMapping("/api/v1/companies/{company_id}/leads/duplicates")
  Answer<PageJson> duplicates(InCompany caller, @ModelAttribute AskedQuery asked) {
    return page(caller, asked, LeadFilter::onlyDuplicates);
  }

  @GetMapping("/api/v1/companies/{company_id}/leads/unassigned")
  Answer<PageJson> unassigned(InCompany caller, @ModelAttribute AskedQuery asked) {
    return page(caller, asked, LeadFilter::onlyUnassigned);
  }

  @GetMapping("/api/v1/companies/{company_id}/leads/metrics")
  Answer<MetricsJson> metrics(InCompany caller, @ModelAttribute AskedQuery asked) {
    return asked(caller, asked, Function.identity(), question -> {
      LeadLists.Counted counted = lists.count(caller.account(), caller.company(), question);
      return metrics(lists.stages(caller.account()), counted);
    });
  }

  private static MetricsJson metrics(List<Stage> stages, LeadLists.Counted counted) {
    long total = counted.total();
    return new MetricsJson(
        stages.stream().map(stage -> {
          long leads = counted.byStage().getOrDefault(stage.id(), 0L);
          return new MetricJson(stage.id(), stage.name(), leads, percentage(leads, total));
        }).toList(),
        total, counted.capped() ? true : null);
  }

  private static BigDecimal percentage(long leads, long total) {
    return total == 0 ? BigDecimal.ZERO.setScale(1)
        : BigDecimal.valueOf(leads * 100).divide(BigDecimal.valueOf(total), 1, RoundingMode.HALF_UP);
  }

  private Answer<PageJson> page(InCompany caller, AskedQuery asked, Function<LeadFilter, LeadFilter> only) {
    Paging paging = Paging.of(asked.page(), asked.perPage());
    LeadSort sort = asked.sort() == null ? LeadSort.NEWEST : LeadSort.of(asked.sort());
    return asked(caller, asked, only, question -> {
      LeadLists.Listed listed = lists.list(caller.account(), caller.company(), question, sort, paging);
      Paging.MetaJson meta = paging.meta(listed.total());
      return new PageJson(json.all(caller.account(), listed.leads()),
          new MetaJson(meta.page(), meta.perPage(), meta.total(), meta.totalPages(), listed.capped() ? true : null));
    });
  }

  private <T> Answer<T> asked(InCompany caller, AskedQuery asked, Function<LeadFilter, LeadFilter> only,
      Function<LeadLists.Question, T> answer) {
    ZoneId zone = ZoneId.of(accounts.of(caller.account()).timeZone());
    Map<String, List<String>> problems = new HashMap<>();
    Optional<Instant> from = moment("created_from", asked.createdFrom(), zone, false, problems);
    Optional<Instant> until = moment("created_to", asked.createdTo(), zone, true, problems);
    if (!problems.isEmpty()) {
      return Answer.problem(CrmProblems.invalid(problems));
    }
    LeadFilter filter = new LeadFilter(asked.stage(), asked.source(), asked.campaign(), asked.territory(), asked.cycle(),
        asked.userAccess(), from.orElse(null), until.orElse(null), false, false,
        lists.sight(caller.standing()));
    String search = asked.search();
    return Answer.ok(answer.apply(
        new LeadLists.Question(only.apply(filter), search == null || search.isBlank() ? null : search)));
  }

  private static Optional<Instant> moment(
      String name, @Nullable String text, ZoneId zone, boolean behind, Map<String, List<String>> problems) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    Optional<Instant> moment = behind ? Moments.behind(text, zone) : Moments.at(text, zone);
    if (moment.isEmpty()) {
      problems.computeIfAbsent(name, _ -> new ArrayList<>()).add(Moments.SENTENCE);
    }
    return moment;
  }
}
