package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.idempotency.ExpiringKeys;
import io.sluice.server.idempotency.IdempotencyKey;
import io.sluice.server.idempotency.KeptAnswer;
import io.sluice.server.idempotency.KeyedRequest;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.inbound.InboundModule;
import io.sluice.server.lead.inbound.RawSubmission;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a submission is known by when it comes again (decision 0100): its sender's key, or all of itself, where the
 * source asks for that. A sale is known by the id that its lead is to have (decision 0138).
 *
 * @param request null for a sale, which nobody asks about in its own words
 * @param isRouted whether a router said that the source is its sender
 * @param untilAnswered whether it is held at least until the lead has ended, and for a day from then on
 */
record LeadClaim(@Nullable KeyedRequest request, LeadKey key, boolean isRouted, boolean untilAnswered) {

  /** Empty for a submission without a key to a source that looks no further. */
  static Optional<LeadClaim> of(
      OpenFlow flow, CompiledSource source, RawSubmission submission, Optional<IdempotencyKey> key) {
    EntityId sender = EntityId.of(source.entityId());
    return key.isPresent()
        ? key.map(given -> byKey(flow.account(), sender, given, submission))
        : source.repeatWindow().map(window ->
            byContent(flow.account(), sender, submission, submission.receivedAt().plus(window)));
  }

  /** The claim that a lead on its way has; empty when it has none. */
  static Optional<LeadClaim> of(Receipt receipt, RawSubmission submission) {
    String hash = receipt.keyHash();
    if (hash == null) {
      return Optional.empty();
    }
    if (receipt.soldBy() != null) {
      return Optional.of(ofSale(receipt.account(), receipt.source(), receipt.lead()));
    }
    String given = submission.headers().get(IdempotencyKey.HEADER.toLowerCase(Locale.ROOT));
    return Optional.ofNullable(given)
        .map(key -> byKey(receipt.account(), receipt.source(), new IdempotencyKey(key), submission))
        .filter(claim -> claim.key.hash().equals(hash))
        .or(() -> Optional.of(byContent(receipt.account(), receipt.source(), submission, null)));
  }

  /** One lead of this id, in whichever of the seller's lives it is made. No sender's key is a hash of this form. */
  static LeadClaim ofSale(AccountId account, EntityId source, LeadId lead) {
    return new LeadClaim(null, new LeadKey(account, source, "sale " + lead.value(), "", null, null), false, true);
  }

  /** What its slots below caps have in common with those of its twins. */
  String slotKey() {
    return key.source() + " " + key.hash();
  }

  private static LeadClaim byKey(
      AccountId account, EntityId source, IdempotencyKey key, RawSubmission submission) {
    return of(account, source, KeyedRequest.of(key, content(submission)), submission, null, true);
  }

  private static LeadClaim byContent(
      AccountId account, EntityId source, RawSubmission submission, @Nullable Instant expiresAt) {
    return of(account, source, KeyedRequest.byContent(content(submission)), submission, expiresAt, false);
  }

  private static LeadClaim of(AccountId account, EntityId source, KeyedRequest request, RawSubmission submission,
      @Nullable Instant expiresAt, boolean untilAnswered) {
    return new LeadClaim(request,
        new LeadKey(account, source, request.name(), request.fingerprint(), expiresAt, null), submission.isRouted(),
        untilAnswered);
  }

  private static KeyedRequest.Content content(RawSubmission submission) {
    return new KeyedRequest.Content(submission.method(), submission.path(), submission.query(),
        submission.contentType(), submission.body());
  }

  /** As it is kept with the lead's end. */
  LeadKey answered(InboundModule.Written answer, Instant now) {
    byte[] sealed = request == null ? new byte[0] // what became of a sale, the lead's own events say
        : request.seal(new KeptAnswer(answer.status(), answer.headers(), answer.body()));
    return key.answered(sealed, untilAnswered ? now.plus(ExpiringKeys.KEPT) : null);
  }
}
