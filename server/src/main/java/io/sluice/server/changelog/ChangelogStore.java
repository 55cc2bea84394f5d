package io.sluice.server.changelog;

import io.sluice.server.changelog.ChangelogJson.UserJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ChangelogId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class ChangelogStore {

  private final JdbcClient db;
  private final JsonMapper json;

  ChangelogStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  void insert(AccountId account, Changelog log) {
    UserJson author = log.author();
    db.sql("""
        INSERT INTO changelog (account_id, id, type, target_id, action, author_id, author_first_name,
                               author_last_name, author_email, current_revision, delta, created_at)
        VALUES (:account, :id, :type, :target, :action, :author, :first_name,
                :last_name, :email, :current, :delta, :created)
        """)
        .param("account", account.value())
        .param("id", log.id().value())
        .param("type", log.type())
        .param("target", log.targetId())
        .param("action", log.action())
        .param("author", author == null ? null : author.id().value())
        .param("first_name", author == null ? null : author.firstName())
        .param("last_name", author == null ? null : author.lastName())
        .param("email", author == null ? null : author.email())
        .param("current", json.writeValueAsString(log.currentRevision()))
        .param("delta", json.writeValueAsString(log.delta()))
        .param("created", SqlTime.of(log.createdAt()))
        .update();
  }

  List<Changelog> newest(AccountId account, int max) {
    return db.sql("SELECT * FROM changelog WHERE account_id = :account ORDER BY id DESC LIMIT :max")
        .param("account", account.value())
        .param("max", max)
        .query(this::read)
        .list();
  }

  List<Changelog> ofTarget(AccountId account, String type, String targetId, int max) {
    return db.sql("""
        SELECT * FROM changelog
         WHERE account_id = :account AND type = :type AND target_id = :target
         ORDER BY id DESC LIMIT :max
        """)
        .param("account", account.value())
        .param("type", type)
        .param("target", targetId)
        .param("max", max)
        .query(this::read)
        .list();
  }

  Optional<Changelog> find(AccountId account, ChangelogId id) {
    return db.sql("SELECT * FROM changelog WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  private Changelog read(ResultSet row, int index) throws SQLException {
    return new Changelog(
        ChangelogId.of(row.getString("id")),
        row.getString("type"),
        row.getString("target_id"),
        row.getString("action"),
        author(row),
        json.readValue(row.getString("current_revision"), ObjectNode.class),
        json.readValue(row.getString("delta"), ObjectNode.class),
        SqlTime.read(row, "created_at"));
  }

  private static @Nullable UserJson author(ResultSet row) throws SQLException {
    String id = row.getString("author_id");
    return id == null ? null : new UserJson(UserId.of(id), row.getString("author_first_name"),
        row.getString("author_last_name"), row.getString("author_email"));
  }
}
