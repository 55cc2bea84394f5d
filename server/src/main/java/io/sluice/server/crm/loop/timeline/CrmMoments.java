package io.sluice.server.crm.loop.timeline;

import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.loop.rule.LeadFeedback;
import io.sluice.server.crm.loop.rule.LeadFeedbacks;
import io.sluice.server.crm.loop.timeline.Moment.Kind;
import io.sluice.server.crm.loop.timeline.TimelineStore.Arrived;
import io.sluice.server.crm.loop.timeline.TimelineStore.Move;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What happens to a lead in the CRM as moments of a timeline. */
@Component
class CrmMoments {

  private final TimelineStore store;
  private final LeadFeedbacks feedback;
  private final Stages stages;

  CrmMoments(TimelineStore store, LeadFeedbacks feedback, Stages stages) {
    this.store = store;
    this.feedback = feedback;
    this.stages = stages;
  }

  /** What both sides of a sale see of the leads it became. */
  List<Moment> shared(AccountId account, String name, LeadId exchangeLead) {
    List<Moment> moments = new ArrayList<>();
    Map<Long, String> names = stages.names(account);
    for (Arrived arrived : store.of(account, exchangeLead)) {
      moments.add(came(arrived.at(), name));
      for (Move move : store.moves(account, arrived.lead())) {
        moments.add(Moment.of(move.at(), Kind.MOVE, name, text(move, names)));
      }
    }
    return moments;
  }

  /** What the lead's company sees of it. */
  List<Moment> whole(Lead lead, String name) {
    AccountId account = lead.account();
    Map<Long, String> names = stages.names(account);
    List<Moment> moments = new ArrayList<>();
    moments.add(came(lead.createdAt(), name));
    for (Move move : store.moves(account, lead.id())) {
      moments.add(new Moment(move.at(), Kind.MOVE, name, text(move, names), null, move.reason(), move.by()));
    }
    for (TimelineStore.Note note : store.notes(account, lead.id())) {
      moments.add(new Moment(note.at(), Kind.NOTE, name, note.body(), null, null, note.by()));
    }
    for (TimelineStore.Meeting meeting : store.meetings(account, lead.id())) {
      moments.add(new Moment(meeting.at(), Kind.APPOINTMENT, name,
          meeting.title() + ", " + meeting.startsAt(), meeting.status(), null, null));
    }
    feedback.of(account, lead.id()).forEach(said -> untold(said, name).ifPresent(moments::add));
    return moments;
  }

  private static Moment came(Instant at, String name) {
    return Moment.of(at, Kind.LEAD, name, "Came into the CRM of " + name);
  }

  private static String text(Move move, Map<Long, String> names) {
    return "Moved to " + names.getOrDefault(move.to(), "another stage");
  }

  /** What was told is told by its events. */
  private static Optional<Moment> untold(LeadFeedback said, String name) {
    String what = said.kind().word();
    return switch (said.state()) {
      case WAITING -> Optional.of(new Moment(said.createdAt(), Kind.FEEDBACK, name,
          "The seller will be told after " + said.dueAt() + ": " + what, "waiting", null, null));
      case CANCELED -> Optional.of(new Moment(ended(said), Kind.FEEDBACK, name,
          "Taken back before the seller was told: " + what, "canceled", null, null));
      case REFUSED -> Optional.of(new Moment(ended(said), Kind.FEEDBACK, name,
          "Not taken: " + what, said.outcome(), said.outcomeReason(), null));
      case SENDING, SENT -> Optional.empty();
    };
  }

  private static Instant ended(LeadFeedback said) {
    Instant ended = said.endedAt();
    return ended == null ? said.createdAt() : ended;
  }
}
