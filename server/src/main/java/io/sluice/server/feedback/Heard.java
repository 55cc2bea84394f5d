package io.sluice.server.feedback;

/** What becomes of feedback, as far as whoever gave it is concerned. */
sealed interface Heard extends Reply {

  /** It was handled, whatever its outcome. */
  record Told(FeedbackAnswer answer) implements Heard {}

  /** No delivery has this event. */
  record Unknown() implements Heard {}

  /** Nothing is known of it and it should be given again. */
  record Unavailable() implements Heard {}
}
