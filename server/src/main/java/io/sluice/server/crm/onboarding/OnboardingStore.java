package io.sluice.server.crm.onboarding;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class OnboardingStore {

  record Signed(long term, Instant at) {}

  private final JdbcClient db;

  OnboardingStore(JdbcClient db) {
    this.db = db;
  }

  Optional<Instant> completedAt(AccountId account, UserId user) {
    return db.sql("SELECT completed_at FROM user_onboarding WHERE account_id = :account AND user_id = :user")
        .param("account", account.value())
        .param("user", user.value())
        .query((row, _) -> SqlTime.read(row, "completed_at"))
        .optional();
  }

  /** The first time stays. */
  void complete(AccountId account, UserId user, Instant now) {
    db.sql("""
        INSERT INTO user_onboarding (account_id, user_id, completed_at) VALUES (:account, :user, :now)
        ON CONFLICT ON CONSTRAINT user_onboarding_pk DO NOTHING
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  /** The newest of the terms she signed. */
  Optional<Signed> signed(AccountId account, UserId user) {
    return db.sql("""
        SELECT s.legal_term_id, s.signed_at FROM terms_signature s JOIN legal_term t ON t.id = s.legal_term_id
         WHERE s.account_id = :account AND s.user_id = :user ORDER BY t.major DESC, t.minor DESC LIMIT 1
        """)
        .param("account", account.value())
        .param("user", user.value())
        .query((row, _) -> new Signed(row.getLong("legal_term_id"), SqlTime.read(row, "signed_at")))
        .optional();
  }

  /** The first time stays. */
  void sign(AccountId account, UserId user, long term, Instant now) {
    db.sql("""
        INSERT INTO terms_signature (account_id, user_id, legal_term_id, signed_at) VALUES (:account, :user, :term, :now)
        ON CONFLICT ON CONSTRAINT terms_signature_pk DO NOTHING
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("term", term)
        .param("now", SqlTime.of(now))
        .update();
  }
}
