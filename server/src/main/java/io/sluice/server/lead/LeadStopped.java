package io.sluice.server.lead;

/**
 * A lead cannot go on here and now: the database is away, another node has it, or it came before under the same key.
 * The engine lets it through.
 */
final class LeadStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private enum Why { UNAVAILABLE, TAKEN_OVER, REPEATED }

  private final Why why;

  private LeadStopped(Why why, String sentence) {
    super(sentence);
    this.why = why;
  }

  static LeadStopped unavailable(String sentence) {
    return new LeadStopped(Why.UNAVAILABLE, sentence);
  }

  static LeadStopped takenOver() {
    return new LeadStopped(Why.TAKEN_OVER, "another node took the lead over");
  }

  static LeadStopped repeated() {
    return new LeadStopped(Why.REPEATED, "another lead has its key");
  }

  boolean isTakenOver() {
    return why == Why.TAKEN_OVER;
  }

  boolean isRepeated() {
    return why == Why.REPEATED;
  }
}
