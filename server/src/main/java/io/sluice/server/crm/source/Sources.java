package io.sluice.server.crm.source;

import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Permutation;
import io.sluice.server.crm.access.Colleague;
import io.sluice.server.crm.access.Colleagues;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.UserAccessRemoved;
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
  private final Clock clock;

  Sources(SourceStore store, Colleagues colleagues, CompanyLocks locks, Clock clock) {
    this.store = store;
    this.colleagues = colleagues;
    this.locks = locks;
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
  Result<Held, SourceRefusal> create(AccountId account, CompanyId company, String name) {
    locks.hold(account, company);
    return named(account, company, name).isPresent()
        ? Result.refused(new SourceRefusal.NameTaken())
        : add(account, company, name).map(source -> new Held(source, List.of()));
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
  Result<Held, SourceRefusal> rename(AccountId account, CompanyId company, long id, String name) {
    locks.hold(account, company);
    return known(account, company, id).then(source -> {
      if (named(account, company, name).filter(other -> other.id() != id).isPresent()) {
        return Result.refused(new SourceRefusal.NameTaken());
      }
      store.rename(account, company, id, name.strip());
      return known(account, company, id).map(renamed -> held(account, renamed));
    });
  }

  /** Its leads keep its number, which says nothing from now on: nobody rewrites a million of them (decision 0119). */
  @Transactional
  Result<Source, SourceRefusal> delete(AccountId account, CompanyId company, long id) {
    locks.hold(account, company);
    return known(account, company, id).map(source -> {
      store.delete(account, company, id);
      store.order(account, company, store.of(account, company).stream().map(Source::id).toList());
      return source;
    });
  }

  /** @param ids every source of the company, once */
  @Transactional
  Result<List<Held>, SourceRefusal> order(AccountId account, CompanyId company, List<Long> ids) {
    locks.hold(account, company);
    List<String> problems = Permutation.problems(store.of(account, company).stream().map(Source::id).toList(), ids);
    if (!problems.isEmpty()) {
      return Result.refused(new SourceRefusal.NotTheOrder(problems));
    }
    store.order(account, company, ids);
    return Result.done(held(account, company));
  }

  /** Again is no harm. */
  @Transactional
  Result<Held, SourceRefusal> assign(AccountId account, CompanyId company, long id, long userAccess) {
    locks.hold(account, company);
    return known(account, company, id).then(source -> {
      if (!colleagues.foreign(account, company, List.of(userAccess)).isEmpty()) {
        return Result.refused(new SourceRefusal.NotAColleague());
      }
      store.link(account, company, id, userAccess, clock.instant());
      return Result.done(held(account, source));
    });
  }

  @Transactional
  Result<Held, SourceRefusal> remove(AccountId account, CompanyId company, long id, long userAccess) {
    return known(account, company, id).then(source -> {
      if (!store.unlink(account, company, id, userAccess)) {
        return Result.refused(new SourceRefusal.Unknown());
      }
      return Result.done(held(account, source));
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
}
