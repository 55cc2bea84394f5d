package io.sluice.server.crm.lead.move;

import io.sluice.server.crm.lead.LeadMoved;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadMoveStore {

  private final JdbcClient db;

  LeadMoveStore(JdbcClient db) {
    this.db = db;
  }

  void insert(AccountId account, LeadMoved moved) {
    db.sql("""
        INSERT INTO crm_lead_move (account_id, lead_id, id, from_stage_id, to_stage_id, reason, moved_by, moved_at)
        VALUES (:account, :lead, nextval('crm_lead_part_number'), :from, :to, :reason, :by, :at)
        """)
        .param("account", account.value()).param("lead", moved.lead()).param("from", moved.from())
        .param("to", moved.to()).param("reason", moved.reason())
        .param("by", moved.by() == null ? null : moved.by().value()).param("at", SqlTime.of(moved.at()))
        .update();
  }

  /** The oldest first. */
  List<LeadMove> of(AccountId account, long lead) {
    return db.sql("""
        SELECT m.*, u.number, u.first_name, u.last_name
          FROM crm_lead_move m LEFT JOIN account_user u ON u.id = m.moved_by
         WHERE m.account_id = :account AND m.lead_id = :lead ORDER BY m.id
        """)
        .param("account", account.value()).param("lead", lead)
        .query((row, _) -> new LeadMove(row.getLong("from_stage_id"), row.getLong("to_stage_id"),
            row.getString("reason"), mover(row), SqlTime.read(row, "moved_at")))
        .list();
  }

  /** Who made the lead. */
  Optional<LeadMove.Mover> maker(AccountId account, long lead) {
    return db.sql("""
        SELECT u.number, u.first_name, u.last_name
          FROM crm_lead l JOIN account_user u ON u.id = l.created_by WHERE l.account_id = :account AND l.id = :lead
        """)
        .param("account", account.value()).param("lead", lead)
        .query((row, _) -> Objects.requireNonNull(mover(row))).optional();
  }

  private static LeadMove.@Nullable Mover mover(ResultSet row) throws SQLException {
    String firstName = row.getString("first_name");
    return firstName == null ? null
        : new LeadMove.Mover(row.getLong("number"), (firstName + " " + row.getString("last_name")).strip());
  }
}
