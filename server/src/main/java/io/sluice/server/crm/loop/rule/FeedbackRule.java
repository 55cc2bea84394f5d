package io.sluice.server.crm.loop.rule;

import io.sluice.server.feedback.FeedbackKind;
import java.time.Duration;

/**
 * What is said of a sold lead that comes into a stage.
 *
 * @param reason where whoever moved the lead gives none; may be empty
 * @param grace how long the lead must stay there first: time to undo a slip
 */
public record FeedbackRule(long stageId, FeedbackKind kind, String reason, Duration grace) {

  /** Time to notice a slip, and short enough for a seller who optimises by the hour. */
  public static final Duration USUAL_GRACE = Duration.ofHours(1);
}
