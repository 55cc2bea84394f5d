package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.Outcome;
import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.type.FieldType;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.HttpExchange;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.event.row.Masking;
import io.sluice.server.event.row.RunRows;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.lead.inbound.Inbound;
import io.sluice.server.lead.inbound.InboundModule;
import io.sluice.server.lead.inbound.InboundModules;
import io.sluice.server.lead.inbound.InboundReading;
import io.sluice.server.lead.inbound.RawSubmission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is written of a lead at its end: what became of it, what it was answered, and what is still to be done. */
@Component
final class LeadEnds {

  private final Surroundings around;
  private final InboundModules modules;
  private final Fields fields;
  private final RetriesToCome retries;
  private final RunRows rows = new RunRows(NodeLife.host());

  LeadEnds(Surroundings around, InboundModules modules, Fields fields, RetriesToCome retries) {
    this.around = around;
    this.modules = modules;
    this.fields = fields;
    this.retries = retries;
  }

  /** What must not be kept of a lead as it came. */
  static Masking masking(OpenFlow flow, InboundReading.Submitted submitted, Ran ran) {
    return Masking.of(ran.vars().asMap(), dropped(flow.fields(), submitted));
  }

  /** Of one that ran through its flow. */
  Entry.Ended of(OpenFlow flow, CompiledSource source, RawSubmission request, InboundModule.Written written, Ran ran,
      LeadRun run, Masking masking) {
    Instant now = around.clock().instant();
    var about = new RunRows.About(flow.account(), flow.id(), EntityId.of(source.entityId()), request.receivedAt(),
        exchange(request, written, now), flow.flow().definition());
    LeadRow lead = rows.lead(about, ran, run.soldBy(), masking);
    return new Entry.Ended(lead, rows.events(about, ran, masking), run.receipt(),
        run.claim().map(claim -> claim.answered(written, now)).orElse(null),
        retries.of(lead, run.failedCalls(), masking), run.keptSlots());
  }

  /** Of one that nobody can run to its end. @param calls those it made */
  Entry.Ended interrupted(Receipt receipt, List<RunEvent.RecipientEvent> calls) {
    RawSubmission request = SubmissionBytes.read(receipt.submission());
    var written = new InboundModule.Written(503, Map.of(), new byte[0]);
    var about = new RunRows.About(receipt.account(), receipt.flow(), receipt.source(), receipt.receivedAt(),
        exchange(request, written, around.clock().instant()), null);
    Map<String, Object> vars = new LinkedHashMap<>();
    vars.put("lead", Map.of("id", receipt.lead().value()));
    vars.put("submission", Map.of("timestamp", receipt.receivedAt(), "ip", request.address()));
    vars.put("flow", Map.of("id", receipt.flow().value()));
    vars.put("source", Map.of("id", receipt.source().value()));
    Masking masking = Inbound.read(request) instanceof InboundReading.Submitted submitted
        ? Masking.of(Map.of(), dropped(fields.known(receipt.account()), submitted))
        : Masking.NOTHING;
    List<EventRow> events = new ArrayList<>();
    calls.forEach(call -> events.add(rows.recipient(about, receipt.lead(), call, masking)));
    events.add(rows.interrupted(about, receipt.lead(), InboundModules.STANDARD, CalledStep.INTERRUPTED,
        around.clock().instant(), masking));
    LeadRow lead = new LeadRow(receipt.account(), receipt.lead(), receipt.flow(), receipt.source(), receipt.soldBy(),
        receipt.receivedAt(), VarsJson.write(vars));
    LeadKey key = LeadClaim.of(receipt, request)
        .map(claim -> claim.answered(
            modules.answer(InboundModules.STANDARD, request, Optional.empty(), Outcome.ERROR, CalledStep.INTERRUPTED,
                receipt.lead()),
            around.clock().instant()))
        .orElse(null);
    return new Entry.Ended(lead, events, receipt, key);
  }

  /** Values of parameters that the flow may not collect, but whose names say that they must not be kept. */
  private static Map<String, FieldType> dropped(KnownFields fields, InboundReading.Submitted submitted) {
    Map<String, FieldType> dropped = new HashMap<>();
    submitted.parameters().forEach((name, value) -> Masking.maskable(fields.findEver(name).map(Field::type))
        .ifPresent(type -> Masking.texts(value).forEach(text -> dropped.put(text, type))));
    return dropped;
  }

  private static HttpExchange exchange(RawSubmission request, InboundModule.Written answer, Instant now) {
    return new HttpExchange(
        new HttpExchange.Request(request.method(),
            request.query().isEmpty() ? request.path() : request.path() + "?" + request.query(), "1.1",
            request.headers(),
            new String(request.body(), StandardCharsets.UTF_8), request.receivedAt()),
        new HttpExchange.Response(answer.status(), StatusText.of(answer.status()), "1.1", answer.headers(),
            new String(answer.body(), StandardCharsets.UTF_8), now),
        Math.max(0, Duration.between(request.receivedAt(), now).toMillis()));
  }
}
