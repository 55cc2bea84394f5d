package io.sluice.server.event.retention;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Retention;
import io.sluice.server.event.log.Partitions;
import io.sluice.server.event.retention.RetentionStore.Monthly;
import io.sluice.server.kernel.BackgroundLoop;
import io.sluice.server.kernel.ObjectIds;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets leads and events go when their account does not keep them any longer (decision 0089): whole months at once when
 * nobody keeps anything of them, else rows, a few at a time. Every run begins anew, so it does not matter where the last
 * one ended.
 */
@Component
public final class EventRetention extends BackgroundLoop {

  /** Where accounts keep different times, so many rows go in one transaction. */
  private static final int BATCH = 1_000;
  private static final int ACCOUNTS_AT_ONCE = 500;
  private static final int DEFAULT_DAYS = 90;
  /** What a month's leads share is needed for as long as one of them is. */
  private static final Set<String> SHARED = Set.of("event_definition", "run_shape");
  private static final Duration AFTER_START = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofHours(1);
  /** What clocks may differ by: what they order to be deleted cannot be had back. */
  private static final Duration CLOCKS_AGREE = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);

  private final RetentionStore store;
  private final Accounts accounts;
  private final Clock clock;

  EventRetention(RetentionStore store, Accounts accounts, Clock clock) {
    super("event-retention", AFTER_START, INTERVAL);
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  protected Duration turn() throws InterruptedException {
    runIfClocksAgree();
    return INTERVAL;
  }

  /** As {@link #run}, unless the database has another day than this node: one of them is wrong, and nothing is lost by waiting. */
  boolean runIfClocksAgree() throws InterruptedException {
    Instant ours = clock.instant();
    Instant theirs = store.now();
    if (Duration.between(ours, theirs).abs().compareTo(CLOCKS_AGREE) > 0) {
      LOG.error("here it is {}, and {} at the database: no old leads and events are deleted until the clocks agree",
          ours, theirs);
      return false;
    }
    return run();
  }

  /** Deletes what is over by now, unless another node is at it. @return whether it was this node's turn */
  public boolean run() throws InterruptedException {
    return store.alone(() -> {
      Instant now = clock.instant();
      List<Retention> all = retentions();
      int longest = all.stream().mapToInt(Retention::days).max().orElse(DEFAULT_DAYS);
      List<Monthly> tables = store.monthly(Partitions.TABLES);
      for (Monthly table : tables) {
        dropMonths(table.table(), now.minus(Duration.ofDays(longest)));
      }
      boolean outside = tables.stream().anyMatch(table -> !store.isEmpty(table.table() + "_default"));
      for (Retention account : all) {
        trim(account, now, tables, account.days() < longest, outside);
      }
    });
  }

  private List<Retention> retentions() {
    List<Retention> all = new ArrayList<>();
    String after = "";
    List<Retention> page;
    do {
      page = accounts.retentions(after, ACCOUNTS_AT_ONCE);
      all.addAll(page);
      after = page.isEmpty() ? after : page.getLast().account().value();
    } while (page.size() == ACCOUNTS_AT_ONCE);
    return all;
  }

  private void dropMonths(String table, Instant oldest) {
    YearMonth first = YearMonth.from(oldest.atOffset(ZoneOffset.UTC));
    for (String month : store.months(table)) {
      String[] name = month.substring(table.length() + 1).split("_");
      if (YearMonth.of(Integer.parseInt(name[0]), Integer.parseInt(name[1])).isBefore(first)) {
        try {
          store.drop(month);
          LOG.info("{} is over for every account and was dropped", month);
        } catch (SQLException e) {
          LOG.warn("{} is in use and is dropped another time: {}", month, e.getMessage());
        }
      }
    }
  }

  /**
   * @param rows whether it keeps less than others do; what the longest keep goes by months
   * @param outside whether something lies in no month
   */
  private void trim(Retention account, Instant now, List<Monthly> tables, boolean rows, boolean outside)
      throws InterruptedException {
    Instant oldest = account.oldest(now);
    int gone = 0;
    for (Monthly table : tables) {
      String below = SHARED.contains(table.table()) ? ObjectIds.firstOfMonth(oldest) : ObjectIds.firstAt(oldest);
      if (rows) {
        gone += delete(account, table.table(), table.key(), below);
      } else if (outside) {
        gone += delete(account, table.table() + "_default", table.key(), below);
      }
    }
    gone += store.deletePings(account.account(), oldest);
    if (gone > 0) {
      LOG.info("{} rows of account {} were older than its {} days and were deleted", gone, account.account(),
          account.days());
    }
    if (oldest.isAfter(account.openedAt())) {
      accounts.truncated(account.account(), Instant.ofEpochSecond(oldest.getEpochSecond()));
    }
  }

  /** As long idle as busy between two batches: leads come first. */
  private int delete(Retention account, String table, String key, String below) throws InterruptedException {
    int gone = 0;
    String above = "";
    while (true) {
      long began = System.nanoTime();
      RetentionStore.Portion portion = store.delete(account.account(), table, key, above, below, BATCH);
      gone += portion.rows();
      if (portion.rows() < BATCH) {
        return gone;
      }
      above = portion.last();
      Thread.sleep(Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
