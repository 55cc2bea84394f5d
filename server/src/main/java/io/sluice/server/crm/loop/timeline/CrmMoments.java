package io.sluice.server.crm.loop.timeline;

import io.sluice.server.crm.appointment.Appointments;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.crm.lead.move.LeadMove;
import io.sluice.server.crm.lead.move.LeadMoves;
import io.sluice.server.crm.lead.note.LeadNotes;
import io.sluice.server.crm.loop.rule.LeadFeedback;
import io.sluice.server.crm.loop.rule.LeadFeedbacks;
import io.sluice.server.crm.loop.timeline.Moment.Kind;
import io.sluice.server.crm.loop.timeline.TimelineStore.Became;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What happens to a lead in the CRM as moments of a timeline. */
@Component
class CrmMoments {

  private final TimelineStore store;
  private final Leads leads;
  private final LeadMoves moves;
  private final LeadNotes notes;
  private final Appointments appointments;
  private final LeadFeedbacks feedback;
  private final Stages stages;

  CrmMoments(TimelineStore store, Leads leads, LeadMoves moves, LeadNotes notes, Appointments appointments,
      LeadFeedbacks feedback, Stages stages) {
    this.store = store;
    this.leads = leads;
    this.moves = moves;
    this.notes = notes;
    this.appointments = appointments;
    this.feedback = feedback;
    this.stages = stages;
  }

  /** What both sides of a sale see of the leads it became. */
  List<Moment> shared(AccountId account, String name, LeadId exchangeLead) {
    List<Moment> moments = new ArrayList<>();
    Map<Long, String> names = stages.names(account);
    for (Became became : store.of(account, exchangeLead)) {
      leads.find(account, became.company(), became.lead()).ifPresent(lead -> {
        moments.add(came(lead, name));
        moved(lead).forEach(move -> moments.add(Moment.of(move.at(), Kind.MOVE, name, text(move, names))));
      });
    }
    return moments;
  }

  /** What the lead's company sees of it. An appointment stands where it is, which may be ahead. */
  List<Moment> whole(Lead lead, String name) {
    AccountId account = lead.account();
    Map<Long, String> names = stages.names(account);
    List<Moment> moments = new ArrayList<>();
    moments.add(came(lead, name));
    moved(lead).forEach(move -> moments.add(new Moment(move.at(), Kind.MOVE, name, text(move, names), null,
        move.reason(), move.by() == null ? null : move.by().fullName())));
    notes.of(account, lead.id()).forEach(note -> moments.add(new Moment(note.createdAt(), Kind.NOTE, name, note.body(),
        null, null, note.author() == null ? null : note.author().fullName())));
    appointments.ofLead(account, lead.id()).forEach(one -> moments.add(new Moment(one.startsAt(), Kind.APPOINTMENT,
        name, one.title(), one.status().word(), null, null)));
    feedback.of(account, lead.id()).forEach(said -> untold(said, name).ifPresent(moments::add));
    return moments;
  }

  /** Without where it was made, which is no move. */
  private Stream<LeadMove> moved(Lead lead) {
    return moves.of(lead).stream().filter(move -> move.from() != null);
  }

  private static Moment came(Lead lead, String name) {
    return Moment.of(lead.createdAt(), Kind.LEAD, name, "Came into the CRM of " + name);
  }

  private static String text(LeadMove move, Map<Long, String> names) {
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
