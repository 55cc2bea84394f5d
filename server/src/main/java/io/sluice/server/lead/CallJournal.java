package io.sluice.server.lead;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.server.delivery.StepAnswers;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.log.Entry;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the journal is told of one lead's calls: of each before its recipient knows of it (decision 0043). */
final class CallJournal {

  private final Surroundings around;
  private final ReceivedLead lead;
  private final Found found;
  /** What the lead took at its beginning is still its own as long as this node was never believed dead since. */
  private final int stretch;
  private @Nullable Receipt receipt;
  /** The call before the one that is about to be made; only a lead that makes another is told to the journal again. */
  private @Nullable Supplier<Attempt> answered;

  /** @param receipt of a lead that a former life began */
  CallJournal(Surroundings around, ReceivedLead lead, Found found, @Nullable Receipt receipt) {
    this.around = around;
    this.lead = lead;
    this.found = found;
    this.receipt = receipt;
    this.stretch = around.life().stretch();
  }

  /** Null while the lead has called nobody. */
  @Nullable Receipt receipt() {
    return receipt;
  }

  /** @param ids every id that was handed out until now, the one of this call last */
  Attempt begin(StepCall call, String stepId, List<String> ids) {
    int since = receipt == null ? stretch : around.life().stretch();
    beTrustedSince(since);
    Attempt attempt = new Attempt(stepId, ids, around.clock().instant(), CalledStep.write(call), null);
    Receipt known = receipt;
    if (known == null) {
      open(lead.receipt(LeadId.of(call.leadId()), around.life().id(), found), attempt);
    } else {
      around.appendPatiently(new Entry.Continued(known, answered == null ? null : answered.get(), attempt));
    }
    beTrustedSince(since); // a node that stood still meanwhile may wake up to a lead that another one is on
    answered = null;
    return attempt;
  }

  private void open(Receipt opened, Attempt attempt) {
    around.inHand().add(opened.lead());
    switch (around.log().append(new Entry.Opened(opened, attempt, lead.key()))) {
      case STORED, TAKEN_OVER -> receipt = opened;
      case REPEATED -> throw LeadStopped.repeated();
      case BUSY -> throw LeadStopped.unavailable("too many leads wait to be written");
      case UNAVAILABLE -> {
        receipt = opened; // it may be there all the same, if the connection broke during the commit
        throw LeadStopped.unavailable("the database does not answer");
      }
    }
  }

  private void beTrustedSince(int since) {
    if (!around.life().isTrustedSince(since)) {
      throw LeadStopped.unavailable("the database does not hear this node's heartbeat");
    }
  }

  void answered(Attempt attempt, StepAnswer answer) {
    Instant now = around.clock().instant();
    answered = () -> new Attempt(attempt.stepId(), attempt.eventIds(), attempt.startedAt(), attempt.step(),
        new Attempt.End(now, StepAnswers.write(answer)));
  }
}
