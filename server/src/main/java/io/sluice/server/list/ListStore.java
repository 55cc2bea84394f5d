package io.sluice.server.list;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ListStore {

  private final JdbcClient db;

  ListStore(JdbcClient db) {
    this.db = db;
  }

  /** What no list keeps any more. @param deleted whether it is the whole list that goes */
  record Outdated(AccountId account, ListId list, boolean deleted, int retentionDays) {}

  /** False when another list has the name. */
  boolean insert(AccountId account, NamedList list) {
    return db.sql("""
        INSERT INTO list (account_id, id, name, url_name, hashed, retention_days, created_at, updated_at)
        VALUES (:account, :id, :name, :urlName, :hashed, :retention, :created, :updated)
        ON CONFLICT (account_id, url_name) WHERE deleted_at IS NULL DO NOTHING
        """)
        .param("account", account.value())
        .param("id", list.id().value())
        .param("name", list.name())
        .param("urlName", list.urlName())
        .param("hashed", list.hashed())
        .param("retention", list.retentionDays())
        .param("created", SqlTime.of(list.createdAt()))
        .param("updated", SqlTime.of(list.updatedAt()))
        .update() == 1;
  }

  void update(AccountId account, NamedList list) {
    db.sql("""
        UPDATE list SET name = :name, retention_days = :retention, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", list.id().value())
        .param("name", list.name())
        .param("retention", list.retentionDays())
        .param("updated", SqlTime.of(list.updatedAt()))
        .update();
  }

  /** Its values go later, a portion at a time. False when it is gone already. */
  boolean markDeleted(AccountId account, ListId id, Instant now) {
    return db.sql("""
        UPDATE list SET deleted_at = :now WHERE account_id = :account AND id = :id AND deleted_at IS NULL
        """)
        .param("account", account.value()).param("id", id.value()).param("now", SqlTime.of(now)).update() == 1;
  }

  List<NamedList> of(AccountId account) {
    return db.sql("SELECT * FROM list WHERE account_id = :account AND deleted_at IS NULL ORDER BY id")
        .param("account", account.value()).query(ListStore::read).list();
  }

  Optional<NamedList> find(AccountId account, ListId id) {
    return db.sql("SELECT * FROM list WHERE account_id = :account AND id = :id AND deleted_at IS NULL")
        .param("account", account.value()).param("id", id.value()).query(ListStore::read).optional();
  }

  /** How many values each of the account's lists has; one without any is left out. */
  Map<ListId, Long> sizes(AccountId account) {
    Map<ListId, Long> sizes = new HashMap<>();
    db.sql("SELECT list_id, count(*) AS size FROM list_item WHERE account_id = :account GROUP BY list_id")
        .param("account", account.value())
        .query(row -> {
          sizes.put(ListId.of(row.getString("list_id")), row.getLong("size"));
        });
    return sizes;
  }

  long size(AccountId account, ListId id) {
    return db.sql("SELECT count(*) FROM list_item WHERE account_id = :account AND list_id = :id")
        .param("account", account.value()).param("id", id.value()).query(Long.class).single();
  }

  @WithoutAccount("what is outdated is deleted for every account")
  List<Outdated> outdated() {
    return db.sql("SELECT * FROM list WHERE deleted_at IS NOT NULL OR retention_days IS NOT NULL")
        .query((row, _) -> new Outdated(AccountId.of(row.getString("account_id")), ListId.of(row.getString("id")),
            row.getTimestamp("deleted_at") != null, row.getInt("retention_days")))
        .list();
  }

  /** The last traces of a list that was deleted before a time, once it has no values. */
  void forget(AccountId account, ListId id, Instant before) {
    db.sql("DELETE FROM list_upload WHERE account_id = :account AND list_id = :id")
        .param("account", account.value()).param("id", id.value()).update();
    db.sql("""
        DELETE FROM list
         WHERE account_id = :account AND id = :id AND deleted_at < :before
           AND NOT EXISTS (SELECT FROM list_item WHERE account_id = :account AND list_id = :id)
        """)
        .param("account", account.value()).param("id", id.value()).param("before", SqlTime.of(before)).update();
  }

  private static NamedList read(ResultSet row, int index) throws SQLException {
    return new NamedList(
        ListId.of(row.getString("id")),
        row.getString("name"),
        row.getString("url_name"),
        row.getBoolean("hashed"),
        row.getObject("retention_days", Integer.class),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }
}
