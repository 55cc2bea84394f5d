package io.sluice.server.delivery.door;

/** What became of an exchange with a recipient. All but an answer mean the outcome {@code error} (exchange 3.5). */
public sealed interface OutboundResult {

  HttpTransaction transaction();

  /** The recipient answered, whatever its status. */
  record Answered(OutboundResponse response, HttpTransaction transaction) implements OutboundResult {}

  /** Something went wrong; the sentence is the delivery's reason. */
  sealed interface Unanswered extends OutboundResult {

    String reason();
  }

  /** The recipient may or may not have taken the lead: a repeat carries the same idempotency key. */
  record TimedOut(String reason, HttpTransaction transaction) implements Unanswered {}

  /** Nothing was sent: the address is one we do not dial, or the request is none. */
  record Refused(String reason, HttpTransaction transaction) implements Unanswered {}

  record Failed(String reason, HttpTransaction transaction) implements Unanswered {}
}
