package io.sluice.server.list;

import io.sluice.server.job.Upkeep;
import io.sluice.server.list.ListStore.Outdated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes what nobody finds any more: values older than their list keeps them, and the values of deleted lists. A small
 * portion at a time; a run that is cut short is continued by the next.
 */
@Component
final class ListRetention implements Upkeep {

  static final String KIND = "list_retention";
  private static final Duration EVERY = Duration.ofHours(6);
  private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);
  private static final int PORTION = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(ListRetention.class);

  private final ListStore lists;
  private final ListItemStore items;
  private final Clock clock;

  ListRetention(ListStore lists, ListItemStore items, Clock clock) {
    this.lists = lists;
    this.items = items;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public Duration timeLimit() {
    return Duration.ofHours(1);
  }

  @Override
  public void run() throws InterruptedException {
    List<Outdated> outdated = lists.outdated();
    for (Outdated list : outdated) {
      clear(list);
    }
    LOG.debug("{} lists were looked through for values to forget", outdated.size());
  }

  private void clear(Outdated list) throws InterruptedException {
    Instant now = clock.instant();
    Instant until = list.deleted() ? now : now.minus(Duration.ofDays(list.retentionDays()));
    Optional<UUID> last = Optional.of(new UUID(0, 0));
    while (last.isPresent()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      last = items.deleteUntil(list.account(), list.list(), last.get(), until, PORTION);
    }
    if (list.deleted()) {
      // Whoever found the list just before it was deleted may still be adding to it.
      lists.forget(list.account(), list.list(), now.minus(SETTLED_AFTER));
    }
  }
}
