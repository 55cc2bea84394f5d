package io.sluice.server.audit;

import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.AuditId;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adding lines and reading them; there is no third. */
@Component
public class Audit {

  private static final int DETAIL_MAX_CHARS = 300;

  private final AuditStore store;
  private final Clock clock;

  Audit(AuditStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Within the caller's transaction where it has one: what is undone was not done. */
  @Transactional
  public void record(
      AccountId account, @Nullable UserId by, Action action, String type, String targetId, String detail) {
    record(account, by, null, action, type, targetId, detail);
  }

  /** As above, from a known address. */
  @Transactional
  public void record(AccountId account, @Nullable UserId by, @Nullable String address, Action action, String type,
      String targetId, String detail) {
    Instant now = clock.instant();
    String text = detail.length() > DETAIL_MAX_CHARS ? detail.substring(0, DETAIL_MAX_CHARS) : detail;
    store.insert(account, new AuditLine(AuditId.next(now), type, targetId, action, by, address, text, now));
  }

  /** Newest first. */
  public List<AuditLine> of(AccountId account, @Nullable String type, @Nullable AuditId before, int max) {
    return store.newest(account, type, before, max);
  }
}
