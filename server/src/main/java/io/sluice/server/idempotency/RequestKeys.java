package io.sluice.server.idempotency;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The keys of requests that are no leads, each with its answer once there is one (decision 0101). */
@Component
public class RequestKeys implements ExpiringKeys {

  /** At least as long as any route takes; a server that died with the request holds the key for that time. */
  static final Duration LEASE = Duration.ofMinutes(10);
  private static final int MAX_TRIES = 3;

  private final RequestKeyStore store;
  private final Clock clock;

  RequestKeys(RequestKeyStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The right to carry a request out under its key.
   *
   * @param lease what the right is shown by
   * @param event for the event that comes of it, where one does: the same however often it is carried out
   */
  public record Claim(AccountId account, KeyedRequest request, Instant lease, EventId event) {}

  /** What to do with a request that came with a key. */
  public sealed interface Asked {

    /** It is the first: carry it out, then keep its answer or release the key. */
    record First(Claim claim) implements Asked {}

    record Again(KeptAnswer answer) implements Asked {}
  }

  public Result<Asked, IdempotencyRefusal> ask(AccountId account, KeyedRequest request) {
    for (int i = 0; i < MAX_TRIES; i++) {
      Instant now = clock.instant();
      Instant lease = now.plus(LEASE);
      EventId event = EventId.next(now);
      if (store.claim(account, request, event, now, lease, now.plus(KEPT))) {
        return Result.done(new Asked.First(new Claim(account, request, lease, event)));
      }
      Optional<RequestKeyStore.Known> known = store.find(account, request.name());
      if (known.filter(found -> found.expiresAt().isAfter(now)).isPresent()) {
        return again(account, request, known.get(), now);
      }
      store.forgetIfExpired(account, request.name(), now);
    }
    return Result.refused(new IdempotencyRefusal.InUse());
  }

  private Result<Asked, IdempotencyRefusal> again(
      AccountId account, KeyedRequest request, RequestKeyStore.Known known, Instant now) {
    byte[] answer = known.answer();
    if (!known.fingerprint().equals(request.fingerprint())) {
      return Result.refused(new IdempotencyRefusal.Reused());
    }
    if (answer != null) {
      return Result.done(new Asked.Again(request.open(answer)));
    }
    if (known.leasedUntil().isAfter(now)) {
      return Result.refused(new IdempotencyRefusal.InUse());
    }
    if (known.committed()) {
      return Result.refused(new IdempotencyRefusal.Interrupted());
    }
    Instant lease = now.plus(LEASE);
    return store.takeOver(account, request.name(), known.leasedUntil(), lease)
        ? Result.done(new Asked.First(new Claim(account, request, lease, known.event().orElseGet(() -> EventId.next(now)))))
        : Result.refused(new IdempotencyRefusal.InUse());
  }

  public void keep(Claim claim, KeptAnswer answer) {
    KeyedRequest request = claim.request();
    store.keep(claim.account(), request.name(), claim.lease(), request.seal(answer), clock.instant().plus(KEPT));
  }

  /** As if it had never come. */
  void release(Claim claim) {
    store.release(claim.account(), claim.request().name(), claim.lease());
  }

  /** As if it had never come, if it took no effect; if it did, its answer is lost. */
  void giveUp(Claim claim) {
    store.releaseUncommitted(claim.account(), claim.request().name(), claim.lease());
    endLease(claim);
  }

  /** For whoever sends it again: of a request that can be carried out again, because it then finds what it did. */
  public void endLease(Claim claim) {
    store.endLease(claim.account(), claim.request().name(), claim.lease(), clock.instant());
  }

  /** In the transaction in which the request takes effect. */
  void markCommitted(Claim claim) {
    if (!store.markCommitted(claim.account(), claim.request().name(), claim.lease())) {
      throw new IllegalStateException("a request went on after its lease, and somebody else carries it out");
    }
  }

  @Override
  public String table() {
    return "request_key";
  }
}
