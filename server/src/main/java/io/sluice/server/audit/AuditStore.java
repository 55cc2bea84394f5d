package io.sluice.server.audit;

import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.AuditId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AuditStore {

  private final JdbcClient db;

  AuditStore(JdbcClient db) {
    this.db = db;
  }

  void insert(AccountId account, AuditLine line) {
    UserId user = line.user();
    db.sql("""
        INSERT INTO audit (account_id, id, type, target_id, action, user_id, address, detail, created_at)
        VALUES (:account, :id, :type, :target, :action, :user, :address, :detail, :created)
        """)
        .param("account", account.value())
        .param("id", line.id().value())
        .param("type", line.type())
        .param("target", line.targetId())
        .param("action", line.action().name().toLowerCase(Locale.ROOT))
        .param("user", user == null ? null : user.value())
        .param("address", line.address())
        .param("detail", line.detail())
        .param("created", SqlTime.of(line.createdAt()))
        .update();
  }

  List<AuditLine> newest(AccountId account, @Nullable String type, @Nullable AuditId before, int max) {
    return db.sql("""
        SELECT * FROM audit
         WHERE account_id = :account AND (:type::text IS NULL OR type = :type)
           AND (:before::text IS NULL OR id < :before)
         ORDER BY id DESC LIMIT :max
        """)
        .param("account", account.value())
        .param("type", type)
        .param("before", before == null ? null : before.value())
        .param("max", max)
        .query(AuditStore::read)
        .list();
  }

  private static AuditLine read(ResultSet row, int index) throws SQLException {
    String user = row.getString("user_id");
    return new AuditLine(
        AuditId.of(row.getString("id")),
        row.getString("type"),
        row.getString("target_id"),
        Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
        user == null ? null : UserId.of(user),
        row.getString("address"),
        row.getString("detail"),
        SqlTime.read(row, "created_at"));
  }
}
