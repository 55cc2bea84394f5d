package io.sluice.server.list;

import io.sluice.server.account.Accounts;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Making lists, renaming and deleting them. */
@Component
public class Lists {

  private static final int MAX_LISTS = 500;

  private final ListStore store;
  private final Accounts accounts;
  private final Jobs jobs;
  private final Clock clock;

  Lists(ListStore store, Accounts accounts, Jobs jobs, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** A list, and how many values it has at the moment. */
  record Sized(NamedList list, long size) {}

  /** Oldest first. */
  List<Sized> of(AccountId account) {
    Map<ListId, Long> sizes = store.sizes(account);
    return store.of(account).stream()
        .map(list -> new Sized(list, sizes.getOrDefault(list.id(), 0L)))
        .toList();
  }

  Result<Sized, ListRefusal> sized(AccountId account, String id) {
    return find(account, id).map(list -> new Sized(list, store.size(account, list.id())));
  }

  public Result<NamedList, ListRefusal> find(AccountId account, String id) {
    Optional<NamedList> found = ObjectIds.valid(id) ? store.find(account, ListId.of(id)) : Optional.empty();
    return found.<Result<NamedList, ListRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new ListRefusal.Unknown()));
  }

  @Transactional
  public Result<NamedList, ListRefusal> create(
      AccountId account, String name, boolean hashed, @Nullable Integer retentionDays) {
    String urlName = ListNames.urlName(name.strip());
    if (urlName.isBlank() || urlName.chars().allMatch(c -> c == '_')) {
      return Result.refused(new ListRefusal.NoName());
    }
    accounts.hold(account); // two requests must not both be the last there is room for
    if (store.of(account).size() >= MAX_LISTS) {
      return Result.refused(new ListRefusal.TooMany(MAX_LISTS));
    }
    Instant now = clock.instant();
    NamedList list = new NamedList(ListId.next(now), name.strip(), urlName, hashed, retentionDays, now, now);
    return store.insert(account, list)
        ? Result.done(list)
        : Result.refused(new ListRefusal.NameTaken(urlName));
  }

  /** Flows go on calling it by the name it has in addresses. */
  @Transactional
  public Result<NamedList, ListRefusal> change(
      AccountId account, String id, String name, @Nullable Integer retentionDays) {
    return find(account, id).map(list -> {
      NamedList after = list.with(name.strip(), retentionDays, clock.instant());
      store.update(account, after);
      return after;
    });
  }

  /** Answers the list as it was. Nobody finds it or its values from now on. */
  @Transactional
  public Result<NamedList, ListRefusal> delete(AccountId account, String id) {
    Instant now = clock.instant();
    return find(account, id).then(list -> {
      if (!store.markDeleted(account, list.id(), now)) {
        return Result.refused(new ListRefusal.Unknown());
      }
      jobs.enqueue(ListRetention.KIND, "", "", now);
      return Result.done(list);
    });
  }
}
