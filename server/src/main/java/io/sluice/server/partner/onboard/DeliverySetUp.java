package io.sluice.server.partner.onboard;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.Result;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.PartnerFlows;
import io.sluice.server.partner.invitation.Invitation;
import io.sluice.server.partner.invitation.Invitations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Buyer delivery set-up, whole: from a connection to leads that arrive (exchange 4.9). May be run again at any time, to the same end. */
@Component
public class DeliverySetUp {

  private final Connections connections;
  private final Invitations invitations;
  private final PartnerFlows flows;
  private final OnboardStore onboards;
  private final SetUpSteps steps;

  DeliverySetUp(Connections connections, Invitations invitations, PartnerFlows flows, OnboardStore onboards,
      SetUpSteps steps) {
    this.connections = connections;
    this.invitations = invitations;
    this.flows = flows;
    this.onboards = onboards;
    this.steps = steps;
  }

  /** For the buyer of the connection; named by itself, by its invitation, or by both. Answers the buyer's flow. */
  public Result<FlowId, OnboardRefusal> run(AccountId buyer, @Nullable ConnectionId connectionId,
      @Nullable InvitationId invitationId, @Nullable FlowId wanted) {
    return connection(buyer, connectionId, invitationId).then(connection -> run(connection, wanted));
  }

  /** As {@link #run(AccountId, ConnectionId, InvitationId, FlowId)} for a connection in hand. */
  Result<FlowId, OnboardRefusal> run(Connection connection, @Nullable FlowId wanted) {
    FlowId used = connection.deliveryFlow();
    if (used != null) {
      if (wanted != null && !wanted.equals(used)) {
        return Result.refused(new OnboardRefusal.OtherFlowUsed(used));
      }
      return ready(steps.finish(connection, used));
    }
    if (wanted != null && !flows.owns(connection.buyer(), wanted)) {
      return Result.refused(new OnboardRefusal.Unknown());
    }
    FlowId chosen = wanted == null ? flowOfOnboard(connection) : wanted;
    return ready(steps.prepareBuyer(connection, chosen))
        .then(flow -> ready(steps.pointSteps(connection, flow)))
        .then(flow -> ready(steps.finish(connection, flow)));
  }

  private @Nullable FlowId flowOfOnboard(Connection connection) {
    for (Onboard onboard : onboards.ofConnection(connection.buyer(), connection.id())) {
      FlowId flow = onboard.flowId();
      if (flow != null && flows.owns(connection.buyer(), flow)) {
        return flow;
      }
    }
    return null;
  }

  private Result<Connection, OnboardRefusal> connection(
      AccountId buyer, @Nullable ConnectionId connectionId, @Nullable InvitationId invitationId) {
    if (connectionId == null && invitationId == null) {
      return Result.refused(new OnboardRefusal.NothingNamed());
    }
    ConnectionId named = connectionId;
    if (invitationId != null) {
      Optional<Invitation> invitation = invitations.find(buyer, invitationId);
      if (invitation.isEmpty()) {
        return Result.refused(new OnboardRefusal.Unknown());
      }
      ConnectionId ofInvitation = invitation.get().connection();
      if (ofInvitation == null) {
        return Result.refused(new OnboardRefusal.NoConnection());
      }
      if (named != null && !named.equals(ofInvitation)) {
        return Result.refused(new OnboardRefusal.Inconsistent());
      }
      named = ofInvitation;
    }
    return Optional.ofNullable(named)
        .flatMap(id -> connections.find(buyer, id))
        .filter(connection -> connection.buyer().equals(buyer))
        .<Result<Connection, OnboardRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new OnboardRefusal.Unknown()));
  }

  private static Result<FlowId, OnboardRefusal> ready(PartnerFlows.Prepared prepared) {
    return switch (prepared) {
      case PartnerFlows.Prepared.Ready(FlowId flow) -> Result.done(flow);
      case PartnerFlows.Prepared.Impossible(String why) -> Result.refused(new OnboardRefusal.SetUpImpossible(why));
    };
  }
}
