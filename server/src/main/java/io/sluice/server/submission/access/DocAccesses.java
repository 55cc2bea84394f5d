package io.sluice.server.submission.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Noting who reads, and reading that: each of the two accounts has a list of its own, of which it can hide parts. */
@Component
public class DocAccesses {

  private static final int MAX_LISTED = 1_000;

  private final DocAccessStore store;
  private final Clock clock;

  DocAccesses(DocAccessStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** @param owner whose flow it is; another account than the reader's */
  @Transactional
  public void note(AccountId reader, @Nullable UserId user, AccountId owner, FlowId flow, EntityId source) {
    Instant now = clock.instant();
    for (AccountId account : List.of(reader, owner)) {
      store.note(account, new DocAccess(ObjectIds.next(now), reader, user, owner, flow, source, now, now, 1));
    }
  }

  /** Newest first. */
  List<DocAccess> of(AccountId account, boolean alsoHidden) {
    return store.of(account, alsoHidden, MAX_LISTED);
  }

  @Transactional
  Result<List<DocAccess>, DocAccessRefusal> hideAccount(AccountId account, String other, boolean hidden) {
    return found(ObjectIds.valid(other)
        ? store.hideAccount(account, AccountId.of(other.toLowerCase(Locale.ROOT)), hidden) : List.of());
  }

  @Transactional
  Result<List<DocAccess>, DocAccessRefusal> hideFlow(AccountId account, String flow, boolean hidden) {
    return found(ObjectIds.valid(flow) ? store.hideFlow(account, FlowId.of(flow), null, hidden) : List.of());
  }

  @Transactional
  Result<List<DocAccess>, DocAccessRefusal> hideSource(
      AccountId account, String flow, String source, boolean hidden) {
    return found(ObjectIds.valid(flow) && ObjectIds.valid(source)
        ? store.hideFlow(account, FlowId.of(flow), EntityId.of(source), hidden) : List.of());
  }

  private static Result<List<DocAccess>, DocAccessRefusal> found(List<DocAccess> hidden) {
    return hidden.isEmpty() ? Result.refused(new DocAccessRefusal.Unknown()) : Result.done(hidden);
  }
}
