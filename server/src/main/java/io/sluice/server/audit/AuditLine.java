package io.sluice.server.audit;

import io.sluice.server.kernel.AuditId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done.
 *
 * @param type of what it was done to, such as {@code api_key}
 * @param user absent: a key of the account's own, the system, or somebody who did not prove who they are
 * @param address from where, for sessions
 * @param detail what a person would ask next, such as a key's name
 */
public record AuditLine(
    AuditId id,
    String type,
    String targetId,
    Action action,
    @Nullable UserId user,
    @Nullable String address,
    String detail,
    Instant createdAt) {

  /** {@code REFUSE}: tried, and not let. Of a session, {@code CREATE} is signing in, {@code DELETE} signing out. */
  public enum Action { CREATE, UPDATE, DELETE, REFUSE }
}
