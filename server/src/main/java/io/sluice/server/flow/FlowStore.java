package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class FlowStore {

  static final String AS_SOURCE = "source";
  static final String AS_RECIPIENT = "recipient";

  private final JdbcClient db;
  private final JsonMapper json;

  FlowStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  void insert(AccountId account, Flow flow) {
    db.sql("""
        INSERT INTO flow (account_id, id, document, minimal, created_at, updated_at)
        VALUES (:account, :id, :document, :minimal, :created, :updated)
        """)
        .param("account", account.value())
        .param("id", flow.id().value())
        .param("document", text(flow.document()))
        .param("minimal", flow.minimal())
        .param("created", SqlTime.of(flow.createdAt()))
        .param("updated", SqlTime.of(flow.updatedAt()))
        .update();
    saveEntities(account, flow);
  }

  void update(AccountId account, Flow flow) {
    db.sql("UPDATE flow SET document = :document, updated_at = :updated WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", flow.id().value())
        .param("document", text(flow.document()))
        .param("updated", SqlTime.of(flow.updatedAt()))
        .update();
    saveEntities(account, flow);
  }

  void touch(AccountId account, Instant now) {
    db.sql("UPDATE flow SET updated_at = :now WHERE account_id = :account")
        .param("account", account.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  void delete(AccountId account, FlowId id) {
    db.sql("DELETE FROM flow WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .update();
  }

  List<Flow> of(AccountId account) {
    return db.sql("SELECT * FROM flow WHERE account_id = :account ORDER BY id")
        .param("account", account.value())
        .query(this::read)
        .list();
  }

  int count(AccountId account) {
    return db.sql("SELECT count(*) FROM flow WHERE account_id = :account")
        .param("account", account.value())
        .query(Integer.class)
        .single();
  }

  Optional<Flow> find(AccountId account, FlowId id) {
    return db.sql("SELECT * FROM flow WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  /** As {@link #find}, and nobody else changes the flow before the transaction ends. */
  Optional<Flow> lock(AccountId account, FlowId id) {
    return db.sql("SELECT * FROM flow WHERE account_id = :account AND id = :id FOR UPDATE")
        .param("account", account.value())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  Optional<FlowId> minimal(AccountId account) {
    return db.sql("SELECT id FROM flow WHERE account_id = :account AND minimal")
        .param("account", account.value())
        .query(String.class)
        .optional()
        .map(FlowId::of);
  }

  /** The flows whose saved form names the entity in one of these roles, in the order they were made. */
  List<FlowId> naming(AccountId account, EntityId entity, Set<String> roles) {
    return db.sql("""
        SELECT DISTINCT flow_id FROM flow_entity
         WHERE account_id = :account AND entity_id = :entity AND role IN (:roles)
         ORDER BY flow_id
        """)
        .param("account", account.value())
        .param("entity", entity.value())
        .param("roles", roles)
        .query(String.class)
        .list().stream().map(FlowId::of).toList();
  }

  Optional<DeployedFlow> deployed(AccountId account, FlowId id) {
    return db.sql("SELECT document, deployed_at FROM flow_deployed WHERE account_id = :account AND flow_id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query((row, index) -> new DeployedFlow(document(row), SqlTime.read(row, "deployed_at")))
        .optional();
  }

  void deploy(AccountId account, FlowId id, FlowDocument document, Instant now) {
    db.sql("""
        INSERT INTO flow_deployed (account_id, flow_id, document, deployed_at, firehose)
        VALUES (:account, :id, :document, :now, :firehose)
        ON CONFLICT ON CONSTRAINT flow_deployed_pk DO UPDATE
           SET document = excluded.document, deployed_at = excluded.deployed_at, firehose = excluded.firehose
        """)
        .param("account", account.value())
        .param("id", id.value())
        .param("document", text(document))
        .param("now", SqlTime.of(now))
        .param("firehose", document.firehose().isPresent())
        .update();
  }

  @WithoutAccount("what every node knows of all flows")
  Map<FlowId, AccountId> streamed() {
    Map<FlowId, AccountId> streamed = new HashMap<>();
    db.sql("SELECT flow_id, account_id FROM flow_deployed WHERE firehose")
        .query(row -> {
          streamed.put(FlowId.of(row.getString("flow_id")), AccountId.of(row.getString("account_id")));
        });
    return streamed;
  }

  private void saveEntities(AccountId account, Flow flow) {
    db.sql("DELETE FROM flow_entity WHERE account_id = :account AND flow_id = :id")
        .param("account", account.value())
        .param("id", flow.id().value())
        .update();
    saveEntities(account, flow, AS_SOURCE, flow.document().sourceEntities());
    saveEntities(account, flow, AS_RECIPIENT, flow.document().stepEntities());
  }

  private void saveEntities(AccountId account, Flow flow, String role, Set<EntityId> entities) {
    if (!entities.isEmpty()) {
      db.sql("""
          INSERT INTO flow_entity (account_id, entity_id, flow_id, role)
          SELECT :account, entity_id, :id, :role FROM unnest(:entities) AS entity_id
          """)
          .param("account", account.value())
          .param("id", flow.id().value())
          .param("role", role)
          .param("entities", entities.stream().map(EntityId::value).toArray(String[]::new))
          .update();
    }
  }

  private Flow read(ResultSet row, int index) throws SQLException {
    return new Flow(
        FlowId.of(row.getString("id")),
        document(row),
        row.getBoolean("minimal"),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }

  private FlowDocument document(ResultSet row) throws SQLException {
    return FlowDocument.of(json.readValue(row.getString("document"), ObjectNode.class));
  }

  private String text(FlowDocument document) {
    return json.writeValueAsString(document);
  }
}
