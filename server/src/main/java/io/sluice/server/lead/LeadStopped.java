package io.sluice.server.lead;

/** A lead cannot go on here and now: the database is away, or another node has it. The engine lets it through. */
final class LeadStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean takenOver;

  private LeadStopped(String why, boolean takenOver) {
    super(why);
    this.takenOver = takenOver;
  }

  static LeadStopped unavailable(String why) {
    return new LeadStopped(why, false);
  }

  static LeadStopped takenOver() {
    return new LeadStopped("another node took the lead over", true);
  }

  boolean isTakenOver() {
    return takenOver;
  }
}
