package io.sluice.server.simulation;

import io.sluice.engine.run.FlowDefinition;
import io.sluice.engine.run.Step;
import io.sluice.server.event.past.PastLeads;
import io.sluice.server.flow.FlowRefusal;
import io.sluice.server.flow.Flows;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.http.TooBusy;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.rehearsal.Rehearsals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Runs the saved form of a flow, and the deployed one beside it, on leads that are given or that came in last. */
@Component
class Simulations {

  static final int MAX_LEADS = 1_000;
  private static final Duration TIME = Duration.ofSeconds(10);
  /** A simulation keeps a processor busy; those that are wanted beyond this wait, and are told so in the end. */
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** Each lead that came in brings its request along. */
  private static final int READ_AT_ONCE = 50;

  private final Flows flows;
  private final OpenFlows open;
  private final PastLeads past;
  private final Rehearsals rehearsals;
  private final Clock clock;
  private final Semaphore room;
  private final Duration patience;

  @Autowired
  Simulations(Flows flows, OpenFlows open, PastLeads past, Rehearsals rehearsals, Clock clock) {
    this(flows, open, past, rehearsals, clock, AT_ONCE, PATIENCE);
  }

  Simulations(Flows flows, OpenFlows open, PastLeads past, Rehearsals rehearsals, Clock clock, int atOnce,
      Duration patience) {
    this.flows = flows;
    this.open = open;
    this.past = past;
    this.rehearsals = rehearsals;
    this.clock = clock;
    this.room = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /** @param leads given the flow's form, the leads to try */
  Result<Simulated, SimulationRefusal> ofGiven(AccountId account, String id, Script script,
      Function<OpenFlow, Result<List<GivenLead>, SimulationRefusal>> leads) {
    return saved(account, id, script).then(flow -> leads.apply(flow).map(given -> inTurn(() -> {
      Run run = run(account, flow, script, given.size());
      run.tryAll(given);
      return run.found();
    })));
  }

  Result<Simulated, SimulationRefusal> ofLast(AccountId account, String id, Script script, int last) {
    return saved(account, id, script).map(flow -> inTurn(() -> {
      List<EventId> ends = past.last(account, flow.id(), last);
      Run run = run(account, flow, script, ends.size());
      for (int i = 0; i < ends.size() && !run.isLate(); i += READ_AT_ONCE) {
        run.tryAll(past.of(account, ends.subList(i, Math.min(i + READ_AT_ONCE, ends.size()))).stream()
            .map(GivenLead::of).toList());
      }
      return run.found();
    }));
  }

  private Simulated inTurn(Supplier<Simulated> simulation) {
    try {
      if (!room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TooBusy("other flows are being tried");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooBusy("this server stops");
    }
    try {
      return simulation.get();
    } finally {
      room.release();
    }
  }

  /** A script for a step that is not there would be passed over without a word. */
  private Result<OpenFlow, SimulationRefusal> saved(AccountId account, String id, Script script) {
    return switch (flows.openSaved(account, id)) {
      case Result.Refused<OpenFlow, FlowRefusal>(FlowRefusal refusal) ->
          Result.refused(new SimulationRefusal.OfFlow(refusal));
      case Result.Done<OpenFlow, FlowRefusal>(OpenFlow flow) -> {
        Set<String> known = Stream.concat(steps(flow),
            open.open(flow.id()).stream().flatMap(Simulations::steps)).collect(Collectors.toSet());
        List<String> unknown = script.steps().keySet().stream().filter(step -> !known.contains(step))
            .map(step -> "there is no step " + step).toList();
        yield unknown.isEmpty()
            ? Result.done(flow) : Result.refused(new SimulationRefusal.Unclear(Map.of("steps", unknown)));
      }
    };
  }

  private static Stream<String> steps(OpenFlow flow) {
    FlowDefinition definition = flow.flow().definition();
    return definition.steps() == null ? Stream.of()
        : definition.steps().stream().map(Step::id).filter(Objects::nonNull).map(String::valueOf);
  }

  private Run run(AccountId account, OpenFlow saved, Script script, int given) {
    Trial before = open.open(saved.id()).filter(deployed -> deployed.account().equals(account))
        .map(deployed -> new Trial(rehearsals, deployed, script)).orElse(null);
    return new Run(saved, before, new Trial(rehearsals, saved, script), given, clock.instant().plus(TIME));
  }

  /** One simulation on its way. */
  private final class Run {

    private final OpenFlow flow;
    private final @Nullable Trial before;
    private final Trial after;
    private final int given;
    private final Instant deadline;
    private final Tally was = new Tally();
    private final Tally becomes = new Tally();
    private final List<Simulated.OfLead> leads = new ArrayList<>();

    Run(OpenFlow flow, @Nullable Trial before, Trial after, int given, Instant deadline) {
      this.flow = flow;
      this.before = before;
      this.after = after;
      this.given = given;
      this.deadline = deadline;
    }

    boolean isLate() {
      return !clock.instant().isBefore(deadline);
    }

    void tryAll(List<GivenLead> some) {
      for (GivenLead lead : some) {
        if (isLate()) {
          return;
        }
        Simulated.Result old = before == null ? null : before.of(lead);
        Simulated.Result result = after.of(lead);
        if (old != null) {
          was.add(old);
        }
        becomes.add(result);
        leads.add(new Simulated.OfLead(leads.size(), lead.past().map(known -> known.id()).orElse(null), lead.source(),
            lead.request().receivedAt(),
            lead.past().map(known -> new Simulated.Recorded(
                known.outcome(), known.reason(), known.price(), known.revenue())).orElse(null),
            old, result, old != null && !old.isAs(result)));
      }
    }

    Simulated found() {
      int changed = (int) leads.stream().filter(Simulated.OfLead::changed).count();
      return new Simulated(flow.id(), given, leads.size(), leads.size() == given, changed,
          before == null ? null : was.totals(), becomes.totals(), leads);
    }
  }
}
