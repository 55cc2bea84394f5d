package io.sluice.server.crm.source;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Permutation;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.grant.Colleague;
import io.sluice.server.crm.access.grant.Colleagues;
import io.sluice.server.crm.access.grant.UserAccessRemoved;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A company's sources: their names, their order, and whose they are. */
@Component
public class Sources {

  static final int MOST = 500;

  private final SourceStore store;
  private final Colleagues colleagues;
  private final CompanyLocks locks;
  private final Audit audit;
  private final Clock clock;

  Sources(SourceStore store, Colleagues colleagues, CompanyLocks locks, Audit audit, Clock clock) {
    this.store = store;
    this.colleagues = colleagues;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** A source, and who receives its leads, in order of their accesses' numbers. */
  record Held(Source source, List<Colleague> by) {}

  /** By priority. */
  public List<Source> of(AccountId account, CompanyId company) {
    return store.of(account, company);
  }

  public Optional<Source> find(AccountId account, CompanyId company, long id) {
    return store.find(account, company, id);
  }

  /** Whatever its letters' case. */
  public Optional<Source> named(AccountId account, CompanyId company, String name) {
    return store.named(account, company, NameKey.of(name));
  }

  /** Who receives the source's leads: numbers of {@code user_access}, in order. */
  public List<Long> userAccesses(AccountId account, CompanyId company, long source) {
    return store.userAccesses(account, company, source);
  }

  /** The source of that name, which is made, and goes last, where there is none. */
  @Transactional
  public Result<Source, SourceRefusal> findOrMake(AccountId account, CompanyId company, String name) {
    if (!NameKey.fits(name)) {
      return Result.refused(new SourceRefusal.BadName());
    }
    return named(account, company, name).<Result<Source, SourceRefusal>>map(Result::done).orElseGet(() -> {
      locks.hold(account, company);
      return named(account, company, name).<Result<Source, SourceRefusal>>map(Result::done)
          .orElseGet(() -> add(account, company, name));
    });
  }

  @Transactional
  Result<Held, SourceRefusal> create(Standing by, String name) {
    locks.hold(by.account(), by.company());
    return named(by.account(), by.company(), name).isPresent()
        ? Result.refused(new SourceRefusal.NameTaken())
        : add(by.account(), by.company(), name).map(source -> {
          record(by, Action.CREATE, source.id(), source.name());
          return new Held(source, List.of());
        });
  }

  private Result<Source, SourceRefusal> add(AccountId account, CompanyId company, String name) {
    int before = store.count(account, company);
    return before >= MOST
        ? Result.refused(new SourceRefusal.TooMany(MOST))
        : Result.done(store.insert(account, company, name.strip(), before + 1, clock.instant()));
  }

  List<Held> held(AccountId account, CompanyId company) {
    Map<Long, List<Long>> links = store.userAccesses(account, company);
    TreeSet<Long> all = new TreeSet<>();
    links.values().forEach(all::addAll);
    Map<Long, Colleague> people = colleagues.named(account, company, all);
    return store.of(account, company).stream()
        .map(source -> new Held(source, links.getOrDefault(source.id(), List.of()).stream()
            .map(people::get).filter(Objects::nonNull).toList()))
        .toList();
  }

  private Held held(AccountId account, Source source) {
    List<Long> links = store.userAccesses(account, source.company(), source.id());
    Map<Long, Colleague> people = colleagues.named(account, source.company(), links);
    return new Held(source, links.stream().map(people::get).filter(Objects::nonNull).toList());
  }

  @Transactional
  Result<Held, SourceRefusal> rename(Standing by, long id, String name) {
    locks.hold(by.account(), by.company());
    return known(by.account(), by.company(), id).then(source -> {
      if (named(by.account(), by.company(), name).filter(other -> other.id() != id).isPresent()) {
        return Result.refused(new SourceRefusal.NameTaken());
      }
      store.rename(by.account(), by.company(), id, name.strip());
      record(by, Action.UPDATE, id, source.name() + " is " + name.strip());
      return known(by.account(), by.company(), id).map(renamed -> held(by.account(), renamed));
    });
  }

  /** Its leads keep its number, which says nothing from now on: nobody rewrites a million of them (decision 0119). */
  @Transactional
  Result<Source, SourceRefusal> delete(Standing by, long id) {
    locks.hold(by.account(), by.company());
    return known(by.account(), by.company(), id).map(source -> {
      store.delete(by.account(), by.company(), id);
      store.order(by.account(), by.company(), store.of(by.account(), by.company()).stream().map(Source::id).toList());
      record(by, Action.DELETE, id, source.name());
      return source;
    });
  }

  /** @param ids every source of the company, once */
  @Transactional
  Result<List<Held>, SourceRefusal> order(Standing by, List<Long> ids) {
    locks.hold(by.account(), by.company());
    List<Long> present = store.of(by.account(), by.company()).stream().map(Source::id).toList();
    List<String> problems = Permutation.problems(present, ids);
    if (!problems.isEmpty()) {
      return Result.refused(new SourceRefusal.NotTheOrder(problems));
    }
    store.order(by.account(), by.company(), ids);
    ids.stream().findFirst().ifPresent(first -> record(by, Action.UPDATE, first, "all put in order"));
    return Result.done(held(by.account(), by.company()));
  }

  /** Again is no harm. */
  @Transactional
  Result<Held, SourceRefusal> assign(Standing by, long id, long userAccess) {
    locks.hold(by.account(), by.company());
    return known(by.account(), by.company(), id).then(source -> {
      if (!colleagues.foreign(by.account(), by.company(), List.of(userAccess)).isEmpty()) {
        return Result.refused(new SourceRefusal.NotAColleague());
      }
      store.link(by.account(), by.company(), id, userAccess, clock.instant());
      record(by, Action.UPDATE, id, "for user_access " + userAccess);
      return Result.done(held(by.account(), source));
    });
  }

  @Transactional
  Result<Held, SourceRefusal> remove(Standing by, long id, long userAccess) {
    return known(by.account(), by.company(), id).then(source -> {
      if (!store.unlink(by.account(), by.company(), id, userAccess)) {
        return Result.refused(new SourceRefusal.Unknown());
      }
      record(by, Action.UPDATE, id, "no longer for user_access " + userAccess);
      return Result.done(held(by.account(), source));
    });
  }

  @EventListener
  void forget(UserAccessRemoved gone) {
    store.unlinkAll(gone.account(), gone.company(), gone.userAccess());
  }

  private Result<Source, SourceRefusal> known(AccountId account, CompanyId company, long id) {
    return store.find(account, company, id).<Result<Source, SourceRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new SourceRefusal.Unknown()));
  }

  private void record(Standing by, Action action, long id, String detail) {
    audit.record(by.account(), by.user(), action, "source", Long.toString(id),
        detail + ", of company " + by.company());
  }
}
