package io.sluice.server.account.signin;

import io.sluice.server.http.TooBusy;
import io.sluice.server.http.edge.RateLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Whoever guesses at one user's password from one address waits longer with each wrong one. Only that pair waits: nobody
 * can shut somebody else out by guessing at her password from elsewhere (decision 0110). Kept in memory, on each node for
 * itself; whether there is such a user makes no difference.
 */
@Component
final class SignInDelays {

  static final int FREE_TRIES = 5;
  private static final int MAX_DOUBLINGS = 10;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  /** Who comes when all places are taken is not delayed, and may still try only so often (SLUICE_RATE_OPEN_PER_MINUTE). */
  private static final int MAX_PAIRS = 100_000;

  private record Failures(int count, Instant last, Instant blockedUntil) {}

  /** @param users who has it or waits for it */
  private record Turn(ReentrantLock lock, int users) {}

  private final ConcurrentHashMap<String, Failures> failures = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();
  private final Clock clock;

  SignInDelays(Clock clock) {
    this.clock = clock;
  }

  /**
   * A try of the pair, behind those before it: of many at once none would see that the others failed.
   *
   * @throws TooBusy when those before it take longer
   */
  <T> T inTurn(String address, String email, Duration patience, Supplier<T> attempt) {
    String pair = pair(address, email);
    ReentrantLock lock = turns.compute(pair, (_, known) -> known == null
        ? new Turn(new ReentrantLock(true), 1) : new Turn(known.lock(), known.users() + 1)).lock();
    try {
      take(lock, patience);
      try {
        return attempt.get();
      } finally {
        lock.unlock();
      }
    } finally {
      turns.computeIfPresent(pair, (_, known) ->
          known.users() == 1 ? null : new Turn(known.lock(), known.users() - 1));
    }
  }

  private static void take(ReentrantLock lock, Duration patience) {
    try {
      if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TooBusy("tries to sign in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooBusy("tries to sign in");
    }
  }

  /** 0: now. */
  int waitSeconds(String address, String email) {
    Failures known = failures.get(pair(address, email));
    Instant now = clock.instant();
    return known == null || !known.blockedUntil().isAfter(now)
        ? 0 : (int) Duration.between(now, known.blockedUntil()).toSeconds() + 1;
  }

  void failed(String address, String email) {
    Instant now = clock.instant();
    String pair = pair(address, email);
    if (failures.size() >= MAX_PAIRS) {
      failures.values().removeIf(known -> known.last().plus(FORGOTTEN_AFTER).isBefore(now));
      if (failures.size() >= MAX_PAIRS) {
        return;
      }
    }
    failures.compute(pair, (_, known) -> {
      boolean first = known == null || known.last().plus(FORGOTTEN_AFTER).isBefore(now);
      int count = first ? 1 : known.count() + 1;
      return new Failures(count, now, now.plus(delay(count)));
    });
  }

  void succeeded(String address, String email) {
    failures.remove(pair(address, email));
  }

  private static Duration delay(int count) {
    if (count < FREE_TRIES) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(1L << Math.min(count - FREE_TRIES, MAX_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  private static String pair(String address, String email) {
    return RateLimits.network(address) + " " + email.strip().toLowerCase(Locale.ROOT);
  }
}
