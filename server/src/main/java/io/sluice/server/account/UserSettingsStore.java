package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class UserSettingsStore {

  private final JdbcClient db;

  UserSettingsStore(JdbcClient db) {
    this.db = db;
  }

  Optional<UserSettings> find(AccountId account, UserId user) {
    return db.sql("""
        SELECT s.* FROM user_settings s JOIN account_user u ON u.id = s.user_id
         WHERE u.account_id = :account AND s.user_id = :user
        """)
        .param("account", account.value())
        .param("user", user.value())
        .query((row, index) -> new UserSettings(user,
            new UserSettings.Notification(row.getBoolean("submission_doc_updates_enabled"),
                SqlTime.orNull(row, "submission_doc_updates_unsubscribed_at")),
            new UserSettings.Notification(row.getBoolean("connection_invites_enabled"),
                SqlTime.orNull(row, "connection_invites_unsubscribed_at"))))
        .optional();
  }

  void save(AccountId account, UserSettings settings, Instant now) {
    db.sql("""
        INSERT INTO user_settings (user_id, submission_doc_updates_enabled, submission_doc_updates_unsubscribed_at,
                                   connection_invites_enabled, connection_invites_unsubscribed_at, created_at, updated_at)
        SELECT id, :docs, :docs_off, :invites, :invites_off, :now, :now
          FROM account_user WHERE account_id = :account AND id = :user
        ON CONFLICT (user_id) DO UPDATE
           SET submission_doc_updates_enabled = EXCLUDED.submission_doc_updates_enabled,
               submission_doc_updates_unsubscribed_at = EXCLUDED.submission_doc_updates_unsubscribed_at,
               connection_invites_enabled = EXCLUDED.connection_invites_enabled,
               connection_invites_unsubscribed_at = EXCLUDED.connection_invites_unsubscribed_at,
               updated_at = EXCLUDED.updated_at
        """)
        .param("account", account.value())
        .param("user", settings.user().value())
        .param("docs", settings.submissionDocUpdates().enabled())
        .param("docs_off", SqlTime.of(settings.submissionDocUpdates().unsubscribedAt()))
        .param("invites", settings.connectionInvites().enabled())
        .param("invites_off", SqlTime.of(settings.connectionInvites().unsubscribedAt()))
        .param("now", SqlTime.of(now))
        .update();
  }
}
