package io.sluice.server.crm.lead.note;

import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.LeadRefusal;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writing about leads. Whoever sees a lead may; taking a note away is for its author, and for managers. */
@Component
public class LeadNotes {

  private static final int MOST = 1_000;

  private final LeadNoteStore store;
  private final Clock clock;

  LeadNotes(LeadNoteStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The oldest first. */
  public List<LeadNote> of(AccountId account, long lead) {
    return store.of(account, lead);
  }

  @Transactional
  Result<LeadNote, LeadRefusal> write(Standing by, Lead lead, String body) {
    String text = body.replace("\0", "").strip();
    if (text.isEmpty()) {
      return Result.refused(new LeadRefusal.Invalid(Map.of("body", List.of("can't be blank"))));
    }
    if (store.count(lead.account(), lead.id()) >= MOST) {
      return Result.refused(new LeadRefusal.Invalid(Map.of("body", List.of("is one too many: a lead has at most "
          + MOST + " notes"))));
    }
    long id = store.insert(lead.account(), lead.id(), by.user(), text, clock.instant());
    return Result.done(store.find(lead.account(), lead.id(), id).orElseThrow());
  }

  /** The first notes of leads that were just made, by lead; none of them blank. Within the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void writeAll(AccountId account, UserId by, Map<Long, String> bodies) {
    store.insertAll(account, by, bodies, clock.instant());
  }

  @Transactional
  Result<LeadNote, LeadRefusal> delete(Standing by, Lead lead, long id) {
    Optional<LeadNote> note = store.find(lead.account(), lead.id(), id);
    if (note.isEmpty()) {
      return Result.refused(new LeadRefusal.Unknown());
    }
    LeadNote.Author author = note.get().author();
    if (!by.may(Access.MANAGER) && (author == null || !author.id().equals(by.user()))) {
      return Result.refused(new LeadRefusal.Forbidden());
    }
    store.delete(lead.account(), lead.id(), id);
    return Result.done(note.get());
  }
}
