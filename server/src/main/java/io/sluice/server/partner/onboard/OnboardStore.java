package io.sluice.server.partner.onboard;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.OnboardId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.partner.Onboard;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class OnboardStore {

  private final JdbcClient db;

  OnboardStore(JdbcClient db) {
    this.db = db;
  }

  /** False: the buyer has one for this invitation already. */
  boolean insertIfNew(AccountId buyer, OnboardId id, InvitationId invitation, ConnectionId connection, Instant now) {
    return 1 == db.sql("""
        INSERT INTO onboard (id, invitation_id, account_id, connection_id, status, created_at, updated_at)
        VALUES (:id, :invitation, :buyer, :connection, 'created', :now, :now)
        ON CONFLICT (invitation_id, account_id) DO NOTHING
        """)
        .param("id", id.value())
        .param("invitation", invitation.value())
        .param("buyer", buyer.value())
        .param("connection", connection.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  List<Onboard> of(AccountId buyer) {
    return db.sql("SELECT * FROM onboard WHERE account_id = :buyer ORDER BY id")
        .param("buyer", buyer.value())
        .query(OnboardStore::read)
        .list();
  }

  List<Onboard> ofConnection(AccountId buyer, ConnectionId connection) {
    return db.sql("SELECT * FROM onboard WHERE account_id = :buyer AND connection_id = :connection ORDER BY id")
        .param("buyer", buyer.value())
        .param("connection", connection.value())
        .query(OnboardStore::read)
        .list();
  }

  Optional<Onboard> find(AccountId buyer, OnboardId id) {
    return db.sql("SELECT * FROM onboard WHERE account_id = :buyer AND id = :id")
        .param("buyer", buyer.value())
        .param("id", id.value())
        .query(OnboardStore::read)
        .optional();
  }

  Optional<Onboard> byInvitation(AccountId buyer, InvitationId invitation) {
    return db.sql("SELECT * FROM onboard WHERE account_id = :buyer AND invitation_id = :invitation")
        .param("buyer", buyer.value())
        .param("invitation", invitation.value())
        .query(OnboardStore::read)
        .optional();
  }

  /** Nothing moves an onboard that another request has completed meanwhile. */
  boolean move(AccountId buyer, OnboardId id, String status, @Nullable FlowId flow, @Nullable String error, Instant now) {
    return 1 == db.sql("""
        UPDATE onboard SET status = :status, flow_id = :flow, error = :error, updated_at = :now
         WHERE account_id = :buyer AND id = :id AND status <> 'completed'
        """)
        .param("buyer", buyer.value())
        .param("id", id.value())
        .param("status", status)
        .param("flow", flow == null ? null : flow.value())
        .param("error", error)
        .param("now", SqlTime.of(now))
        .update();
  }

  private static Onboard read(ResultSet row, int index) throws SQLException {
    String flow = row.getString("flow_id");
    return new Onboard(
        OnboardId.of(row.getString("id")),
        InvitationId.of(row.getString("invitation_id")),
        AccountId.of(row.getString("account_id")),
        ConnectionId.of(row.getString("connection_id")),
        flow == null ? null : FlowId.of(flow),
        row.getString("status"),
        row.getString("error"),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }
}
