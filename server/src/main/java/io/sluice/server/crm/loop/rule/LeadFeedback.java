package io.sluice.server.crm.loop.rule;

import io.sluice.server.feedback.FeedbackKind;
import io.sluice.server.kernel.EventId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Feedback that a rule has set off.
 *
 * @param stageId by coming into which the lead set it off
 * @param reason may be empty
 * @param delivery the delivery that is spoken of
 * @param event of the {@code feedback-received} event; null before it is given
 * @param outcome what the exchange made of it; null until it ended
 */
public record LeadFeedback(
    long lead,
    long id,
    long stageId,
    FeedbackKind kind,
    String reason,
    State state,
    EventId delivery,
    @Nullable EventId event,
    @Nullable String outcome,
    @Nullable String outcomeReason,
    Instant createdAt,
    Instant dueAt,
    @Nullable Instant endedAt) {

  /** In which it is. */
  public enum State {
    /** It can still be taken back. */
    WAITING,
    CANCELED,
    SENDING,
    SENT,
    /** By the flow, or by the seller. */
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
