package io.sluice.server.crm.lead.note;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A note as the contract shows it (crm 2.17). */
public record LeadNoteJson(long id, long leadId, String body, @Nullable AuthorJson author, Instant createdAt) {

  public record AuthorJson(long id, String fullName) {}

  public static LeadNoteJson of(LeadNote note) {
    LeadNote.Author author = note.author();
    return new LeadNoteJson(note.id(), note.lead(), note.body(),
        author == null ? null : new AuthorJson(author.number(), author.fullName()), note.createdAt());
  }
}
