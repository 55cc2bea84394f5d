package io.sluice.server.partner;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.OnboardId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's way from acceptance to a connection that delivers (exchange 4.8). The status is an open text; the four words
 * below are those that mean something to us. {@code error}: why the last set-up failed.
 */
public record Onboard(
    OnboardId id,
    InvitationId invitationId,
    AccountId accountId,
    ConnectionId connectionId,
    @Nullable FlowId flowId,
    String status,
    @Nullable String error,
    Instant createdAt,
    Instant updatedAt) {

  public static final String CREATED = "created";
  public static final String IN_PROGRESS = "in_progress";
  public static final String COMPLETED = "completed";
  public static final String FAILED = "failed";

  public boolean completed() {
    return status.equals(COMPLETED);
  }
}
