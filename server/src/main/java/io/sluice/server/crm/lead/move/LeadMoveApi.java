package io.sluice.server.crm.lead.move;

import io.sluice.server.account.Person;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.crm.lead.sight.LeadSight;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /leads/{lead_id}/moves} of the console contract: a lead's stages, and why it went from one to the next. */
@CrmApi
class LeadMoveApi {

  record WantedJson(long stageId, @Nullable String reason) {}

  record StageJson(long id, String name) {}

  record MoverJson(long id, String fullName) {}

  record MoveJson(
      @Nullable StageJson from, StageJson to, @Nullable String reason, @Nullable MoverJson movedBy, Instant movedAt) {}

  record AllJson(List<MoveJson> moves) {}

  private final LeadMoves moves;
  private final LeadSight sight;
  private final Leads leads;
  private final Stages stages;

  LeadMoveApi(LeadMoves moves, LeadSight sight, Leads leads, Stages stages) {
    this.moves = moves;
    this.sight = sight;
    this.leads = leads;
    this.stages = stages;
  }

  @GetMapping("/api/v1/leads/{lead_id}/moves")
  Answer<AllJson> list(Person caller, @PathVariable("lead_id") String lead) {
    return Answer.ok(sight.seen(caller, lead), seen -> all(seen.lead()));
  }

  @PostMapping("/api/v1/leads/{lead_id}/moves")
  Answer<AllJson> move(Person caller, @PathVariable("lead_id") String lead, @RequestBody WantedJson wanted) {
    String reason = wanted.reason();
    return Answer.created(
        sight.changed(caller, lead).then(seen -> leads.moveStage(seen.lead().account(), seen.lead().company(),
            seen.lead().id(), wanted.stageId(), reason == null || reason.isBlank() ? null : reason.strip(),
            caller.user())),
        this::all);
  }

  private AllJson all(Lead lead) {
    Map<Long, String> names = stages.names(lead.account());
    return new AllJson(moves.of(lead).stream()
        .map(move -> {
          Long from = move.from();
          LeadMove.Mover by = move.by();
          return new MoveJson(from == null ? null : stage(from, names), stage(move.to(), names), move.reason(),
              by == null ? null : new MoverJson(by.user(), by.fullName()), move.at());
        }).toList());
  }

  private static StageJson stage(long id, Map<Long, String> names) {
    return new StageJson(id, names.getOrDefault(id, ""));
  }
}
