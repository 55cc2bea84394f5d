package io.sluice.server.pricing;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.PricingServiceId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class PricingStore {

  private final JdbcClient db;
  private final JsonMapper json;

  PricingStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  void insert(AccountId account, PricingService service) {
    db.sql("""
        INSERT INTO pricing_service (account_id, id, name, integration, created_at, updated_at)
        VALUES (:account, :id, :name, :integration, :created, :updated)
        """)
        .param("account", account.value())
        .param("id", service.id().value())
        .param("name", service.name())
        .param("integration", service.integration().toString())
        .param("created", SqlTime.of(service.createdAt()))
        .param("updated", SqlTime.of(service.updatedAt()))
        .update();
  }

  void update(AccountId account, PricingService service) {
    db.sql("""
        UPDATE pricing_service SET name = :name, integration = :integration, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", service.id().value())
        .param("name", service.name())
        .param("integration", service.integration().toString())
        .param("updated", SqlTime.of(service.updatedAt()))
        .update();
  }

  void delete(AccountId account, PricingServiceId id) {
    db.sql("DELETE FROM pricing_service WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).update();
  }

  /** Oldest first. */
  List<PricingService> of(AccountId account) {
    return db.sql("SELECT * FROM pricing_service WHERE account_id = :account ORDER BY id")
        .param("account", account.value()).query(this::read).list();
  }

  Optional<PricingService> find(AccountId account, PricingServiceId id) {
    return db.sql("SELECT * FROM pricing_service WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).query(this::read).optional();
  }

  private PricingService read(ResultSet row, int index) throws SQLException {
    return new PricingService(PricingServiceId.of(row.getString("id")), row.getString("name"),
        json.readValue(row.getString("integration"), ObjectNode.class), SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }
}
