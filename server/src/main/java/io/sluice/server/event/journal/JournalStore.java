package io.sluice.server.event.journal;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the journal and moves leases, by the database's clock. Its rows are written and deleted by the event log. */
@Repository
class JournalStore {

  private final JdbcClient db;

  JournalStore(JdbcClient db) {
    this.db = db;
  }

  /** For whoever has connections of its own. */
  static JournalStore of(DataSource connections) {
    return new JournalStore(JdbcClient.create(connections));
  }

  @WithoutAccount("nodes are the installation's")
  void beginLife(NodeId node, NodeName name) {
    db.sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES (:id, :name, now(), now())")
        .param("id", node.value()).param("name", name.value()).update();
  }

  @WithoutAccount("nodes are the installation's")
  boolean beat(NodeId node) {
    return db.sql("UPDATE node SET heartbeat_at = now() WHERE id = :id").param("id", node.value()).update() == 1;
  }

  /** What the life left on its way may be taken over at once. */
  @WithoutAccount("nodes are the installation's")
  void endLife(NodeId node) {
    db.sql("UPDATE node SET heartbeat_at = '-infinity' WHERE id = :id").param("id", node.value()).update();
  }

  /** As above, of every life of this name. */
  @WithoutAccount("nodes are the installation's")
  void endLives(NodeName name) {
    db.sql("UPDATE node SET heartbeat_at = '-infinity' WHERE name = :name").param("name", name.value()).update();
  }

  /**
   * Lives whose heartbeat is older than the lease. Of those of this node's own name that were not heard since it began,
   * than the shorter one: one that was is another node, wherever it has its name from.
   *
   * @param others whether there may be any but this node's own former ones
   */
  @WithoutAccount("nodes are the installation's")
  List<String> dead(NodeId self, NodeName name, Duration lease, Duration ownLease, boolean others) {
    return db.sql("""
        SELECT id FROM node
         WHERE id <> :self
           AND (:others AND heartbeat_at < now() - make_interval(secs => :lease)
             OR name = :name AND heartbeat_at < now() - make_interval(secs => :ownLease)
               AND heartbeat_at < (SELECT started_at FROM node WHERE id = :self))
        """)
        .param("self", self.value()).param("name", name.value()).param("others", others)
        .param("lease", lease.toSeconds()).param("ownLease", ownLease.toSeconds())
        .query(String.class).list();
  }

  /** Forgets lives that ended and left nothing behind. */
  @WithoutAccount("nodes are the installation's")
  void forget(List<String> dead) {
    db.sql("""
        DELETE FROM node
         WHERE id IN (:dead) AND id NOT IN (
           SELECT node_id FROM receipt WHERE node_id IN (:dead)
           UNION SELECT node_id FROM cap_slot WHERE node_id IN (:dead)
           UNION SELECT node_id FROM open_feedback WHERE node_id IN (:dead)
           UNION SELECT node_id FROM retry WHERE node_id IN (:dead))
        """)
        .param("dead", dead).update();
  }

  /** Names that stand somewhere and are no life's that is known. */
  @WithoutAccount("nodes are the installation's")
  List<String> unknown() {
    return db.sql("""
        SELECT node_id FROM (
           SELECT node_id FROM receipt
           UNION SELECT node_id FROM cap_slot
           UNION SELECT node_id FROM open_feedback
           UNION SELECT node_id FROM retry WHERE node_id IS NOT NULL) AS named
         WHERE node_id NOT IN (SELECT id FROM node)
        """)
        .query(String.class).list();
  }

  /** A life that ended, and was forgotten. */
  @WithoutAccount("nodes are the installation's")
  void remember(String node) {
    db.sql("""
        INSERT INTO node (id, name, started_at, heartbeat_at) VALUES (:id, 'forgotten', now(), '-infinity')
        ON CONFLICT (id) DO NOTHING
        """)
        .param("id", node).update();
  }

  @WithoutAccount("a node's leads belong to many accounts")
  List<Journal.Open> openOn(NodeId node) {
    return db.sql("SELECT account_id, lead_id FROM receipt WHERE node_id = :node").param("node", node.value())
        .query((row, _) -> new Journal.Open(AccountId.of(row.getString("account_id")), LeadId.of(row.getString("lead_id"))))
        .list();
  }

  /** The deepest sales first: those before them wait for their end. */
  @WithoutAccount("a node's leads belong to many accounts")
  List<Receipt> openOn(List<String> nodes, int limit) {
    return db.sql("SELECT * FROM receipt WHERE node_id IN (:nodes) ORDER BY hops DESC, lead_id LIMIT :limit")
        .param("nodes", nodes).param("limit", limit).query(JournalStore::receipt).list();
  }

  Optional<Receipt> find(AccountId account, LeadId lead) {
    return db.sql("SELECT * FROM receipt WHERE account_id = :account AND lead_id = :lead")
        .param("account", account.value()).param("lead", lead.value()).query(JournalStore::receipt).optional();
  }

  /**
   * Takes a lead over from the node that is believed dead; empty when somebody was quicker. One statement: a lead that
   * has this node's name on it and that nobody here knows of would wait as long as the node lives.
   */
  Optional<Receipt> takeOver(AccountId account, LeadId lead, NodeId from, NodeId to) {
    return db.sql("""
        UPDATE receipt SET node_id = :to, lives = lives + 1
         WHERE account_id = :account AND lead_id = :lead AND node_id = :from
        RETURNING *
        """)
        .param("account", account.value()).param("lead", lead.value())
        .param("from", from.value()).param("to", to.value())
        .query(JournalStore::receipt)
        .optional();
  }

  List<Attempt> attempts(AccountId account, LeadId lead) {
    return db.sql("SELECT * FROM attempt WHERE account_id = :account AND lead_id = :lead ORDER BY length(event_ids)")
        .param("account", account.value()).param("lead", lead.value())
        .query((row, _) -> {
          String answer = row.getString("answer");
          return new Attempt(row.getString("step_id"), List.of(row.getString("event_ids").split(",")),
              SqlTime.read(row, "started_at"), row.getString("step"),
              answer == null ? null : new Attempt.End(SqlTime.read(row, "ended_at"), answer));
        })
        .list();
  }

  Optional<Journal.Known> end(AccountId account, LeadId lead) {
    return db.sql("""
        SELECT outcome, reason, cost FROM event
         WHERE account_id = :account AND lead_id = :lead AND id > :above AND type = 'source'
        """)
        .param("account", account.value()).param("lead", lead.value()).param("above", lead.value().substring(0, 8))
        .query((row, _) -> new Journal.Known(
            row.getString("outcome"), row.getString("reason"), row.getBigDecimal("cost")))
        .optional();
  }

  boolean isWritten(AccountId account, EventId event) {
    return db.sql("SELECT count(*) FROM event WHERE account_id = :account AND id = :event")
        .param("account", account.value()).param("event", event.value()).query(Long.class).single() > 0;
  }

  private static Receipt receipt(ResultSet row, int index) throws SQLException {
    String soldBy = row.getString("sold_by_event_id");
    return new Receipt(AccountId.of(row.getString("account_id")), LeadId.of(row.getString("lead_id")),
        FlowId.of(row.getString("flow_id")), EntityId.of(row.getString("source_id")),
        new NodeId(row.getString("node_id")), row.getInt("lives"), row.getInt("hops"),
        soldBy == null ? null : EventId.of(soldBy), SqlTime.read(row, "received_at"), row.getBytes("submission"),
        row.getString("key_hash"), row.getString("found"));
  }
}
