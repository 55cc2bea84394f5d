package io.sluice.server.partner;

import io.sluice.server.entity.PartnerRelations;
import io.sluice.server.entity.Relation;
import io.sluice.server.kernel.AccountId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Connections as an account's entities see them. */
@Component
class Relations implements PartnerRelations {

  private final Connections connections;

  Relations(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Map<AccountId, Relation> of(AccountId account) {
    Map<AccountId, Relation> relations = new LinkedHashMap<>();
    for (Connection connection : connections.of(account)) {
      Relation relation = account.equals(connection.buyer()) ? Relation.SELLER : Relation.BUYER;
      relations.merge(connection.partnerOf(account), relation, Relation::and);
    }
    return relations;
  }
}
