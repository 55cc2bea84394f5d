package io.sluice.server.crm.loop.rule;

import io.sluice.server.crm.loop.rule.LeadFeedback.State;
import io.sluice.server.feedback.FeedbackKind;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadFeedbackStore {

  private final JdbcClient db;

  LeadFeedbackStore(JdbcClient db) {
    this.db = db;
  }

  List<LeadFeedback> of(AccountId account, long lead) {
    return db.sql("SELECT * FROM crm_lead_feedback WHERE account_id = :account AND lead_id = :lead ORDER BY id")
        .param("account", account.value()).param("lead", lead)
        .query(LeadFeedbackStore::read).list();
  }

  /** The number of it; empty when the lead has said this, or is about to. */
  Optional<Long> insertUnlessSaid(
      AccountId account, CompanyId company, long lead, FeedbackRule rule, String reason, EventId delivery, Instant now) {
    return db.sql("""
        INSERT INTO crm_lead_feedback (account_id, lead_id, id, company_id, stage_id, kind, reason, state,
                                       delivery_event_id, created_at, due_at)
        VALUES (:account, :lead, nextval('crm_lead_feedback_number'), :company, :stage, :kind, :reason, 'waiting',
                :delivery, :now, :due)
        ON CONFLICT (account_id, lead_id, kind) WHERE state IN ('waiting', 'sending', 'sent') DO NOTHING
        RETURNING id
        """)
        .param("account", account.value()).param("lead", lead).param("company", company.value())
        .param("stage", rule.stageId()).param("kind", rule.kind().word()).param("reason", reason)
        .param("delivery", delivery.value()).param("now", SqlTime.of(now))
        .param("due", SqlTime.of(now.plus(rule.grace())))
        .query(Long.class).optional();
  }

  /** What was set off by another stage than the one the lead is in. */
  void cancelOthers(AccountId account, long lead, long stage, Instant now) {
    db.sql("""
        UPDATE crm_lead_feedback SET state = 'canceled', ended_at = :now
         WHERE account_id = :account AND lead_id = :lead AND state = 'waiting' AND stage_id <> :stage
        """)
        .param("account", account.value()).param("lead", lead).param("stage", stage).param("now", SqlTime.of(now))
        .update();
  }

  /** What was set off by a rule that the company does not have any more. */
  void cancelWithoutRule(AccountId account, CompanyId company, Instant now) {
    db.sql("""
        UPDATE crm_lead_feedback f SET state = 'canceled', ended_at = :now
         WHERE f.account_id = :account AND f.company_id = :company AND f.state = 'waiting'
           AND NOT EXISTS (SELECT 1 FROM crm_feedback_rule r
                            WHERE r.account_id = f.account_id AND r.company_id = f.company_id
                              AND r.stage_id = f.stage_id AND r.kind = f.kind)
        """)
        .param("account", account.value()).param("company", company.value()).param("now", SqlTime.of(now))
        .update();
  }

  /** From here on it cannot be taken back. Begun again, it has the event it had. Empty when it was, or has ended. */
  Optional<LeadFeedback> begin(AccountId account, long lead, long id, EventId event) {
    return db.sql("""
        UPDATE crm_lead_feedback SET state = 'sending', event_id = coalesce(event_id, :event)
         WHERE account_id = :account AND lead_id = :lead AND id = :id AND state IN ('waiting', 'sending')
        RETURNING *
        """)
        .param("account", account.value()).param("lead", lead).param("id", id).param("event", event.value())
        .query(LeadFeedbackStore::read).optional();
  }

  void end(AccountId account, long lead, long id, State state, String outcome, @Nullable String reason, Instant now) {
    db.sql("""
        UPDATE crm_lead_feedback SET state = :state, outcome = :outcome, outcome_reason = :reason, ended_at = :now
         WHERE account_id = :account AND lead_id = :lead AND id = :id AND state IN ('waiting', 'sending')
        """)
        .param("account", account.value()).param("lead", lead).param("id", id).param("state", state.word())
        .param("outcome", outcome).param("reason", reason).param("now", SqlTime.of(now))
        .update();
  }

  private static LeadFeedback read(ResultSet row, int index) throws SQLException {
    String event = row.getString("event_id");
    return new LeadFeedback(row.getLong("lead_id"), row.getLong("id"), row.getLong("stage_id"),
        FeedbackKind.of(row.getString("kind")).orElseThrow(), row.getString("reason"), State.of(row.getString("state")),
        EventId.of(row.getString("delivery_event_id")), event == null ? null : EventId.of(event),
        row.getString("outcome"), row.getString("outcome_reason"), SqlTime.read(row, "created_at"),
        SqlTime.read(row, "due_at"), SqlTime.orNull(row, "ended_at"));
  }
}
