package io.sluice.server.list;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.Result;
import io.sluice.server.list.ListItemStore.Standing;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is on the lists an account names: asking, adding, taking off, and claiming a value as new (exchange 5.6). */
@Component
public class ListItems {

  /** So long ago that no value is older. */
  public static final Instant ANY_AGE = Instant.EPOCH;

  private static final UUID NOTHING = new UUID(0, 0);
  private static final int LAST_YEAR = 9_998; // in any time zone before the year 10,000, which is written otherwise

  private final ListStore lists;
  private final ListItemStore store;
  private final Clock clock;

  ListItems(ListStore lists, ListItemStore store, Clock clock) {
    this.lists = lists;
    this.store = store;
    this.clock = clock;
  }

  /** A list that has the value. */
  public record Entry(ListId list, String urlName, Instant addedAt) {}

  public record Added(int accepted, int rejected) {}

  public record Deleted(int deleted, int rejected) {}

  /** @param won whether the value is new, and this claim's; {@code addedAt} is when it was put there */
  public record Claimed(NamedList list, boolean won, Instant addedAt) {}

  /** When a value was put on a list, as somebody says; empty when it is no time, or none that a database keeps. */
  public static Optional<Instant> time(String said) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(said.strip());
      return time.getYear() < 1 || time.getYear() > LAST_YEAR ? Optional.empty() : Optional.of(time.toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** @param since values that were added before count as absent */
  public Result<List<Entry>, ListRefusal> find(
      AccountId account, List<String> listNames, String value, Instant since) {
    // A value that no list takes is on none; the lists must exist all the same.
    UUID key = ItemKey.of(value).map(ItemKey::key).orElse(NOTHING);
    if (listNames.isEmpty()) {
      return Result.refused(new ListRefusal.UnknownName());
    }
    List<Standing> standings = store.find(account, listNames, key, since, clock.instant());
    List<Entry> entries = new ArrayList<>();
    for (Standing standing : standings) {
      ListId list = standing.list();
      String urlName = standing.urlName();
      if (list == null || urlName == null) {
        return Result.refused(new ListRefusal.UnknownName());
      }
      Instant addedAt = standing.addedAt();
      if (addedAt != null) {
        entries.add(new Entry(list, urlName, addedAt));
      }
    }
    return Result.done(entries);
  }

  /** @param at when they were added, for a value that comes from elsewhere */
  public Result<Added, ListRefusal> add(
      AccountId account, List<String> listNames, Collection<String> values, Instant at) {
    return named(account, listNames).then(named -> {
      Collection<ItemKey> items = keys(values);
      if (values.isEmpty()) {
        return Result.refused(new ListRefusal.NoValues());
      }
      if (!items.isEmpty()) {
        named.forEach(list -> store.add(account, list, items, Collections.nCopies(items.size(), at)));
      }
      int rejected = Math.toIntExact(values.stream().filter(value -> ItemKey.of(value).isEmpty()).count());
      return Result.done(new Added(values.size() - rejected, rejected));
    });
  }

  /**
   * Adds a portion of many.
   *
   * @param items by when each was added; a value may come more than once
   * @return how many were not there
   */
  public int add(AccountId account, NamedList list, List<Timed> items) {
    Map<UUID, Timed> latest = new LinkedHashMap<>();
    items.forEach(item -> latest.merge(item.item().key(), item, Timed::and));
    return store.add(account, list, latest.values().stream().map(Timed::item).toList(),
        latest.values().stream().map(Timed::addedAt).toList());
  }

  /** A value and when it was added. */
  public record Timed(ItemKey item, Instant addedAt) {

    private Timed and(Timed other) {
      return new Timed(item.value() == null ? other.item : item,
          addedAt.isAfter(other.addedAt) ? addedAt : other.addedAt);
    }
  }

  /** A value as it is kept: hashed, if nothing else is known. */
  public record Kept(UUID key, String text, Instant addedAt) {}

  /** The values behind a key, in the order of their keys. */
  public List<Kept> page(AccountId account, NamedList list, UUID after, int limit) {
    return store.page(account, list.id(), after, latest(ANY_AGE, list, clock.instant()), limit).stream()
        .map(item -> new Kept(item.key(), ItemKey.shown(item.key(), item.value()), item.addedAt()))
        .toList();
  }

  /** A value that was on none of the lists is rejected. */
  public Result<Deleted, ListRefusal> delete(AccountId account, List<String> listNames, Collection<String> values) {
    return named(account, listNames).then(named -> {
      if (values.isEmpty()) {
        return Result.refused(new ListRefusal.NoValues());
      }
      List<UUID> keys = keys(values).stream().map(ItemKey::key).toList();
      Set<UUID> gone = new HashSet<>();
      named.forEach(list -> gone.addAll(store.delete(account, list.id(), keys)));
      int deleted = Math.toIntExact(
          values.stream().filter(value -> ItemKey.of(value).filter(item -> gone.contains(item.key())).isPresent()).count());
      return Result.done(new Deleted(deleted, values.size() - deleted));
    });
  }

  /**
   * Finds out whether a value is new to a list and puts it there, at once: of any number of claims at the same moment,
   * one wins.
   *
   * @param claim who claims; whoever comes again after a crash is known by it
   * @param since a value that was added before is new again
   */
  public Result<Claimed, ListRefusal> claim(
      AccountId account, String listName, String value, String claim, Instant since) {
    Instant now = clock.instant();
    return named(account, List.of(listName)).then(named -> {
      NamedList list = named.getFirst();
      Optional<ItemKey> item = ItemKey.of(value);
      if (item.isEmpty()) {
        return Result.refused(new ListRefusal.NoValues());
      }
      ListItemStore.Claim made = store.claim(account, list, item.get(), claim, latest(since, list, now), now);
      return Result.done(new Claimed(list, made.won(), made.addedAt()));
    });
  }

  private static Instant latest(Instant since, NamedList list, Instant now) {
    Integer days = list.retentionDays();
    Instant kept = days == null ? since : now.minus(Duration.ofDays(days));
    return kept.isAfter(since) ? kept : since;
  }

  private Result<List<NamedList>, ListRefusal> named(AccountId account, List<String> names) {
    Map<String, NamedList> known = new LinkedHashMap<>();
    lists.of(account).forEach(list -> {
      known.putIfAbsent(list.id().value(), list);
      known.put(list.urlName(), list);
    });
    List<NamedList> named = names.stream().distinct().filter(known::containsKey).map(known::get).toList();
    return named.isEmpty() || named.size() < names.stream().distinct().count()
        ? Result.refused(new ListRefusal.UnknownName())
        : Result.done(named);
  }

  /** Each once. */
  private static Collection<ItemKey> keys(Collection<String> values) {
    Map<UUID, ItemKey> keys = new LinkedHashMap<>();
    values.forEach(value -> ItemKey.of(value).ifPresent(item -> keys.merge(item.key(), item,
        (one, other) -> one.value() == null ? other : one)));
    return keys.values();
  }
}
