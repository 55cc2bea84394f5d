package io.sluice.server.lead;

import io.sluice.server.event.journal.LeadKeys;
import io.sluice.server.idempotency.IdempotencyRefusal;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * A submission that comes again is the same lead (decision 0100). A look before the run spares nearly all repeats from
 * running, and twins on one node run one after the other; that two runs of twins end as one lead is the event log's doing.
 */
@Component
final class Repeats {

  /** How long a twin waits for the lead that is on its way; most leads are through by then. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_WAITING = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  private final LeadKeys keys;
  private final Clock clock;
  private final Semaphore places = new Semaphore(MAX_WAITING);
  /** On this node; that nobody knows them yet does not mean that nobody has them in hand. */
  private final ConcurrentMap<Name, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  Repeats(LeadKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Submits what nobody submitted before, and answers the first one's answer otherwise. */
  Handled once(LeadClaim claim, Supplier<Handled> submission) {
    return once(claim, submission, System.nanoTime() + PATIENCE.toNanos());
  }

  private Handled once(LeadClaim claim, Supplier<Handled> submission, long limit) {
    Optional<LeadKeys.Known> known = find(claim);
    if (known.isPresent()) {
      return again(claim, known.get());
    }
    var mine = new CompletableFuture<Void>();
    CompletableFuture<Void> first = underWay.putIfAbsent(Name.of(claim), mine);
    return first == null ? asTheFirst(claim, submission, mine, limit) : behind(first, claim, submission, limit);
  }

  private Handled asTheFirst(
      LeadClaim claim, Supplier<Handled> submission, CompletableFuture<Void> mine, long limit) {
    try {
      while (true) {
        try {
          return submission.get();
        } catch (LeadStopped stopped) { // another node's twin was quicker
          if (!stopped.isRepeated()) {
            throw stopped;
          }
          Optional<LeadKeys.Known> known = find(claim);
          if (known.isEmpty()) {
            Thread.sleep(LONGEST_PAUSE); // it has a place below a cap and is in no journal yet
            known = find(claim);
          }
          if (known.isPresent()) {
            return again(claim, known.get());
          }
          if (System.nanoTime() > limit) {
            return new Handled.KeyRefused(new IdempotencyRefusal.InUse());
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Handled.Unavailable();
    } finally {
      underWay.remove(Name.of(claim), mine);
      mine.complete(null);
    }
  }

  /** Twins that run beside each other take places below a cap from each other: who finds none may be the one that stays. */
  private Handled behind(
      CompletableFuture<Void> first, LeadClaim claim, Supplier<Handled> submission, long limit) {
    if (!places.tryAcquire()) {
      return new Handled.KeyRefused(new IdempotencyRefusal.InUse());
    }
    try {
      first.get(limit - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException stillUnderWay) {
      return new Handled.KeyRefused(new IdempotencyRefusal.InUse());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Handled.Unavailable();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing is told but that it is over", e);
    } finally {
      places.release();
    }
    return once(claim, submission, limit);
  }

  private Handled again(LeadClaim claim, LeadKeys.Known known) {
    if (!known.fingerprint().equals(claim.key().fingerprint())) {
      return new Handled.KeyRefused(new IdempotencyRefusal.Reused());
    }
    byte[] answer = known.answer();
    return answer == null ? awaited(claim) : new Handled.Again(claim.request().open(answer));
  }

  private Handled awaited(LeadClaim claim) {
    if (!places.tryAcquire()) {
      return new Handled.KeyRefused(new IdempotencyRefusal.InUse());
    }
    try {
      long limit = System.nanoTime() + PATIENCE.toNanos();
      for (Duration pause = FIRST_PAUSE; System.nanoTime() < limit; pause = longer(pause)) {
        Thread.sleep(pause);
        Optional<LeadKeys.Known> known = find(claim);
        if (known.isEmpty()) {
          return new Handled.Unavailable(); // it was not to be kept any longer: the next one is a new lead
        }
        byte[] answer = known.get().answer();
        if (answer != null) {
          return new Handled.Again(claim.request().open(answer));
        }
      }
      return new Handled.KeyRefused(new IdempotencyRefusal.InUse());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Handled.Unavailable();
    } finally {
      places.release();
    }
  }

  /** What a router was sent before may have been another source's, if its routes or the time have changed since. */
  private Optional<LeadKeys.Known> find(LeadClaim claim) {
    Instant now = clock.instant();
    Optional<LeadKeys.Known> known = keys.find(claim.key(), now);
    return known.isEmpty() && claim.isRouted() ? keys.findOfAnySource(claim.key(), now) : known;
  }

  /** What twins have in common, whatever else they say. */
  private record Name(AccountId account, EntityId source, String hash) {

    static Name of(LeadClaim claim) {
      return new Name(claim.key().account(), claim.key().source(), claim.key().hash());
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
