package io.sluice.server.feedback;

import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.log.Held;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;

/**
 * Feedback on its way to the source of a lead: enough to end it when its node dies.
 *
 * @param id of the {@code feedback-received} event to be
 * @param delivery the recipient event it is about
 * @param sent the id of the {@code feedback-sent} event to be
 * @param onward the id of the {@code feedback-received} event to be at the account that sold the lead here, if one did
 * @param lives how many lives of the program have worked on it, this one included
 * @param hops how many sales it has gone back already
 */
record OpenFeedback(
    AccountId account,
    EventId id,
    EventId delivery,
    EventId sent,
    EventId onward,
    NodeId node,
    int lives,
    int hops,
    FeedbackRequest request) {

  Held held() {
    return new Held(account, id, node, lives);
  }
}
