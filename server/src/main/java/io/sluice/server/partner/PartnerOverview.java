package io.sluice.server.partner;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Partners;
import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** An account's partners, connected and pending, as {@code GET /account} lists them. */
@Component
class PartnerOverview implements Partners {

  private final Connections connections;
  private final Accounts accounts;
  private final Entities entities;
  private final Clock clock;

  PartnerOverview(
      Connections connections, Accounts accounts, Entities entities, Clock clock) {
    this.connections = connections;
    this.accounts = accounts;
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  public Overview of(AccountId account) {
    List<Connected> buyers = new ArrayList<>();
    List<Connected> sellers = new ArrayList<>();
    for (Connection connection : connections.of(account)) {
      AccountId partner = connection.partnerOf(account);
      Connected connected = new Connected(partner, accounts.of(partner).name());
      (account.equals(connection.seller()) ? buyers : sellers).add(connected);
    }
    List<Pending> pendingSellers = new ArrayList<>();
    List<Pending> pendingBuyers = new ArrayList<>();
    Instant now = clock.instant();
    for (Entity entity : entities.pending(account)) {
      Pending pending =
          new Pending(entity.id().value(), entity.name(), entity.expired(now), entity.invitationExpiresAt());
      (entity.recipient() == null ? pendingSellers : pendingBuyers).add(pending);
    }
    return new Overview(buyers, sellers, pendingSellers, pendingBuyers);
  }
}
