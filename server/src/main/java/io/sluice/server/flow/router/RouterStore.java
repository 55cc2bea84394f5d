package io.sluice.server.flow.router;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.RouterId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class RouterStore {

  /** The channel on which nodes hear of what they keep in memory; whoever hears of no flow compares versions. */
  private static final String CHANNEL = "sluice_flow";

  private final JdbcClient db;
  private final JsonMapper json;

  RouterStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** A router, for whoever submits to it. */
  record Entry(AccountId account, Router router, long version) {}

  /** False when the account has a router for the module. */
  boolean insert(AccountId account, Router router) {
    return db.sql("""
        INSERT INTO router (id, account_id, module_id, routes, version, created_at, updated_at)
        VALUES (:id, :account, :module, :routes, 0, :created, :updated)
        ON CONFLICT ON CONSTRAINT router_module DO NOTHING
        """)
        .param("id", router.id().value())
        .param("account", account.value())
        .param("module", router.moduleId())
        .param("routes", json.writeValueAsString(router.routes()))
        .param("created", SqlTime.of(router.createdAt()))
        .param("updated", SqlTime.of(router.updatedAt()))
        .update() == 1;
  }

  void update(AccountId account, Router router) {
    db.sql("""
        UPDATE router SET routes = :routes, version = version + 1, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", router.id().value())
        .param("routes", json.writeValueAsString(router.routes()))
        .param("updated", SqlTime.of(router.updatedAt()))
        .update();
    tellNodes();
  }

  /** All of the account's routers read their fields anew. Answers which. */
  List<RouterId> changed(AccountId account) {
    List<RouterId> changed = db.sql("""
        UPDATE router SET version = version + 1 WHERE account_id = :account RETURNING id
        """)
        .param("account", account.value())
        .query(String.class)
        .list().stream().map(RouterId::of).toList();
    if (!changed.isEmpty()) {
      tellNodes();
    }
    return changed;
  }

  List<Router> of(AccountId account) {
    return db.sql("SELECT * FROM router WHERE account_id = :account ORDER BY id")
        .param("account", account.value())
        .query((row, index) -> read(row))
        .list();
  }

  Optional<Router> find(AccountId account, RouterId id) {
    return db.sql("SELECT * FROM router WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query((row, index) -> read(row))
        .optional();
  }

  /** As {@link #find}, and nobody else changes the router before the transaction ends. */
  Optional<Router> lock(AccountId account, RouterId id) {
    return db.sql("SELECT * FROM router WHERE account_id = :account AND id = :id FOR UPDATE")
        .param("account", account.value())
        .param("id", id.value())
        .query((row, index) -> read(row))
        .optional();
  }

  @WithoutAccount("the router's id")
  Optional<Entry> open(RouterId id) {
    return db.sql("SELECT * FROM router WHERE id = :id")
        .param("id", id.value())
        .query((row, index) ->
            new Entry(AccountId.of(row.getString("account_id")), read(row), row.getLong("version")))
        .optional();
  }

  @WithoutAccount("the routers' ids")
  Map<RouterId, Long> versions(Collection<RouterId> ids) {
    Map<RouterId, Long> versions = new HashMap<>();
    db.sql("SELECT id, version FROM router WHERE id = ANY (:ids)")
        .param("ids", ids.stream().map(RouterId::value).toArray(String[]::new))
        .query(row -> {
          versions.put(RouterId.of(row.getString("id")), row.getLong("version"));
        });
    return versions;
  }

  private void tellNodes() {
    db.sql("SELECT pg_notify(:channel, 'routers')")
        .param("channel", CHANNEL)
        .query((row, index) -> CHANNEL)
        .single();
  }

  private Router read(ResultSet row) throws SQLException {
    return new Router(RouterId.of(row.getString("id")), row.getString("module_id"),
        json.readValue(row.getString("routes"), new TypeReference<List<ObjectNode>>() {}),
        SqlTime.read(row, "created_at"), SqlTime.read(row, "updated_at"));
  }
}
