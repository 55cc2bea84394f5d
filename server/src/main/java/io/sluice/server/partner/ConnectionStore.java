package io.sluice.server.partner;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ConnectionStore {

  private final JdbcClient db;

  ConnectionStore(JdbcClient db) {
    this.db = db;
  }

  List<Connection> of(AccountId account) {
    return db.sql("SELECT * FROM connection WHERE buyer_account_id = :account OR seller_account_id = :account ORDER BY id")
        .param("account", account.value())
        .query(ConnectionStore::read)
        .list();
  }

  Optional<Connection> find(AccountId account, ConnectionId id) {
    return db.sql("""
        SELECT * FROM connection
         WHERE id = :id AND (buyer_account_id = :account OR seller_account_id = :account)
        """)
        .param("account", account.value())
        .param("id", id.value())
        .query(ConnectionStore::read)
        .optional();
  }

  Optional<Connection> between(AccountId buyer, AccountId seller) {
    return db.sql("SELECT * FROM connection WHERE buyer_account_id = :buyer AND seller_account_id = :seller")
        .param("buyer", buyer.value())
        .param("seller", seller.value())
        .query(ConnectionStore::read)
        .optional();
  }

  /** False: they are connected already. */
  boolean insertIfNew(AccountId buyer, AccountId seller, ConnectionId id, Instant now) {
    return 1 == db.sql("""
        INSERT INTO connection (id, buyer_account_id, seller_account_id, created_at)
        VALUES (:id, :buyer, :seller, :now)
        ON CONFLICT (buyer_account_id, seller_account_id) DO NOTHING
        """)
        .param("id", id.value())
        .param("buyer", buyer.value())
        .param("seller", seller.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  /** Holds the connection until the transaction ends, so that two set-ups take turns. */
  Connection lock(AccountId buyer, ConnectionId id) {
    return db.sql("SELECT * FROM connection WHERE id = :id AND buyer_account_id = :buyer FOR UPDATE")
        .param("id", id.value())
        .param("buyer", buyer.value())
        .query(ConnectionStore::read)
        .single();
  }

  void flag(AccountId buyer, ConnectionId id, FlowId flow, Instant now) {
    db.sql("""
        UPDATE connection SET delivery_flow_id = :flow, delivery_set_up_at = :now
         WHERE id = :id AND buyer_account_id = :buyer
        """)
        .param("id", id.value())
        .param("buyer", buyer.value())
        .param("flow", flow.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  private static Connection read(ResultSet row, int index) throws SQLException {
    String flow = row.getString("delivery_flow_id");
    return new Connection(
        ConnectionId.of(row.getString("id")),
        AccountId.of(row.getString("buyer_account_id")),
        AccountId.of(row.getString("seller_account_id")),
        flow == null ? null : FlowId.of(flow),
        SqlTime.orNull(row, "delivery_set_up_at"),
        SqlTime.read(row, "created_at"));
  }
}
