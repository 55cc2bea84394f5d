package io.sluice.server.partner;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /connections} of the console contract. */
@ConsoleApi
class ConnectionApi {

  record PartnerJson(AccountId accountId, String name) {}

  record ConnectionJson(
      ConnectionId id, PartnerJson buyer, PartnerJson seller, @Nullable Instant deliverySetUpAt, Instant createdAt) {}

  private final Connections connections;
  private final Accounts accounts;

  ConnectionApi(Connections connections, Accounts accounts) {
    this.connections = connections;
    this.accounts = accounts;
  }

  @GetMapping("/connections")
  Answer<List<ConnectionJson>> list(Member caller) {
    return Answer.ok(connections.of(caller.account()).stream().map(this::json).toList());
  }

  private ConnectionJson json(Connection connection) {
    return new ConnectionJson(connection.id(), partner(connection.buyer()), partner(connection.seller()),
        connection.deliverySetUpAt(), connection.createdAt());
  }

  private PartnerJson partner(AccountId account) {
    return new PartnerJson(account, accounts.of(account).name());
  }
}
