package io.sluice.server.partner.onboard;

import io.sluice.server.account.Accounts;
import io.sluice.server.entity.Entities;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.PartnerFlows;
import io.sluice.server.partner.mail.PartnerMails;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The three transactions of a set-up (exchange 4.9, rule 10). Each holds the connection, so that two runs take turns, and
 * looks before it writes, so that a run that died between two of them can be repeated. The flag goes last, with the mails
 * in the same transaction: mails go out once or not at all.
 */
@Component
class SetUpSteps {

  private final Connections connections;
  private final Accounts accounts;
  private final PartnerFlows flows;
  private final PartnerMails mails;
  private final OnboardStore onboards;
  private final OnboardMoves moves;

  SetUpSteps(Connections connections, Accounts accounts, PartnerFlows flows, PartnerMails mails, OnboardStore onboards,
      OnboardMoves moves) {
    this.connections = connections;
    this.accounts = accounts;
    this.flows = flows;
    this.mails = mails;
    this.onboards = onboards;
    this.moves = moves;
  }

  /** The buyer's side: rules 5 to 7 and 9. */
  @Transactional
  public PartnerFlows.Prepared prepareBuyer(Connection connection, @Nullable FlowId wanted) {
    FlowId used = connections.hold(connection.buyer(), connection.id()).deliveryFlow();
    if (used != null) {
      return wanted == null || wanted.equals(used) ? new PartnerFlows.Prepared.Ready(used) : usedAnother(used);
    }
    return flows.prepareBuyer(connection.buyer(), wanted,
        Entities.standingFor(accounts.of(connection.seller())).summary(),
        flows.fieldsSharedWith(connection.seller(), entityOfBuyer(connection)));
  }

  /** The seller's side: rules 3, 4, 8 and 9. */
  @Transactional
  public PartnerFlows.Prepared pointSteps(Connection connection, FlowId buyerFlow) {
    FlowId used = connections.hold(connection.buyer(), connection.id()).deliveryFlow();
    return used == null || used.equals(buyerFlow)
        ? flows.pointSteps(connection.seller(), entityOfBuyer(connection), buyerFlow) : usedAnother(used);
  }

  /** Rules 10 and 11. Of two runs that get this far the second finds the flag, and has to have used the same flow. */
  @Transactional
  public PartnerFlows.Prepared finish(Connection connection, FlowId buyerFlow) {
    Connection held = connections.hold(connection.buyer(), connection.id());
    FlowId used = held.deliveryFlow();
    if (used != null && !used.equals(buyerFlow)) {
      return usedAnother(used);
    }
    if (used == null) {
      // Another run with another flow may have been at the steps since this one was; what is flagged must be what they say.
      flows.pointSteps(connection.seller(), entityOfBuyer(connection), buyerFlow);
      connections.flagDeliverySetUp(connection.buyer(), connection.id(), buyerFlow);
      mails.deliverySetUp(connection.seller(), accounts.of(connection.buyer()).name());
    }
    for (Onboard onboard : onboards.ofConnection(connection.buyer(), connection.id())) {
      if (!onboard.completed()) {
        moves.move(connection.buyer(), onboard.id(), Onboard.COMPLETED, buyerFlow, null);
      }
    }
    return new PartnerFlows.Prepared.Ready(buyerFlow);
  }

  private static PartnerFlows.Prepared usedAnother(FlowId used) {
    return new PartnerFlows.Prepared.Impossible("delivery was set up meanwhile, with flow " + used);
  }

  private static EntityId entityOfBuyer(Connection connection) {
    return EntityId.of(connection.buyer().value());
  }
}
