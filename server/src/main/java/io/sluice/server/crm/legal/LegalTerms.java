package io.sluice.server.crm.legal;

import io.sluice.server.account.Superuser;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The terms everybody signs. What was published stays as it was; a newer version takes its place. */
@Component
public class LegalTerms {

  private final LegalTermStore store;
  private final Audit audit;
  private final Clock clock;

  LegalTerms(LegalTermStore store, Audit audit, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** What can be signed now. */
  public Optional<LegalTerm> current() {
    return store.latest();
  }

  public Optional<LegalTerm> find(long id) {
    return store.find(id);
  }

  Result<LegalTerm, LegalTermRefusal> orUnknown(Optional<LegalTerm> found) {
    return found.<Result<LegalTerm, LegalTermRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new LegalTermRefusal.Unknown()));
  }

  Result<LegalTerm, LegalTermRefusal> show(String id) {
    return orUnknown(CrmIds.read(id).flatMap(store::find));
  }

  /** By whoever runs the server. */
  @Transactional
  Result<LegalTerm, LegalTermRefusal> publish(Superuser by, int major, int minor, String title, String content) {
    store.hold();
    Optional<LegalTerm> latest = store.latest();
    boolean newer = latest.isEmpty() || major > latest.get().major()
        || major == latest.get().major() && minor > latest.get().minor();
    if (!newer) {
      return Result.refused(new LegalTermRefusal.NotNewer(latest.get().version()));
    }
    UserId user = Objects.requireNonNull(by.user());
    long id = store.insert(major, minor, title, content, user, clock.instant());
    audit.record(by.account(), user, Action.CREATE, "legal_term", Long.toString(id), "version " + major + "." + minor);
    return Result.done(store.find(id).orElseThrow());
  }
}
