package io.sluice.server.webhook.message;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.OnboardId;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.ConnectionMade;
import io.sluice.server.partner.DeliverySetUpDone;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.OnboardMoved;
import io.sluice.server.partner.invitation.Invitation;
import io.sluice.server.partner.invitation.InvitationMoved;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells how partners come together, in the transaction in which they do: of invitations the inviter, of onboards the
 * buyer, of connections both.
 */
@Component
class PartnerMessages {

  /** An onboard's status is an open set of words; the others are ways of being in progress. */
  private static final Set<String> STATUSES =
      Set.of(Onboard.CREATED, Onboard.IN_PROGRESS, Onboard.COMPLETED, Onboard.FAILED);

  record InvitationData(
      InvitationId id,
      String role,
      String email,
      String state,
      EntityId entityId,
      @Nullable ConnectionId connectionId,
      @Nullable AccountId accountId,
      Instant expiresAt) {}

  record InvitationNews(InvitationData invitation) {}

  record OnboardData(
      OnboardId id,
      InvitationId invitationId,
      AccountId accountId,
      ConnectionId connectionId,
      @Nullable FlowId flowId,
      String status,
      @Nullable String error) {}

  record OnboardNews(OnboardData onboard) {}

  record ConnectionData(
      ConnectionId id,
      AccountId buyerAccountId,
      AccountId sellerAccountId,
      @Nullable FlowId deliveryFlowId,
      @Nullable Instant deliverySetUpAt) {}

  record ConnectionNews(ConnectionData connection) {}

  private final Messages messages;
  private final Clock clock;

  PartnerMessages(Messages messages, Clock clock) {
    this.messages = messages;
    this.clock = clock;
  }

  @EventListener
  void tell(InvitationMoved notice) {
    Invitation invitation = notice.invitation();
    Instant now = clock.instant();
    var data = new InvitationData(invitation.id(), invitation.role().name().toLowerCase(Locale.ROOT),
        invitation.email().value(), invitation.state(now).name().toLowerCase(Locale.ROOT), invitation.entity(),
        invitation.connection(), invitation.invitee(), invitation.expiresAt());
    tell(invitation.inviter(), "invitation." + notice.what().replace(' ', '_'), now, new InvitationNews(data));
  }

  @EventListener
  void tell(OnboardMoved notice) {
    Onboard onboard = notice.onboard();
    String status = STATUSES.contains(onboard.status()) ? onboard.status() : Onboard.IN_PROGRESS;
    var data = new OnboardData(onboard.id(), onboard.invitationId(), onboard.accountId(), onboard.connectionId(),
        onboard.flowId(), onboard.status(), onboard.error());
    tell(onboard.accountId(), "onboard." + status, onboard.updatedAt(), new OnboardNews(data));
  }

  @EventListener
  void tell(ConnectionMade notice) {
    tellBoth(notice.connection(), "connection.created", notice.connection().createdAt());
  }

  @EventListener
  void tell(DeliverySetUpDone notice) {
    tellBoth(notice.connection(), "connection.delivery_set_up", clock.instant());
  }

  private void tellBoth(Connection connection, String type, Instant at) {
    var news = new ConnectionNews(new ConnectionData(connection.id(), connection.buyer(), connection.seller(),
        connection.deliveryFlow(), connection.deliverySetUpAt()));
    tell(connection.buyer(), type, at, news);
    tell(connection.seller(), type, at, news);
  }

  private void tell(AccountId account, String type, Instant at, Object data) {
    messages.tell(account, List.of(new News(type, at, data)));
  }
}
