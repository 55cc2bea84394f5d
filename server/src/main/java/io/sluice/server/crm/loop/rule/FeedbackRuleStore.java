package io.sluice.server.crm.loop.rule;

import io.sluice.server.feedback.FeedbackKind;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class FeedbackRuleStore {

  private final JdbcClient db;

  FeedbackRuleStore(JdbcClient db) {
    this.db = db;
  }

  List<FeedbackRule> of(AccountId account, CompanyId company) {
    return db.sql("SELECT * FROM crm_feedback_rule WHERE account_id = :account AND company_id = :company")
        .param("account", account.value()).param("company", company.value())
        .query(FeedbackRuleStore::read).list();
  }

  Optional<FeedbackRule> find(AccountId account, CompanyId company, long stage) {
    return db.sql("""
        SELECT * FROM crm_feedback_rule
         WHERE account_id = :account AND company_id = :company AND stage_id = :stage
        """)
        .param("account", account.value()).param("company", company.value()).param("stage", stage)
        .query(FeedbackRuleStore::read).optional();
  }

  void deleteAll(AccountId account, CompanyId company) {
    db.sql("DELETE FROM crm_feedback_rule WHERE account_id = :account AND company_id = :company")
        .param("account", account.value()).param("company", company.value())
        .update();
  }

  void insert(AccountId account, CompanyId company, FeedbackRule rule, Instant now) {
    db.sql("""
        INSERT INTO crm_feedback_rule (account_id, company_id, stage_id, kind, reason, grace_seconds, created_at)
        VALUES (:account, :company, :stage, :kind, :reason, :grace, :now)
        """)
        .param("account", account.value()).param("company", company.value()).param("stage", rule.stageId())
        .param("kind", rule.kind().word()).param("reason", rule.reason().isEmpty() ? null : rule.reason())
        .param("grace", Math.toIntExact(rule.grace().toSeconds())).param("now", SqlTime.of(now))
        .update();
  }

  private static FeedbackRule read(ResultSet row, int index) throws SQLException {
    String reason = row.getString("reason");
    return new FeedbackRule(row.getLong("stage_id"), FeedbackKind.of(row.getString("kind")).orElseThrow(),
        reason == null ? "" : reason, Duration.ofSeconds(row.getInt("grace_seconds")));
  }
}
