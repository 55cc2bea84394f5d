package io.sluice.server.flow.field;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Repository
class FieldStore {

  private final JdbcClient db;
  private final JsonMapper json;

  FieldStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  record Row(Field field, boolean deleted) {}

  /** Deleted ones, too. */
  List<Row> of(AccountId account) {
    return db.sql("SELECT * FROM field WHERE account_id = :account ORDER BY id")
        .param("account", account.value())
        .query((row, index) -> new Row(read(row), SqlTime.orNull(row, "deleted_at") != null))
        .list();
  }

  Optional<Field> find(AccountId account, String id) {
    return db.sql("SELECT * FROM field WHERE account_id = :account AND id = :id AND deleted_at IS NULL")
        .param("account", account.value())
        .param("id", id)
        .query((row, index) -> read(row))
        .optional();
  }

  /** As {@link #find}, and nobody else changes the field before the transaction ends. */
  Optional<Field> lock(AccountId account, String id) {
    return db.sql("SELECT * FROM field WHERE account_id = :account AND id = :id AND deleted_at IS NULL FOR UPDATE")
        .param("account", account.value())
        .param("id", id)
        .query((row, index) -> read(row))
        .optional();
  }

  /** In place of the field of this id, if there is or was one. */
  void save(AccountId account, Field field) {
    db.sql("""
        INSERT INTO field (account_id, id, name, type, description, aggregate, deprecated, see, examples, created_at,
                           updated_at)
        VALUES (:account, :id, :name, :type, :description, :aggregate, :deprecated, :see, :examples, :created, :updated)
        ON CONFLICT ON CONSTRAINT field_pk DO UPDATE
           SET name = excluded.name, type = excluded.type, description = excluded.description,
               aggregate = excluded.aggregate, deprecated = excluded.deprecated, see = excluded.see,
               examples = excluded.examples, created_at = excluded.created_at, updated_at = excluded.updated_at,
               deleted_at = NULL
        """)
        .param("account", account.value())
        .param("id", field.id())
        .param("name", field.name())
        .param("type", field.type())
        .param("description", field.description())
        .param("aggregate", field.aggregate())
        .param("deprecated", field.deprecated())
        .param("see", field.see())
        .param("examples", json.writeValueAsString(field.examples()))
        .param("created", SqlTime.of(field.createdAt()))
        .param("updated", SqlTime.of(field.updatedAt()))
        .update();
  }

  void delete(AccountId account, String id, Instant now) {
    db.sql("UPDATE field SET deleted_at = :now WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id)
        .param("now", SqlTime.of(now))
        .update();
  }

  private Field read(ResultSet row) throws SQLException {
    return new Field(row.getString("id"), row.getString("name"), row.getString("type"), row.getString("description"),
        false, row.getBoolean("aggregate"), row.getBoolean("deprecated"), row.getString("see"),
        json.readValue(row.getString("examples"), new TypeReference<List<JsonNode>>() {}),
        SqlTime.read(row, "created_at"), SqlTime.read(row, "updated_at"));
  }
}
