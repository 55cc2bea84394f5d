package io.sluice.server.partner.onboard;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.OnboardId;
import io.sluice.server.kernel.Result;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.Onboarding;
import io.sluice.server.partner.PartnerFlows;
import io.sluice.server.partner.invitation.Invitation;
import io.sluice.server.partner.invitation.Invitations;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A buyer's onboards (exchange 4.8). */
@Component
public class Onboards implements Onboarding {

  private static final Logger LOG = LoggerFactory.getLogger(Onboards.class);

  /** A name the contract's page of {@code /onboard/buyer} uses for the same thing. */
  private static final String COMPLETED_TOO = "completed_flows_sync";
  private static final Set<String> OURS = Set.of(Onboard.CREATED, Onboard.IN_PROGRESS, Onboard.COMPLETED, Onboard.FAILED);

  private final OnboardStore store;
  private final Invitations invitations;
  private final Connections connections;
  private final PartnerFlows flows;
  private final DeliverySetUp setUp;
  private final OnboardMoves moves;

  Onboards(OnboardStore store, Invitations invitations, Connections connections, PartnerFlows flows,
      DeliverySetUp setUp, OnboardMoves moves) {
    this.store = store;
    this.invitations = invitations;
    this.connections = connections;
    this.flows = flows;
    this.setUp = setUp;
    this.moves = moves;
  }

  /** An onboard, and whether this call made it. */
  public record Started(Onboard onboard, boolean fresh) {}

  /** What {@code PUT /onboards/{id}} may carry; absent: not sent. */
  public record Wanted(
      InvitationId invitation,
      @Nullable AccountId account,
      @Nullable ConnectionId connection,
      @Nullable FlowId flow,
      @Nullable String status) {}

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Onboard begin(AccountId buyer, InvitationId invitation, ConnectionId connection) {
    moves.begin(buyer, invitation, connection);
    return store.byInvitation(buyer, invitation).orElseThrow();
  }

  @Override
  public Optional<Onboard> of(AccountId buyer, InvitationId invitation) {
    return store.byInvitation(buyer, invitation);
  }

  public List<Onboard> of(AccountId account) {
    return store.of(account);
  }

  public Result<Onboard, OnboardRefusal> find(AccountId buyer, String id) {
    return (ObjectIds.valid(id) ? store.find(buyer, OnboardId.of(id)) : Optional.<Onboard>empty())
        .<Result<Onboard, OnboardRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new OnboardRefusal.Unknown()));
  }

  /** One onboard per invitation and account: a second call finds the first's. */
  @Transactional
  public Result<Started, OnboardRefusal> start(AccountId caller, InvitationId invitationId, @Nullable FlowId flow) {
    Optional<Invitation> invitation = invitations.find(caller, invitationId);
    if (invitation.isEmpty()) {
      return Result.refused(new OnboardRefusal.Unknown());
    }
    ConnectionId connectionId = invitation.get().connection();
    if (connectionId == null) {
      return Result.refused(new OnboardRefusal.NoConnection());
    }
    Connection connection = connections.find(caller, connectionId).orElseThrow();
    if (!connection.buyer().equals(caller) || (flow != null && !flows.owns(caller, flow))) {
      return Result.refused(new OnboardRefusal.Unknown());
    }
    boolean fresh = moves.begin(caller, invitationId, connectionId);
    Onboard onboard = store.byInvitation(caller, invitationId).orElseThrow();
    if (flow != null && onboard.flowId() == null && !onboard.completed()) {
      onboard = moves.move(caller, onboard.id(), onboard.status(), flow, onboard.error());
    }
    return Result.done(new Started(onboard, fresh));
  }

  /**
   * Moves an onboard on. {@code completed} runs the set-up; if that does not come through, the onboard is {@code failed}
   * with its cause, and may be completed again.
   */
  public Result<Onboard, OnboardRefusal> change(AccountId buyer, String id, Wanted wanted) {
    return find(buyer, id).then(onboard -> checked(onboard, wanted)).then(onboard -> {
      String to = target(onboard, wanted);
      if (onboard.completed()) {
        return completedAlready(onboard, wanted.flow());
      }
      FlowId flow = wanted.flow() == null ? onboard.flowId() : wanted.flow();
      if (to.equals(onboard.status()) && Objects.equals(flow, onboard.flowId())) {
        return Result.done(onboard);
      }
      return to.equals(Onboard.COMPLETED) ? Result.done(complete(onboard, flow)) : Result.done(moved(onboard, to, flow, null));
    });
  }

  /** The buyer says where leads go: its minimal flow delivers to this address, and the onboard is in progress with it. An onboard with a flow of the buyer's own is told there. */
  @Transactional
  public Result<Onboard, OnboardRefusal> deliverTo(AccountId buyer, String id, URI url, String method) {
    return find(buyer, id).then(onboard -> {
      FlowId used = onboard.flowId();
      if (used != null && flows.minimalFlow(buyer).filter(used::equals).isEmpty()) {
        return Result.refused(new OnboardRefusal.OtherFlowUsed(used));
      }
      FlowId flow = flows.deliverTo(buyer, url, method);
      return Result.done(onboard.completed() ? onboard : moved(onboard, Onboard.IN_PROGRESS, flow, null));
    });
  }

  private Result<Onboard, OnboardRefusal> checked(Onboard onboard, Wanted wanted) {
    if (!wanted.invitation().equals(onboard.invitationId())) {
      return Result.refused(new OnboardRefusal.Fixed("invitation_id"));
    }
    if (wanted.account() != null && !wanted.account().equals(onboard.accountId())) {
      return Result.refused(new OnboardRefusal.Fixed("account_id"));
    }
    if (wanted.connection() != null && !wanted.connection().equals(onboard.connectionId())) {
      return Result.refused(new OnboardRefusal.Fixed("connection_id"));
    }
    if (wanted.flow() != null && !flows.owns(onboard.accountId(), wanted.flow())) {
      return Result.refused(new OnboardRefusal.Unknown());
    }
    String to = target(onboard, wanted);
    if (!mayMove(onboard.status(), to)) {
      return Result.refused(new OnboardRefusal.BadMove(onboard.status(), to));
    }
    return Result.done(onboard);
  }

  private static String target(Onboard onboard, Wanted wanted) {
    String status = wanted.status();
    if (status == null) {
      return onboard.status();
    }
    return status.equals(COMPLETED_TOO) ? Onboard.COMPLETED : status;
  }

  /** Statuses are an open set: a word that is not ours is kept like {@code in_progress} and means nothing to us. */
  private static boolean mayMove(String from, String to) {
    if (from.equals(to)) {
      return true;
    }
    boolean open = !from.equals(Onboard.COMPLETED);
    return open && (to.equals(Onboard.IN_PROGRESS) || to.equals(Onboard.COMPLETED) || !OURS.contains(to));
  }

  private Result<Onboard, OnboardRefusal> completedAlready(Onboard onboard, @Nullable FlowId wanted) {
    FlowId used = onboard.flowId();
    if (wanted != null && used != null && !wanted.equals(used)) {
      return Result.refused(new OnboardRefusal.OtherFlowUsed(used));
    }
    return Result.done(onboard);
  }

  private Onboard complete(Onboard onboard, @Nullable FlowId flow) {
    AccountId buyer = onboard.accountId();
    Connection connection = connections.find(buyer, onboard.connectionId()).orElseThrow();
    FlowId wanted = connection.deliverySetUp() ? null : flow;
    try {
      return switch (setUp.run(connection, wanted)) {
        case Result.Done<FlowId, OnboardRefusal> done -> store.find(buyer, onboard.id()).orElseThrow();
        case Result.Refused<FlowId, OnboardRefusal>(OnboardRefusal why) ->
            moved(onboard, Onboard.FAILED, flow, why.problem().inOneLine());
      };
    } catch (RuntimeException e) {
      LOG.error("Buyer delivery set-up of onboard {} failed; it may be completed again", onboard.id(), e);
      return moved(onboard, Onboard.FAILED, flow, "the set-up could not be finished; complete the onboard again");
    }
  }

  private Onboard moved(Onboard onboard, String status, @Nullable FlowId flow, @Nullable String error) {
    return moves.move(onboard.accountId(), onboard.id(), status, flow, error);
  }
}
