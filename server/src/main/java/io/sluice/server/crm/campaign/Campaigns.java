package io.sluice.server.crm.campaign;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.Asked;
import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A company's campaigns. */
@Component
public class Campaigns {

  static final int MOST = 10_000;

  private final CampaignStore store;
  private final CompanyLocks locks;
  private final Audit audit;
  private final Clock clock;

  Campaigns(CampaignStore store, CompanyLocks locks, Audit audit, Clock clock) {
    this.store = store;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** A campaign, and how many leads came of it. */
  record Counted(Campaign campaign, long leads) {}

  /** Some of them, and how many there are. */
  record Listed(List<Counted> campaigns, int total) {}

  /** A campaign as it shall be; what is absent stays as it is. Times are as they were written. */
  record Wanted(@Nullable String name, Campaign.@Nullable Status status, Asked startsAt, Asked endsAt) {}

  Listed page(AccountId account, CompanyId company, Campaign.@Nullable Status status, CampaignSort sort, Paging page) {
    List<Campaign> campaigns = store.page(account, company, status, sort, page);
    Map<Long, Long> leads = store.leads(account, company, campaigns.stream().map(Campaign::id).toList());
    return new Listed(
        campaigns.stream().map(campaign -> new Counted(campaign, leads.getOrDefault(campaign.id(), 0L))).toList(),
        store.count(account, company, status));
  }

  Counted counted(AccountId account, Campaign campaign) {
    return new Counted(campaign,
        store.leads(account, campaign.company(), List.of(campaign.id())).getOrDefault(campaign.id(), 0L));
  }

  /** In whatever company of the account. */
  public Optional<Campaign> find(AccountId account, long id) {
    return store.find(account, id);
  }

  /** Whatever its letters' case. */
  public Optional<Campaign> named(AccountId account, CompanyId company, String name) {
    return store.named(account, company, NameKey.of(name));
  }

  /** The campaign of that name; where there is none, one that is running is made. */
  @Transactional
  public Result<Campaign, CampaignRefusal> findOrMake(AccountId account, CompanyId company, String name) {
    if (!NameKey.fits(name)) {
      return Result.refused(new CampaignRefusal.BadName());
    }
    return named(account, company, name).<Result<Campaign, CampaignRefusal>>map(Result::done).orElseGet(() -> {
      locks.hold(account, company);
      return named(account, company, name).<Result<Campaign, CampaignRefusal>>map(Result::done)
          .orElseGet(() -> add(account, empty(company, name.strip(), Campaign.Status.ACTIVE)));
    });
  }

  /** Unless it says otherwise, a draft. */
  @Transactional
  Result<Counted, CampaignRefusal> create(Standing by, Wanted wanted) {
    locks.hold(by.account(), by.company());
    String name = Objects.requireNonNull(wanted.name()).strip(); // the contract lets none without pass
    return changed(by.account(), empty(by.company(), name, Campaign.Status.DRAFT), wanted)
        .then(campaign -> add(by.account(), campaign))
        .map(campaign -> {
          record(by, Action.CREATE, campaign);
          return new Counted(campaign, 0);
        });
  }

  @Transactional
  Result<Counted, CampaignRefusal> change(Standing by, long id, Wanted wanted) {
    locks.hold(by.account(), by.company());
    Campaign before = store.find(by.account(), id).orElseThrow(); // there is no deleting one
    return changed(by.account(), before, wanted).map(after -> {
      store.update(by.account(), after);
      record(by, Action.UPDATE, after);
      return counted(by.account(), after);
    });
  }

  private Campaign empty(CompanyId company, String name, Campaign.Status status) {
    Instant now = clock.instant();
    return new Campaign(0, company, name, status, null, null, now, now);
  }

  private Result<Campaign, CampaignRefusal> changed(AccountId account, Campaign before, Wanted wanted) {
    Map<String, List<String>> problems = new TreeMap<>();
    String name = wanted.name() == null ? before.name() : wanted.name().strip();
    if (named(account, before.company(), name).filter(other -> other.id() != before.id()).isPresent()) {
      problems.put("name", List.of("has already been taken"));
    }
    Instant starts = time(before.startsAt(), wanted.startsAt(), "starts_at", problems);
    Instant ends = time(before.endsAt(), wanted.endsAt(), "ends_at", problems);
    if (starts != null && ends != null && !ends.isAfter(starts)) {
      problems.put("ends_at", List.of("must be after starts_at"));
    }
    return problems.isEmpty()
        ? Result.done(new Campaign(before.id(), before.company(), name, wanted.status() == null ? before.status() : wanted.status(), starts, ends, before.createdAt(), clock.instant()))
        : Result.refused(new CampaignRefusal.Invalid(problems));
  }

  private static @Nullable Instant time(
      @Nullable Instant before, Asked wanted, String field, Map<String, List<String>> problems) {
    if (!wanted.named()) {
      return before;
    }
    String text = wanted.text();
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      problems.put(field, List.of("must be a time such as 2026-03-02T09:00:00Z"));
      return before;
    }
  }

  private Result<Campaign, CampaignRefusal> add(AccountId account, Campaign wanted) {
    return store.count(account, wanted.company(), null) >= MOST
        ? Result.refused(new CampaignRefusal.TooMany(MOST))
        : Result.done(store.insert(account, wanted));
  }

  private void record(Standing by, Action action, Campaign campaign) {
    audit.record(by.account(), by.user(), action, "campaign", Long.toString(campaign.id()),
        "%s, %s, of company %s".formatted(campaign.name(), campaign.status().word(), by.company()));
  }
}
