package io.sluice.server.partner;

import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What partners ask of the flows. Every change is made within the caller's transaction, to the saved and to the deployed
 * version alike, and leaves a changelog entry with the system as author.
 */
public interface PartnerFlows {

  /** The partner came: its account entity takes the pending one's place in sources and steps; sources are enabled, steps stay as they are (exchange 4.5). */
  void replacePending(AccountId inviter, EntityId pending, Entity.Summary partner);

  /** The partner will not come: out of sources and steps. Answers what {@link #restorePending} needs to undo it. */
  String removePending(AccountId inviter, EntityId pending);

  void restorePending(AccountId inviter, String removed);

  boolean owns(AccountId account, FlowId flow);

  /** The account's minimal flow (exchange 4.7), if it has one yet. */
  Optional<FlowId> minimalFlow(AccountId account);

  /** Gives the account its minimal flow, if it has none, and makes this address its one destination. */
  FlowId deliverTo(AccountId account, URI url, String method);

  /** What became of a side of the set-up. */
  sealed interface Prepared {
    record Ready(FlowId flow) implements Prepared {}

    /** A flow cannot be deployed as it is; the sentence says why. */
    record Impossible(String why) implements Prepared {}
  }

  /** Exchange 4.9, rules 5 to 7 and 9: the buyer's flow (the wanted one, else the minimal one) takes the seller as a source and the fields its steps share. */
  Prepared prepareBuyer(AccountId buyer, @Nullable FlowId wanted, Entity.Summary seller, List<String> sharedFields);

  /** Exchange 4.9, rule 3: the fields shared by all of the seller's steps that deliver to this buyer. */
  List<String> fieldsSharedWith(AccountId seller, EntityId buyer);

  /** Exchange 4.9, rules 3, 8 and 9: all of the seller's steps that deliver to this buyer get its flow's id. */
  Prepared pointSteps(AccountId seller, EntityId buyer, FlowId buyerFlow);
}
