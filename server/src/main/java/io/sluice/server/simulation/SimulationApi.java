package io.sluice.server.simulation;

import io.sluice.engine.run.Source;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.account.Subscriber;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.simulation.Script.Line;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /flows/{id}/simulate} of the console contract. */
@ConsoleApi
class SimulationApi {

  /** @param stepId absent in {@code otherwise} */
  record LineJson(@Nullable String stepId, String outcome, @Nullable String reason, @Nullable BigDecimal price,
      @Nullable Map<String, Object> appended) {

    Line line() {
      return new Line(StepOutcome.valueOf(outcome.toUpperCase(Locale.ROOT)), reason, price,
          appended == null ? Map.of() : appended);
    }
  }

  /** A submission: {@code parameters}, or a query and a body with its type, as they would be sent. */
  record LeadJson(@Nullable EntityId sourceId, @Nullable Map<String, @Nullable Object> parameters,
      @Nullable String query, @Nullable String contentType, @Nullable String body, @Nullable String ip,
      @Nullable Instant submittedAt) {

    RawSubmission request(Instant now) {
      Map<String, String> headers = new LinkedHashMap<>();
      byte[] sent = parameters != null ? GivenLead.json(parameters)
          : (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
      if (parameters != null) {
        headers.put("content-type", "application/json");
      } else if (contentType != null) {
        headers.put("content-type", contentType);
      }
      if (parameters != null || body != null) {
        headers.put("content-length", Integer.toString(sent.length));
      }
      return new RawSubmission("POST", Kind.SUBMIT, "/simulated/submit", query == null ? "" : query, headers, sent,
          ip == null ? "" : ip, submittedAt == null ? now : submittedAt);
    }
  }

  record WantedJson(@Nullable Integer last, @Nullable List<LeadJson> leads, @Nullable List<LineJson> steps,
      @Nullable LineJson otherwise) {

    Script script() {
      Map<String, Line> lines = new HashMap<>();
      if (steps != null) {
        steps.forEach(line -> lines.put(Objects.requireNonNullElse(line.stepId(), ""), line.line()));
      }
      return new Script(lines, otherwise == null ? Line.CONTENT : otherwise.line());
    }
  }

  private final Simulations simulations;
  private final Clock clock;

  SimulationApi(Simulations simulations, Clock clock) {
    this.simulations = simulations;
    this.clock = clock;
  }

  @PostMapping("/flows/{id}/simulate")
  Answer<Simulated> simulate(Subscriber caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    List<LeadJson> given = wanted.leads();
    Integer last = wanted.last();
    if ((given == null) == (last == null)) {
      return Answer.problem(new SimulationRefusal.Unclear(
          Map.of("leads", List.of("give either leads or how many of the last ones to try"))).problem());
    }
    Result<Simulated, SimulationRefusal> found = last == null
        ? simulations.ofGiven(caller.account(), id, wanted.script(), flow -> leads(flow, Objects.requireNonNull(given)))
        : simulations.ofLast(caller.account(), id, wanted.script(), last);
    return Answer.ok(found, Function.identity());
  }

  /** A lead that names no source comes from the only one there is. */
  private Result<List<GivenLead>, SimulationRefusal> leads(OpenFlow flow, List<LeadJson> given) {
    List<Source> sources = flow.flow().definition().sources();
    String only = sources != null && sources.size() == 1 && sources.getFirst().entity() != null
        ? sources.getFirst().entity().id() : null;
    List<GivenLead> leads = new ArrayList<>();
    List<String> unclear = new ArrayList<>();
    Instant now = clock.instant();
    for (int i = 0; i < given.size(); i++) {
      LeadJson lead = given.get(i);
      EntityId source = lead.sourceId() == null && only != null ? EntityId.of(only) : lead.sourceId();
      if (source == null) {
        unclear.add("lead " + i + " must name its source_id, for the flow has more than one source");
      } else {
        leads.add(new GivenLead(source, lead.request(now), Optional.empty()));
      }
    }
    return unclear.isEmpty()
        ? Result.done(leads) : Result.refused(new SimulationRefusal.Unclear(Map.of("leads", unclear)));
  }
}
