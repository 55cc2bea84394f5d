package io.sluice.server.delivery.destination;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.DestinationId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class DestinationStore {

  private final JdbcClient db;
  private final JsonMapper json;

  DestinationStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  void save(AccountId account, Destination destination) {
    db.sql("""
        INSERT INTO destination (account_id, id, name, integration_name, integration_icon_url, actions, created_at,
                                 updated_at)
        VALUES (:account, :id, :name, :integration, :icon, :actions, :created, :updated)
        ON CONFLICT ON CONSTRAINT destination_pk DO UPDATE
           SET name = excluded.name, integration_name = excluded.integration_name,
               integration_icon_url = excluded.integration_icon_url, actions = excluded.actions,
               updated_at = excluded.updated_at
        """)
        .param("account", account.value())
        .param("id", destination.id().value())
        .param("name", destination.name())
        .param("integration", destination.integrationName())
        .param("icon", destination.iconUrl())
        .param("actions", json.writeValueAsString(destination.actions()))
        .param("created", SqlTime.of(destination.createdAt()))
        .param("updated", SqlTime.of(destination.updatedAt()))
        .update();
  }

  void delete(AccountId account, DestinationId id) {
    db.sql("DELETE FROM destination WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .update();
  }

  List<Destination> of(AccountId account) {
    return db.sql("SELECT * FROM destination WHERE account_id = :account ORDER BY id")
        .param("account", account.value())
        .query(this::read)
        .list();
  }

  Optional<Destination> find(AccountId account, DestinationId id) {
    return db.sql("SELECT * FROM destination WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  private Destination read(ResultSet row, int index) throws SQLException {
    return new Destination(
        DestinationId.of(row.getString("id")), row.getString("name"), row.getString("integration_name"),
        row.getString("integration_icon_url"),
        json.readValue(row.getString("actions"), new TypeReference<List<Destination.Action>>() {}),
        SqlTime.read(row, "created_at"), SqlTime.read(row, "updated_at"));
  }
}
