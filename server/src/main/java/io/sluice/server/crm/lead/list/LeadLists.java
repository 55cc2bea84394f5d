package io.sluice.server.crm.lead.list;

import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.crm.lead.contact.LeadWords;
import io.sluice.server.crm.lead.count.LeadCounts;
import io.sluice.server.crm.lead.count.LeadFilter;
import io.sluice.server.crm.lead.count.LeadFilter.Sight;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Pages of a company's leads, and how many there are.
 *
 * <p>How many match is known before they are read ({@link LeadCounts}), and decides how: few are gathered by whatever
 * index finds them and then sorted; among many, an index that has them in their order is walked until the page is full.
 * A page near the end is read from the end.
 */
@Component
class LeadLists {

  /** Found by their words, so many are counted and sorted; of more it is said that there are more. */
  static final int MOST_FOUND = 2_000;
  private static final int FEW = 2_000;
  /** Nearer to the beginning than this, nobody waits for what is passed over. */
  private static final int DEEP = 10_000;
  private static final int MOST_LOOKED_AT = 5_000;

  private final LeadListStore store;
  private final Leads leads;
  private final LeadCounts counts;
  private final Stages stages;

  LeadLists(LeadListStore store, Leads leads, LeadCounts counts, Stages stages) {
    this.store = store;
    this.leads = leads;
    this.counts = counts;
    this.stages = stages;
  }

  /** @param search words that a lead must have, each perhaps only begun; absent: any */
  record Question(LeadFilter filter, @Nullable String search) {}

  /** @param capped there are more: so many were counted */
  record Counted(Map<Long, Long> byStage, boolean capped) {

    long total() {
      return byStage.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  record Listed(List<Lead> leads, long total, boolean capped) {}

  Sight sight(Standing standing) {
    Long own = standing.userAccess();
    return standing.may(Access.MANAGER) || own == null ? new Sight.All()
        : new Sight.Own(own, store.sourcesOf(standing.account(), standing.company(), own));
  }

  List<Stage> stages(AccountId account) {
    return stages.of(account);
  }

  Counted count(AccountId account, CompanyId company, Question question) {
    if (question.search() == null) {
      return new Counted(counts.byStage(account, company, question.filter()), false);
    }
    String words = LeadWords.query(company, question.search());
    if (words.isEmpty()) {
      return new Counted(Map.of(), false);
    }
    var counted = new Counted(store.countMatching(account, company, question.filter(), words, MOST_FOUND), false);
    return counted.total() < MOST_FOUND ? counted : new Counted(counted.byStage(), true);
  }

  Listed list(AccountId account, CompanyId company, Question question, LeadSort sort, Paging paging) {
    if (sort.field() == LeadSort.Field.CREATED) {
      // Ids rise with time, but for leads that were made at once: within a page they are put right.
      Listed listed = list(account, company, question, sort.byId(), paging);
      Comparator<Lead> order = Comparator.comparing(Lead::createdAt).thenComparing(Lead::id);
      return new Listed(listed.leads().stream().sorted(sort.descending() ? order.reversed() : order).toList(),
          listed.total(), listed.capped());
    }
    Counted counted = count(account, company, question);
    long total = counted.total();
    int limit = (int) Math.min(paging.perPage(), total - paging.offset());
    List<Long> ids = limit <= 0 ? List.of() : question.search() == null
        ? ids(account, company, question.filter(), sort, counted.byStage(), paging.offset(), limit)
        : found(account, company, question, sort, counted, paging.offset(), limit);
    Map<Long, Lead> found = new HashMap<>();
    leads.find(account, company, ids).forEach(lead -> found.put(lead.id(), lead));
    return new Listed(ids.stream().map(found::get).filter(Objects::nonNull).toList(), total, counted.capped());
  }

  private List<Long> ids(AccountId account, CompanyId company, LeadFilter filter, LeadSort sort,
      Map<Long, Long> byStage, long offset, int limit) {
    if (sort.field() == LeadSort.Field.STAGE) {
      return byStages(account, company, filter, sort, byStage, offset, limit);
    }
    long total = byStage.values().stream().mapToLong(Long::longValue).sum();
    if (total <= FEW && (filter.isComposed() || !sort.isById())) {
      return store.gather(account, company, filter, null, sort, List.of(), Integer.MAX_VALUE, offset, limit);
    }
    if (offset > DEEP && offset > total / 2) {
      return store.walk(account, company, filter, sort.reversed(), total - offset - limit, limit).reversed();
    }
    return store.walk(account, company, filter, sort, offset, limit);
  }

  /** One stage behind the other: how many each has says in which a page begins. */
  private List<Long> byStages(AccountId account, CompanyId company, LeadFilter filter, LeadSort sort,
      Map<Long, Long> byStage, long offset, int limit) {
    List<Long> order = order(account, byStage);
    List<Long> ids = new ArrayList<>();
    long before = 0;
    for (long stage : sort.descending() ? order.reversed() : order) {
      long here = byStage.getOrDefault(stage, 0L);
      long from = Math.max(0, offset + ids.size() - before);
      if (from < here && ids.size() < limit) {
        ids.addAll(ids(account, company, filter.in(stage), sort.byId(), Map.of(stage, here), from,
            (int) Math.min(limit - ids.size(), here - from)));
      }
      before += here;
    }
    return ids;
  }

  /** The account's stages, and behind them any other that leads are in. */
  private List<Long> order(AccountId account, Map<Long, Long> byStage) {
    List<Long> order = new ArrayList<>(stages.of(account).stream().map(Stage::id).toList());
    new TreeSet<>(byStage.keySet()).stream().filter(stage -> !order.contains(stage)).forEach(order::add);
    return order;
  }

  private List<Long> found(AccountId account, CompanyId company, Question question, LeadSort sort, Counted counted,
      long offset, int limit) {
    String words = LeadWords.query(company, Objects.requireNonNull(question.search()));
    if (counted.capped() && sort.field() != LeadSort.Field.STAGE) {
      List<Long> first = store.searchFirst(account, company, question.filter(), words, sort, MOST_LOOKED_AT, offset, limit);
      if (first.size() == limit) {
        return first;
      }
    }
    return store.gather(account, company, question.filter(), words, sort, order(account, counted.byStage()), MOST_FOUND,
        offset, limit);
  }
}
