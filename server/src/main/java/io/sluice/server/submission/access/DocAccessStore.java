package io.sluice.server.submission.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DocAccessStore {

  /** Each has an index of its own. */
  private static final String ALL = """
      SELECT * FROM submission_doc_access WHERE account_id = :account
       ORDER BY last_accessed_at DESC, id DESC LIMIT :limit
      """;
  private static final String SHOWN = """
      SELECT * FROM submission_doc_access WHERE account_id = :account AND NOT hidden
       ORDER BY last_accessed_at DESC, id DESC LIMIT :limit
      """;

  private final JdbcClient db;

  DocAccessStore(JdbcClient db) {
    this.db = db;
  }

  /** Counts the access in the account's list; the first one makes its row. */
  void note(AccountId account, DocAccess access) {
    UserId user = access.user();
    db.sql("""
        INSERT INTO submission_doc_access AS known (account_id, id, accessor_account_id, accessor_user_id,
          owner_account_id, flow_id, source_id, created_at, last_accessed_at, access_count, hidden)
        VALUES (:account, :id, :accessor, :user, :owner, :flow, :source, :now, :now, 1, false)
        ON CONFLICT ON CONSTRAINT submission_doc_access_once DO UPDATE
          SET last_accessed_at = excluded.last_accessed_at, access_count = known.access_count + 1
        """)
        .param("account", account.value())
        .param("id", access.id())
        .param("accessor", access.accessor().value())
        .param("user", user == null ? "" : user.value())
        .param("owner", access.owner().value())
        .param("flow", access.flow().value())
        .param("source", access.source().value())
        .param("now", SqlTime.of(access.lastAccessedAt()))
        .update();
  }

  /** Newest first. */
  List<DocAccess> of(AccountId account, boolean alsoHidden, int limit) {
    return db.sql(alsoHidden ? ALL : SHOWN)
        .param("account", account.value()).param("limit", limit)
        .query(DocAccessStore::read).list();
  }

  /** @return those of the account's list that are about this other account, as reader or as owner */
  List<DocAccess> hideAccount(AccountId account, AccountId other, boolean hidden) {
    return db.sql("""
        UPDATE submission_doc_access SET hidden = :hidden
         WHERE account_id = :account AND :other IN (accessor_account_id, owner_account_id)
        RETURNING *
        """)
        .param("account", account.value()).param("other", other.value()).param("hidden", hidden)
        .query(DocAccessStore::read).list();
  }

  /** @param source null: all of the flow's */
  List<DocAccess> hideFlow(AccountId account, FlowId flow, @Nullable EntityId source, boolean hidden) {
    return db.sql("""
        UPDATE submission_doc_access SET hidden = :hidden
         WHERE account_id = :account AND flow_id = :flow AND (:source = '' OR source_id = :source)
        RETURNING *
        """)
        .param("account", account.value()).param("flow", flow.value())
        .param("source", source == null ? "" : source.value()).param("hidden", hidden)
        .query(DocAccessStore::read).list();
  }

  private static DocAccess read(ResultSet row, int index) throws SQLException {
    String user = row.getString("accessor_user_id");
    return new DocAccess(
        row.getString("id"),
        AccountId.of(row.getString("accessor_account_id")),
        user.isEmpty() ? null : UserId.of(user),
        AccountId.of(row.getString("owner_account_id")),
        FlowId.of(row.getString("flow_id")),
        EntityId.of(row.getString("source_id")),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "last_accessed_at"),
        row.getLong("access_count"));
  }
}
