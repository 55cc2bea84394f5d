package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.FlowRun;
import io.sluice.engine.run.Outcome;
import io.sluice.engine.run.Pinged;
import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.Submission;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.Journal;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.log.Appended;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.row.Masking;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.flow.usage.DataPoints;
import io.sluice.server.idempotency.IdempotencyKey;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.lead.inbound.Inbound;
import io.sluice.server.lead.inbound.InboundModules;
import io.sluice.server.lead.inbound.InboundReading;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.inbound.TransportRefusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What becomes of a submission or a ping (exchange 3.4, from stage 5 on): read, run, written, answered. Nobody is
 * answered before what is said is durable.
 */
@Component
final class Submissions {

  /** A lead that so many lives have died with is ended instead of being tried on one more. */
  private static final int MAX_LIVES = 3;
  private static final String NO_ROUTE = "no matching route";
  private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);

  private final Surroundings around;
  private final InboundModules modules;
  private final OpenFlows flows;
  private final Journal journal;
  private final DataPoints points;
  private final Repeats repeats;
  private final LeadEnds ends;

  Submissions(Surroundings around, InboundModules modules, OpenFlows flows, Journal journal, DataPoints points,
      Repeats repeats, LeadEnds ends) {
    this.around = around;
    this.modules = modules;
    this.flows = flows;
    this.journal = journal;
    this.points = points;
    this.repeats = repeats;
    this.ends = ends;
  }

  /** Reads and runs a request to a source of a flow. */
  Handled handle(OpenFlow flow, CompiledSource source, RawSubmission request, Optional<IdempotencyKey> key) {
    return switch (Inbound.read(request)) {
      case TransportRefusal refusal -> new Handled.Refused(refusal);
      case InboundReading.Submitted submitted -> handle(flow, source, request, submitted, key);
    };
  }

  /** Runs a request that was read. */
  Handled handle(OpenFlow flow, CompiledSource source, RawSubmission request, InboundReading.Submitted submitted,
      Optional<IdempotencyKey> key) {
    return request.kind() == Kind.PING
        ? ping(flow, source, request, submitted)
        : once(LeadClaim.of(flow, source, request, key), claim ->
            submit(flow, source, request, submitted, Optional.empty(), claim));
  }

  /** A router has no place for it: no lead is made and no event is left (exchange 15). */
  Handled unrouted(String moduleId, RawSubmission request, InboundReading.Submitted submitted) {
    return new Handled.Done(Outcome.FAILURE, NO_ROUTE, BigDecimal.ZERO,
        modules.answer(moduleId, request, submitted.redirUrl(), Outcome.FAILURE, NO_ROUTE, null));
  }

  /** For a flow or a source that is disabled: answered without reading the body (exchange 3.4, 2a and 3a). */
  Handled handleUnread(OpenFlow flow, CompiledSource source, RawSubmission request, Optional<LeadClaim> claimed) {
    var unread = Inbound.unread(request);
    return request.kind() == Kind.PING
        ? ping(flow, source, request, unread)
        : once(claimed, claim -> submit(flow, source, request, unread, Optional.empty(), claim));
  }

  private Handled once(Optional<LeadClaim> claim, Function<Optional<LeadClaim>, Handled> submission) {
    return claim.map(some -> repeats.once(some, () -> submission.apply(claim)))
        .orElseGet(() -> submission.apply(claim));
  }

  /**
   * A sale from one flow to the next, in process (exchange 4.10).
   *
   * @throws LeadStopped when the lead was made before
   */
  Handled sell(OpenFlow flow, CompiledSource source, RawSubmission request, Sale sale) {
    return switch (Inbound.read(request)) {
      case TransportRefusal refusal -> new Handled.Refused(refusal);
      case InboundReading.Submitted submitted ->
          submit(flow, source, request, submitted, Optional.of(sale),
              Optional.of(LeadClaim.ofSale(flow.account(), EntityId.of(source.entityId()), sale.lead())));
    };
  }

  private Handled ping(
      OpenFlow flow, CompiledSource source, RawSubmission request, InboundReading.Submitted submitted) {
    boolean asked = flow.leadPingEnabled() && modules.of(source).pingable();
    Pinged pinged = asked
        ? FlowRun.ping(flow.flow(), source, submitted.submission(flow.owner(), request.address()),
            LeadRun.fresh(around, ReceivedLead.of(flow, source, request, Optional.empty(), Optional.empty()),
                Optional.empty()))
        : Pinged.NOT_ENABLED;
    boolean counted = asked && flow.flow().isEnabled() && source.isEnabled() && flow.flow().isPingEnabled();
    if (counted && !count(flow, source, request, pinged)) {
      return new Handled.Unavailable();
    }
    return new Handled.Done(pinged.outcome(), pinged.reason(), pinged.price(),
        modules.answer(source, request, pinged));
  }

  /** Pings are billed by their number, so one that could not be counted is not answered. */
  private boolean count(OpenFlow flow, CompiledSource source, RawSubmission request, Pinged pinged) {
    var ping = new Entry.Pinged(flow.account(), flow.id(), EntityId.of(source.entityId()), request.receivedAt(),
        pinged.outcome() == Outcome.SUCCESS);
    return around.log().append(ping) == Appended.STORED;
  }

  private Handled submit(OpenFlow flow, CompiledSource source, RawSubmission request,
      InboundReading.Submitted submitted, Optional<Sale> sale, Optional<LeadClaim> claim) {
    LeadRun run = LeadRun.fresh(around, ReceivedLead.of(flow, source, request, sale, claim), sale);
    try {
      return around.answers().during(() -> run(flow, source, request, submitted, run));
    } finally {
      run.letGo();
    }
  }

  private Handled run(OpenFlow flow, CompiledSource source, RawSubmission request,
      InboundReading.Submitted submitted, LeadRun run) {
    try {
      Submission submission = submitted.submission(flow.owner(), request.address());
      Ran ran = run.isResumed()
          ? FlowRun.resume(flow.flow(), source, submission, run)
          : FlowRun.submit(flow.flow(), source, submission, run);
      var written = modules.answer(source, request, submitted, ran);
      var done = new Handled.Done(ran.outcome(), ran.reason(), ran.price(), written);
      if (ran.events().isEmpty()) {
        return done; // a disabled source: nothing is recorded (exchange 3.4, 3a)
      }
      Masking masking = LeadEnds.masking(flow, submitted, ran);
      if (!write(ends.of(flow, source, request, written, ran, run, masking), run)) {
        return new Handled.Unavailable();
      }
      points.collect(flow, request.receivedAt(), ran, masking::mask);
      return done;
    } catch (LeadStopped stopped) {
      giveUpForNow(run);
      if (stopped.isRepeated()) {
        throw stopped;
      }
      LOG.warn("a lead of flow {} cannot go on: {}", flow.id(), stopped.getMessage());
      return new Handled.Unavailable();
    } catch (RuntimeException | Error bug) {
      giveUpForNow(run);
      throw bug;
    }
  }

  private void giveUpForNow(LeadRun run) {
    around.eventually("giving slots back", () -> run.settleCaps(false));
    run.abandon();
  }

  /** Whether the lead's end is durable. */
  private boolean write(Entry.Ended end, LeadRun run) {
    boolean written = end.receipt() == null ? writeAtOnce(end, run) : writePatiently(end);
    if (written) {
      around.eventually("settling slots", () -> run.settleCaps(true));
    } else {
      giveUpForNow(run);
    }
    return written;
  }

  private boolean writeAtOnce(Entry.Ended end, LeadRun run) {
    return switch (around.log().append(end)) {
      case STORED -> true;
      case REPEATED -> throw LeadStopped.repeated();
      case TAKEN_OVER, BUSY -> false;
      case UNAVAILABLE -> {
        run.leaveItsEndOpen();
        yield false;
      }
    };
  }

  private boolean writePatiently(Entry.Ended end) {
    try {
      around.appendPatiently(end);
      return true;
    } catch (LeadStopped stopped) {
      // An earlier try may have been written although nobody could tell us; what another node wrote is another story.
      return stopped.isTakenOver() && journal.isWritten(end.lead().account(), end.events().getLast().id());
    }
  }

  /** Ends a lead that was left on its way. False when its end could not be written, or is another node's by now. */
  boolean resume(Receipt receipt) {
    RawSubmission request = SubmissionBytes.read(receipt.submission());
    OpenFlow flow = flows.open(receipt.flow()).orElse(null);
    CompiledSource source = flow == null ? null : flow.source(receipt.source()).orElse(null);
    if (flow == null || source == null || receipt.lives() > MAX_LIVES
        || !(Inbound.read(request) instanceof InboundReading.Submitted submitted)) {
      return giveUp(receipt);
    }
    List<Attempt> attempts = journal.attempts(receipt);
    LeadRun run = LeadRun.resumed(
        around, ReceivedLead.of(flow, receipt, LeadClaim.of(receipt, request)), receipt, attempts);
    return around.answers().during(() -> run(flow, source, request, submitted, run)) instanceof Handled.Done;
  }

  /**
   * Its flow, or its source in it, is gone, or it takes every node with it: it ends here, told as an error behind the
   * calls it made. False as of {@link #resume}.
   */
  boolean giveUp(Receipt receipt) {
    List<Attempt> attempts = journal.attempts(receipt);
    try {
      return giveUp(receipt, FormerLives.of(receipt.lead(), attempts).callsLeft(around.clock().instant()));
    } catch (RuntimeException | Error bad) {
      LOG.error("the calls of lead {} cannot be told", receipt.lead(), bad);
      return giveUp(receipt, List.of());
    }
  }

  private boolean giveUp(Receipt receipt, List<RunEvent.RecipientEvent> calls) {
    boolean ended = writePatiently(ends.interrupted(receipt, calls));
    if (ended) {
      around.eventually("settling slots", () -> around.caps().settle(receipt.account(), receipt.lead()));
    }
    return ended;
  }
}
