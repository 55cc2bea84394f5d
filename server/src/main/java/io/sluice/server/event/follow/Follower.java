package io.sluice.server.event.follow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BackgroundLoop;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Shows every lead that ended to every {@link LeadFollower}, soon after it was answered. Which leads are still to be
 * shown is written in the transaction that writes their end, and taken away in the one that shows them: nothing is
 * missed, whatever order commits come in, and nothing is counted twice, whoever dies when.
 */
@Component
public final class Follower extends BackgroundLoop {

  private static final int BATCH = 500;
  /** While much comes in: a large one keeps a processor for so long that answers are late by it. */
  private static final int BATCH_WHEN_PRESSED = 100;
  /** What a request that wants to see everything does at most before it looks. */
  private static final int MAX_BATCHES_WHILE_ASKED = 4;
  private static final int MAX_COUNTED = 100_000;
  /** The more there is, the longer counting takes, and the more often there is a batch to count after. */
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofMillis(500);
  /** How many times as long idle as busy while much comes in; otherwise as long. */
  private static final int REST_WHEN_PRESSED = 4;
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final FreshLeadStore store;
  private final List<LeadFollower> followers;
  private final TransactionOperations transactions;
  private final EventLog eventLog;
  private final Clock clock;
  private volatile long behind;
  private volatile @Nullable LeadId oldest;
  private long countedAt = System.nanoTime();

  Follower(FreshLeadStore store, List<LeadFollower> followers, TransactionOperations transactions,
      EventLog eventLog, Clock clock, Optional<MeterRegistry> meters) {
    super("follower", Duration.ZERO, INTERVAL);
    this.store = store;
    this.followers = followers;
    this.transactions = transactions;
    this.eventLog = eventLog;
    this.clock = clock;
    meters.ifPresent(registry -> {
      Gauge.builder("sluice.leads.behind", () -> behind)
          .description("Leads that search and statistics do not know yet, of up to 100,000 commits").register(registry);
      Gauge.builder("sluice.leads.behind.age", this::behindSeconds).baseUnit("seconds")
          .description("The age of the oldest of them").register(registry);
    });
  }

  /**
   * Sees to it that what was answered before this call is known to all followers.
   *
   * @return false when so much had been left that some of it still is
   */
  public boolean catchUp(AccountId account) {
    try {
      for (int i = 0; i < MAX_BATCHES_WHILE_ASKED && !store.isEmpty(account); i++) {
        follow(account, BATCH);
      }
      return store.isEmpty(account);
    } catch (ConcurrencyFailureException inEachOthersWay) {
      LOG.debug("somebody else follows the leads of {}", account, inEachOthersWay);
      return false;
    }
  }

  /** Shows one batch, of so many at least where as many wait. @return how many leads it had */
  int follow(AccountId account, int limit) {
    try {
      return shown(account, limit, new ArrayList<>());
    } catch (TransientDataAccessException | DataAccessResourceFailureException | TransactionException notNow) {
      throw notNow;
    } catch (RuntimeException e) {
      LOG.warn("leads of {} cannot be followed together, so they are one by one: {}", account, e.toString());
      return followOneByOne(account, limit);
    }
  }

  /** @param tried is told what it is about to show */
  private int shown(AccountId account, int limit, List<LeadId> tried) {
    Integer count = transactions.execute(_ -> {
      List<LeadId> claimed = store.claim(account, limit);
      tried.addAll(claimed);
      if (!claimed.isEmpty()) {
        List<EndedLead> leads = store.leads(account, claimed);
        followers.forEach(follower -> follower.take(account, leads));
      }
      return claimed.size();
    });
    return count == null ? 0 : count;
  }

  /** One lead that nobody can read must not keep all others from being seen. */
  private int followOneByOne(AccountId account, int limit) {
    int count = 0;
    while (count < limit && !store.isEmpty(account)) {
      transactions.executeWithoutResult(_ -> store.part(account));
      List<LeadId> tried = new ArrayList<>();
      try {
        count += shown(account, 1, tried);
      } catch (TransientDataAccessException | DataAccessResourceFailureException | TransactionException notNow) {
        throw notNow;
      } catch (RuntimeException bug) {
        if (tried.isEmpty()) {
          throw bug;
        }
        if (tried.size() == 1) { // else somebody else was at those that were parted, and these are yet to be
          transactions.executeWithoutResult(_ -> store.drop(account, tried.getFirst()));
          LOG.error("search and statistics will not learn of lead {} of {}", tried.getFirst(), account, bug);
        }
        count++;
      }
    }
    return count;
  }

  /** Whoever waits for an answer comes first, and what was left is done when it is quiet. */
  @Override
  protected Duration turn() {
    long began = System.nanoTime();
    boolean more = followAll();
    Duration busy = Duration.ofNanos(System.nanoTime() - began);
    return !more ? INTERVAL : eventLog.isPressed() ? busy.multipliedBy(REST_WHEN_PRESSED) : busy;
  }

  /** A batch of every account that left something. @return whether there may be more */
  private boolean followAll() {
    boolean more = false;
    int limit = eventLog.isPressed() ? BATCH_WHEN_PRESSED : BATCH;
    for (Optional<AccountId> next = store.next(""); next.isPresent(); next = store.next(next.get().value())) {
      more |= follow(next.get(), limit) >= limit;
    }
    if (!more || System.nanoTime() - countedAt > COUNTED_EVERY.toNanos()) {
      FreshLeadStore.Behind now = store.behind(MAX_COUNTED);
      behind = now.leads();
      oldest = now.oldest().orElse(null);
      countedAt = System.nanoTime();
    }
    return more;
  }

  private double behindSeconds() {
    LeadId lead = oldest;
    return lead == null ? 0
        : Math.max(0, Duration.between(ObjectIds.timeOf(lead.value()), Instant.now(clock)).toSeconds());
  }
}
