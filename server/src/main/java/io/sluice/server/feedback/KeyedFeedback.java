package io.sluice.server.feedback;

import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.idempotency.IdempotencyKey;
import io.sluice.server.idempotency.IdempotencyRefusal;
import io.sluice.server.idempotency.KeptAnswer;
import io.sluice.server.idempotency.KeyedRequest;
import io.sluice.server.idempotency.RequestKeys;
import io.sluice.server.idempotency.RequestKeys.Asked;
import io.sluice.server.idempotency.RequestKeys.Claim;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.inbound.InboundModule.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Feedback under an {@code Idempotency-Key} (decision 0101). The key keeps the id of its event, so that whoever
 * hears it again after an outage or a death finds what became of it.
 */
@Component
final class KeyedFeedback {

  private static final Logger LOG = LoggerFactory.getLogger(KeyedFeedback.class);

  private final Feedbacks feedbacks;
  private final PastDeliveries deliveries;
  private final RequestKeys keys;

  KeyedFeedback(Feedbacks feedbacks, PastDeliveries deliveries, RequestKeys keys) {
    this.feedbacks = feedbacks;
    this.deliveries = deliveries;
    this.keys = keys;
  }

  Reply receive(EventId event, FeedbackRequest request, Said said, IdempotencyKey key) {
    PastDelivery delivery = deliveries.find(event).orElse(null);
    if (delivery == null) {
      return new Heard.Unknown();
    }
    var content = new KeyedRequest.Content(
        request.method(), FeedbackRequest.PATH, request.query(), request.contentType(), request.body());
    KeyedRequest keyed = KeyedRequest.ofHolder(event.value(), key, content);
    return switch (keys.ask(delivery.account(), keyed)) {
      case Result.Done<Asked, IdempotencyRefusal>(Asked.First(Claim claim)) -> first(delivery, request, said, claim);
      case Result.Done<Asked, IdempotencyRefusal>(Asked.Again(KeptAnswer answer)) -> new Reply.Again(answer);
      case Result.Refused<Asked, IdempotencyRefusal>(IdempotencyRefusal refusal) -> new Reply.KeyRefused(refusal);
    };
  }

  private Heard first(PastDelivery delivery, FeedbackRequest request, Said said, Claim claim) {
    Heard heard = new Heard.Unavailable();
    try {
      heard = feedbacks.hearOnce(delivery, new Incoming(claim.event(), request, said, 0));
      return heard;
    } finally {
      settle(claim, request, heard);
    }
  }

  private void settle(Claim claim, FeedbackRequest request, Heard heard) {
    try {
      if (heard instanceof Heard.Told(FeedbackAnswer answer)) {
        Written written = answer.write(request.accept());
        keys.keep(claim, new KeptAnswer(written.status(), written.headers(), written.body()));
      } else {
        keys.endLease(claim);
      }
    } catch (DataAccessException | TransactionException e) {
      // What is answered is right all the same, and found by its event once the lease is over.
      LOG.error("the answer to feedback {} cannot be kept under its key", claim.event(), e);
    }
  }
}
