package io.sluice.server.lead.inbound;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.Outcome;
import io.sluice.engine.run.Pinged;
import io.sluice.engine.run.Ran;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.inbound.InboundModule.Written;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every inbound module by its id, and what senders are told by the one of their source. */
public final class InboundModules {

  public static final String STANDARD = "leadconduit-default.inbound";

  private final Map<String, InboundModule> byModuleId;

  /** @throws IllegalStateException when two claim one module id */
  public InboundModules(List<InboundModule> modules) {
    byModuleId = modules.stream().collect(Collectors.toUnmodifiableMap(InboundModule::moduleId, Function.identity()));
  }

  public Set<String> moduleIds() {
    return byModuleId.keySet();
  }

  /** The standard one where the source's own is not here any more. */
  public InboundModule of(CompiledSource source) {
    InboundModule own = byModuleId.get(source.moduleId());
    return own == null ? standard() : own;
  }

  /** What the sender of a lead is told. */
  public Written answer(
      CompiledSource source, RawSubmission request, InboundReading.Submitted submitted, Ran ran) {
    return of(source).write(Kind.SUBMIT, Told.of(accept(request), submitted.redirUrl(), ran.outcome().word(),
        ran.reason(), ran.leadId(), ran.price(), ran.appended()));
  }

  /** What the sender of a ping is told: in the standard way where its own knows of none. */
  public Written answer(CompiledSource source, RawSubmission request, Pinged pinged) {
    InboundModule own = of(source);
    return (own.pingable() ? own : standard()).write(Kind.PING, Told.of(accept(request), Optional.empty(),
        pinged.outcome().word(), pinged.reason(), null, pinged.price()));
  }

  /**
   * What is told of a request that no run has ended. The price is 0.
   *
   * @param moduleId who speaks; the standard one where that one is not here
   */
  public Written answer(String moduleId, RawSubmission request, Optional<String> redirUrl, Outcome outcome,
      String reason, @Nullable LeadId lead) {
    InboundModule named = byModuleId.get(moduleId);
    return (named == null ? standard() : named).write(Kind.SUBMIT, Told.of(accept(request), redirUrl, outcome.word(),
        reason, lead == null ? null : lead.value(), BigDecimal.ZERO));
  }

  /** Nobody has refused an {@code Accept} header that cannot be met where the request was not read: it gets JSON. */
  private static @Nullable String accept(RawSubmission request) {
    return MediaRanges.best(request.accept()) == null ? MediaRanges.JSON : request.accept();
  }

  private InboundModule standard() {
    InboundModule standard = byModuleId.get(STANDARD);
    if (standard == null) {
      throw new IllegalStateException("the standard module is always there");
    }
    return standard;
  }
}
