package io.sluice.server.list.bulk;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class ListUploadStore {

  private final JdbcClient db;
  private final JsonMapper json;

  ListUploadStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  void insert(AccountId account, ListUpload upload) {
    db.sql("""
        INSERT INTO list_upload (account_id, id, list_id, state, rows_read, accepted, added, rejected, problems, reason,
          started_at, updated_at)
        VALUES (:account, :id, :list, :state, :rows, :accepted, :added, :rejected, :problems, :reason, :started, :updated)
        """)
        .param("account", account.value())
        .param("id", upload.id())
        .param("list", upload.list().value())
        .param("state", upload.state().word())
        .param("rows", upload.rowsRead())
        .param("accepted", upload.accepted())
        .param("added", upload.added())
        .param("rejected", upload.rejected())
        .param("problems", json.writeValueAsString(upload.problems()))
        .param("reason", upload.reason())
        .param("started", SqlTime.of(upload.startedAt()))
        .param("updated", SqlTime.of(upload.updatedAt()))
        .update();
  }

  void update(AccountId account, ListUpload upload) {
    db.sql("""
        UPDATE list_upload
           SET state = :state, rows_read = :rows, accepted = :accepted, added = :added, rejected = :rejected,
               problems = :problems, reason = :reason, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", upload.id())
        .param("state", upload.state().word())
        .param("rows", upload.rowsRead())
        .param("accepted", upload.accepted())
        .param("added", upload.added())
        .param("rejected", upload.rejected())
        .param("problems", json.writeValueAsString(upload.problems()))
        .param("reason", upload.reason())
        .param("updated", SqlTime.of(upload.updatedAt()))
        .update();
  }

  /** Newest first. */
  List<ListUpload> of(AccountId account, ListId list, int limit) {
    return db.sql("""
        SELECT * FROM list_upload WHERE account_id = :account AND list_id = :list ORDER BY id DESC LIMIT :limit
        """)
        .param("account", account.value()).param("list", list.value()).param("limit", limit)
        .query(this::read).list();
  }

  int countRunning(AccountId account, Instant heardSince) {
    return db.sql("""
        SELECT count(*) FROM list_upload
         WHERE account_id = :account AND state = 'running' AND updated_at > :since
        """)
        .param("account", account.value()).param("since", SqlTime.of(heardSince))
        .query(Integer.class).single();
  }

  private ListUpload read(ResultSet row, int index) throws SQLException {
    return new ListUpload(
        row.getString("id"),
        ListId.of(row.getString("list_id")),
        ListUpload.State.named(row.getString("state")),
        row.getLong("rows_read"),
        row.getLong("accepted"),
        row.getLong("added"),
        row.getLong("rejected"),
        json.readValue(row.getString("problems"), new TypeReference<List<ListUpload.BadRow>>() {}),
        row.getString("reason"),
        SqlTime.read(row, "started_at"),
        SqlTime.read(row, "updated_at"));
  }
}
