package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which account a flow belongs to, for requests that name the flow only: the flow's id is their capability. */
@Repository
class FlowDirectoryStore {

  /** The channel on which all nodes hear which flow changed, or that a migration changed the tables. */
  static final String CHANNEL = "sluice_flow";

  private final JdbcClient db;

  FlowDirectoryStore(JdbcClient db) {
    this.db = db;
  }

  /** @param version grows with every deployment */
  record Entry(AccountId account, long version) {}

  /** False when the id is taken, be it by a flow that was deleted. */
  boolean claim(AccountId account, FlowId id) {
    return db.sql("""
        INSERT INTO flow_directory (flow_id, account_id, version)
        VALUES (:id, :account, 0)
        ON CONFLICT ON CONSTRAINT flow_directory_pk DO NOTHING
        """)
        .param("id", id.value())
        .param("account", account.value())
        .update() == 1;
  }

  /** The flow takes leads in another form from now on; every node is told when the transaction commits. */
  void changed(AccountId account, FlowId id) {
    db.sql("UPDATE flow_directory SET version = version + 1 WHERE flow_id = :id AND account_id = :account")
        .param("id", id.value())
        .param("account", account.value())
        .update();
    tellNodes(id.value());
  }

  /** As {@link #changed}, for all of the account's flows; answers which. Nodes that hear of it compare all versions. */
  List<FlowId> changedAll(AccountId account) {
    List<FlowId> changed = db.sql("""
        WITH deployed AS (
          SELECT flow_id FROM flow_directory
           WHERE account_id = :account AND deleted_at IS NULL
             AND flow_id IN (SELECT flow_id FROM flow_deployed WHERE account_id = :account)
           ORDER BY flow_id FOR UPDATE)
        UPDATE flow_directory SET version = version + 1 FROM deployed WHERE flow_directory.flow_id = deployed.flow_id
        RETURNING flow_directory.flow_id
        """)
        .param("account", account.value())
        .query(String.class)
        .list().stream().map(FlowId::of).toList();
    if (!changed.isEmpty()) {
      tellNodes("several");
    }
    return changed;
  }

  /** The flow takes no leads any more; its id stays taken. */
  void retire(AccountId account, FlowId id, Instant now) {
    db.sql("""
        UPDATE flow_directory SET version = version + 1, deleted_at = :now
         WHERE flow_id = :id AND account_id = :account
        """)
        .param("id", id.value())
        .param("account", account.value())
        .param("now", SqlTime.of(now))
        .update();
    tellNodes(id.value());
  }

  @WithoutAccount("the flow's id")
  Optional<Entry> find(FlowId id) {
    return db.sql("SELECT account_id, version FROM flow_directory WHERE flow_id = :id AND deleted_at IS NULL")
        .param("id", id.value())
        .query((row, index) -> new Entry(AccountId.of(row.getString("account_id")), row.getLong("version")))
        .optional();
  }

  /** The versions of those that are still there. */
  @WithoutAccount("the flows' ids")
  Map<FlowId, Long> versions(Collection<FlowId> ids) {
    Map<FlowId, Long> versions = new HashMap<>();
    db.sql("SELECT flow_id, version FROM flow_directory WHERE flow_id = ANY(:ids) AND deleted_at IS NULL")
        .param("ids", ids.stream().map(FlowId::value).toArray(String[]::new))
        .query(row -> {
          versions.put(FlowId.of(row.getString("flow_id")), row.getLong("version"));
        });
    return versions;
  }

  private void tellNodes(String news) {
    db.sql("SELECT pg_notify(:channel, :news)")
        .param("channel", CHANNEL)
        .param("news", news)
        .query((row, index) -> news)
        .single();
  }
}
