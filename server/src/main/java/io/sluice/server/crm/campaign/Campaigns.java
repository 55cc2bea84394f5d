package io.sluice.server.crm.campaign;

import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A company's campaigns. */
@Component
public class Campaigns {

  static final int MOST = 10_000;

  private final CampaignStore store;
  private final CompanyLocks locks;
  private final Clock clock;

  Campaigns(CampaignStore store, CompanyLocks locks, Clock clock) {
    this.store = store;
    this.locks = locks;
    this.clock = clock;
  }

  /** Some of them, and how many there are. */
  record Listed(List<Campaign> campaigns, int total) {}

  Listed page(AccountId account, CompanyId company, Campaign.@Nullable Status status, CampaignSort sort, Paging page) {
    return new Listed(store.page(account, company, status, sort, page), store.count(account, company, status));
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
          .orElseGet(() -> add(account, company, new NewCampaign(name.strip(), Campaign.Status.ACTIVE, null, null)));
    });
  }

  private Result<Campaign, CampaignRefusal> add(AccountId account, CompanyId company, NewCampaign wanted) {
    return store.count(account, company, null) >= MOST
        ? Result.refused(new CampaignRefusal.TooMany(MOST))
        : Result.done(store.insert(account, company, wanted, clock.instant()));
  }
}
