package io.sluice.server.partner;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who trades with whom. */
@Component
public class Connections {

  private final ConnectionStore store;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  Connections(ConnectionStore store, ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.notices = notices;
    this.clock = clock;
  }

  public List<Connection> of(AccountId account) {
    return store.of(account);
  }

  /** A connection the account is one side of. */
  public Optional<Connection> find(AccountId account, ConnectionId id) {
    return store.find(account, id);
  }

  public Optional<Connection> between(AccountId buyer, AccountId seller) {
    return store.between(buyer, seller);
  }

  /** Connects the two, or finds them connected. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Connection connect(AccountId buyer, AccountId seller) {
    boolean fresh = store.insertIfNew(buyer, seller, ConnectionId.next(clock.instant()), clock.instant());
    Connection connection = store.between(buyer, seller).orElseThrow();
    if (fresh) {
      notices.publishEvent(new ConnectionMade(connection));
    }
    return connection;
  }

  /** The connection as it is now, held until the transaction ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Connection hold(AccountId buyer, ConnectionId id) {
    return store.lock(buyer, id);
  }

  /** The last thing a set-up writes. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void flagDeliverySetUp(AccountId buyer, ConnectionId id, FlowId flow) {
    store.flag(buyer, id, flow, clock.instant());
    notices.publishEvent(new DeliverySetUpDone(store.find(buyer, id).orElseThrow()));
  }
}
