package io.sluice.server.lead;

import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.delivery.Carrier;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.KeptDelivery;
import io.sluice.server.delivery.MappedVars;
import io.sluice.server.delivery.StepAnswers;
import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.event.journal.Attempt;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one lead. One whose answer a former life knew is answered from the journal; one that it may or may not
 * have made is made again only where that does no harm.
 */
final class LeadCalls {

  private final Surroundings around;
  private final ReceivedLead lead;
  private final FormerLives before;
  private final Replay replay;
  private final CallJournal journal;
  private final List<FailedCall> failed = new ArrayList<>();

  LeadCalls(Surroundings around, ReceivedLead lead, FormerLives before, Replay replay, CallJournal journal) {
    this.around = around;
    this.lead = lead;
    this.before = before;
    this.replay = replay;
    this.journal = journal;
  }

  /** Those to be made again behind the lead's end, in order. */
  List<FailedCall> failed() {
    return failed;
  }

  /** Those of former lives that no step of the flow has asked for. */
  List<RunEvent.RecipientEvent> madeBefore() {
    return before.callsLeft(around.clock().instant());
  }

  StepAnswer make(StepCall call) {
    Map<String, @Nullable Object> known = new LinkedHashMap<>(call.vars().asMap());
    known.put("price", call.price());
    String stepId = call.step().id() == null ? "step" + replay.ids().size() : call.step().id();
    Attempt former = before.takeCall(stepId);
    Attempt.End end = former == null ? null : former.end();
    Integration module = around.integrations().named(call.moduleId()).orElse(null);
    if (end != null) {
      replay.cameTo(end.at());
      return orAgainLater(module, call, known, stepId, StepAnswers.read(end.answer()));
    }
    Map<String, @Nullable Object> vars = MappedVars.over(known, call.variables());
    Optional<String> problem = module == null ? Optional.empty() : module.validate(vars);
    if (former != null && (module == null || problem.isPresent() || !module.isRepeatable(vars))) {
      replay.isOver();
      // Nor is it tried again later, for the same reason.
      return StepAnswer.of(StepOutcome.ERROR, CalledStep.INTERRUPTED);
    }
    if (module == null) {
      return StepAnswer.of(StepOutcome.ERROR, "There is no module " + call.moduleId() + " here");
    }
    return problem.map(sentence -> StepAnswer.of(StepOutcome.SKIP, sentence))
        .orElseGet(() -> orAgainLater(module, call, known, stepId, deliver(module, call, vars, stepId, former)));
  }

  private StepAnswer orAgainLater(@Nullable Integration module, StepCall call, Map<String, @Nullable Object> known,
      String stepId, StepAnswer answer) {
    if (answer.outcome() == StepOutcome.ERROR && call.step().isRetried()
        && (module == null || module.isRetryable(answer.appended()))) {
      failed.add(failedCall(call, known, stepId, answer));
    }
    return answer;
  }

  private FailedCall failedCall(
      StepCall call, Map<String, @Nullable Object> known, String stepId, StepAnswer answer) {
    return new FailedCall(EventId.of(call.eventId()), stepId, recipient(call), call.moduleId(),
        idempotencyKey(call, stepId), answer.reason(),
        new KeptDelivery(known, call.variables(), lead.hops(), CalledStep.priceIsSaid(call)));
  }

  private static String idempotencyKey(StepCall call, String stepId) {
    return call.leadId() + "-" + stepId;
  }

  private StepAnswer deliver(Integration module, StepCall call, Map<String, @Nullable Object> vars, String stepId,
      @Nullable Attempt former) {
    replay.isOver();
    return switch (around.carrier().credential(lead.flow().account(), call.variables())) {
      case Result.Refused<Optional<OpenedCredential>, CredentialRefusal>(CredentialRefusal refusal) ->
          Carrier.without(refusal);
      case Result.Done<Optional<OpenedCredential>, CredentialRefusal>(Optional<OpenedCredential> credential) -> {
        Attempt attempt = former == null
            ? journal.begin(call, stepId, before.with(replay.ids(), call.eventId())) : former;
        var origin = new Delivery.Origin(lead.flow().account(), recipient(call), LeadId.of(call.leadId()),
            EventId.of(call.eventId()), call.variables(), lead.hops(), 0, former != null);
        StepAnswer answer = around.carrier().carry(
            module, new Delivery(vars, idempotencyKey(call, stepId), Optional.of(origin), credential));
        journal.answered(attempt, answer);
        yield answer;
      }
    };
  }

  private static Optional<EntityId> recipient(StepCall call) {
    String id = call.step().entity() == null ? null : call.step().entity().id();
    return id != null && ObjectIds.valid(id.toLowerCase(Locale.ROOT)) ? Optional.of(EntityId.of(id)) : Optional.empty();
  }
}
