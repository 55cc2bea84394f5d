package io.sluice.server.lead.rehearsal;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.Outside;
import io.sluice.engine.run.PingLimit;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.template.Vars;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.lead.cap.CapRehearsal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A world for one lead in which nothing is real: recipients answer what a script says, caps are counted from nothing,
 * lists know what they are told they know, no pricing service is there.
 */
public final class RehearsedWorld implements Outside {

  private final Instant now;
  private final ZoneId zone;
  private final CapRehearsal caps;
  private final Function<StepCall, StepAnswer> recipients;
  private final Map<String, Boolean> listed;

  /**
   * @param now the time that it is for the lead, throughout
   * @param zone the flow owner's, for caps that name none
   * @param caps may be shared by leads that follow each other
   * @param listed what a list check of this name finds; one that is not here finds nothing out
   */
  public RehearsedWorld(Instant now, ZoneId zone, CapRehearsal caps, Function<StepCall, StepAnswer> recipients,
      Map<String, Boolean> listed) {
    this.now = now;
    this.zone = zone;
    this.caps = caps;
    this.recipients = recipients;
    this.listed = listed;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public String newId() {
    return ObjectIds.next(now);
  }

  @Override
  public StepAnswer call(StepCall call) {
    return recipients.apply(call);
  }

  @Override
  public CapDecision reserve(List<CompiledCap> matching) {
    return caps.reserve(now, zone, matching);
  }

  @Override
  public void settle(Object reservation, boolean success) {
    caps.settle(reservation, success);
  }

  @Override
  public Optional<CompiledCap> firstFull(List<CompiledCap> matching) {
    return caps.firstFull(now, zone, matching);
  }

  /** Limits are about how often somebody asks, and nobody does. */
  @Override
  public Optional<PingLimit> countPing(List<PingLimit> limits) {
    return Optional.empty();
  }

  @Override
  public Map<String, Boolean> lookUp(List<ListQuery> queries) {
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (ListQuery query : queries) {
      Boolean known = listed.get(query.name());
      if (known != null) {
        found.put(query.name(), known);
      }
    }
    return found;
  }

  /** The configured fallback price counts then (exchange 8). */
  @Override
  public Optional<BigDecimal> quote(String serviceId, Vars vars) {
    return Optional.empty();
  }
}
