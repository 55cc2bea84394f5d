package io.sluice.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether what senders were told is what the database holds. */
final class Books {

  private final List<String> checks = new ArrayList<>();
  private boolean balanced = true;

  List<String> checks() {
    return checks;
  }

  boolean balanced() {
    return balanced;
  }

  /** Every answered lead has its source event; beyond them there may only be leads whose answer was lost. */
  void kept(PostgresServer database, String arm, String flow, Load.Tally sent) throws SQLException {
    long stored = database.number("SELECT count(*) FROM event WHERE flow_id = ? AND type = 'source'", flow);
    note(stored >= sent.kept() && stored <= sent.kept() + sent.unanswered(),
        arm + ": " + stored + " source events stored, " + sent.kept() + " leads answered"
            + (sent.unanswered() == 0 ? "" : ", " + sent.unanswered() + " without an answer"));
  }

  /** Nobody is sent a lead twice. @param sent by each arm that has leads delivered */
  void delivered(long taken, Load.Tally... sent) {
    long kept = Arrays.stream(sent).mapToLong(Load.Tally::kept).sum();
    long unanswered = Arrays.stream(sent).mapToLong(Load.Tally::unanswered).sum();
    note(taken >= kept && taken <= kept + unanswered, "recipient: " + taken + " leads taken, " + kept + " leads answered");
  }

  void nothingLeftOpen(PostgresServer database) throws SQLException {
    long open = database.number("SELECT count(*) FROM receipt");
    note(open == 0, "journal: " + open + " leads left open");
  }

  private void note(boolean holds, String check) {
    balanced &= holds;
    checks.add((holds ? "yes  " : "NO   ") + check);
  }
}
