package io.sluice.server.retry;

import io.sluice.server.event.journal.NodeId;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import io.sluice.server.vault.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Hands deliveries out and takes them back. Rows are written and deleted by the event log, with their events. */
@Repository
class RetryStore {

  private final JdbcClient db;

  RetryStore(JdbcClient db) {
    this.db = db;
  }

  /** Oldest first. @param after exclusive; empty: from the start */
  List<Retry> list(AccountId account, String after, @Nullable FlowId flow, int limit) {
    // Said only where it is meant: a plan for either would read what waits of all flows.
    String ofFlow = flow == null ? "" : "AND flow_id = :flow";
    return db.sql("""
        SELECT * FROM retry WHERE account_id = :account AND event_id > :after %s ORDER BY event_id LIMIT :limit
        """.formatted(ofFlow))
        .param("account", account.value()).param("after", after).param("flow", flow == null ? null : flow.value())
        .param("limit", limit).query(RetryStore::read).list();
  }

  Optional<Retry> find(AccountId account, EventId event) {
    return db.sql("SELECT * FROM retry WHERE account_id = :account AND event_id = :event")
        .param("account", account.value()).param("event", event.value()).query(RetryStore::read).optional();
  }

  /** Due at once, unless it is in hand. */
  void hasten(AccountId account, EventId event, Instant now) {
    db.sql("""
        UPDATE retry SET next_at = least(next_at, :now)
         WHERE account_id = :account AND event_id = :event AND node_id IS NULL
        """)
        .param("account", account.value()).param("event", event.value()).param("now", SqlTime.of(now)).update();
  }

  /** An account with something waiting. @param nextAt when it is due; of several, the first */
  record Waiting(AccountId account, Instant nextAt) {}

  /** What became due between two moments, the first first. @param after exclusive */
  @WithoutAccount("a node looks for work of all accounts; it claims by account")
  List<Waiting> becameDue(Instant after, Instant until, int limit) {
    // The index's own words: V105 says why.
    return db.sql("""
        SELECT account_id, next_at FROM retry
         WHERE node_id IS NULL AND next_at AT TIME ZONE 'UTC' > :after::timestamptz AT TIME ZONE 'UTC'
           AND next_at AT TIME ZONE 'UTC' <= :until::timestamptz AT TIME ZONE 'UTC'
         ORDER BY next_at AT TIME ZONE 'UTC' LIMIT :limit
        """)
        .param("after", SqlTime.of(after)).param("until", SqlTime.of(until)).param("limit", limit)
        .query(RetryStore::waiting).list();
  }

  /** From account to account instead of from row to row: an account may have very many. @param after exclusive */
  @WithoutAccount("a node looks for work of all accounts; it claims by account")
  Optional<Waiting> next(String after) {
    return db.sql("""
        SELECT account_id, next_at FROM retry WHERE node_id IS NULL AND account_id > :after
         ORDER BY account_id, next_at LIMIT 1
        """)
        .param("after", after)
        .query(RetryStore::waiting).optional();
  }

  private static Waiting waiting(ResultSet row, int index) throws SQLException {
    return new Waiting(AccountId.of(row.getString("account_id")), SqlTime.read(row, "next_at"));
  }

  /** Takes what is due into a node's hands; an attempt counts from here on, however it ends (decision 0031). */
  List<Retry> claim(AccountId account, NodeId node, Instant now, int limit) {
    // Materialized, or the planner may run the locking query once a row and lock more than the limit.
    return db.sql("""
        WITH due AS MATERIALIZED (
          SELECT event_id FROM retry WHERE account_id = :account AND node_id IS NULL AND next_at <= :now
           ORDER BY next_at LIMIT :limit FOR UPDATE SKIP LOCKED)
        UPDATE retry SET node_id = :node, attempts = attempts + 1
          FROM due
         WHERE retry.account_id = :account AND retry.event_id = due.event_id
        RETURNING retry.*
        """)
        .param("account", account.value()).param("node", node.value()).param("now", SqlTime.of(now))
        .param("limit", limit).query(RetryStore::read).list();
  }

  /** The call is about to be made. False when the row is another node's by now. */
  boolean begin(AccountId account, EventId event, NodeId node, Instant now) {
    return db.sql("""
        UPDATE retry SET began_at = :now WHERE account_id = :account AND event_id = :event AND node_id = :node
        """)
        .param("account", account.value()).param("event", event.value()).param("node", node.value())
        .param("now", SqlTime.of(now)).update() == 1;
  }

  /** Nothing was sent: it waits again. */
  void putBack(AccountId account, EventId event, NodeId node, Instant nextAt) {
    db.sql("""
        UPDATE retry SET node_id = NULL, began_at = NULL, next_at = :next
         WHERE account_id = :account AND event_id = :event AND node_id = :node
        """)
        .param("account", account.value()).param("event", event.value()).param("node", node.value())
        .param("next", SqlTime.of(nextAt)).update();
  }

  /** As above, as long as no try of it has begun: false where one has, or it is another node's by now. */
  boolean putBackUnbegun(AccountId account, EventId event, NodeId node, Instant nextAt) {
    return db.sql("""
        UPDATE retry SET node_id = NULL, next_at = :next
         WHERE account_id = :account AND event_id = :event AND node_id = :node AND began_at IS NULL
        """)
        .param("account", account.value()).param("event", event.value()).param("node", node.value())
        .param("next", SqlTime.of(nextAt)).update() == 1;
  }

  /** What it is about is kept no more. */
  void drop(AccountId account, EventId event, NodeId node) {
    db.sql("DELETE FROM retry WHERE account_id = :account AND event_id = :event AND node_id = :node")
        .param("account", account.value()).param("event", event.value()).param("node", node.value()).update();
  }

  @WithoutAccount("a node's deliveries belong to many accounts")
  List<Retry> inHandsOf(List<String> nodes, int limit) {
    return db.sql("SELECT * FROM retry WHERE node_id IN (:nodes) ORDER BY event_id LIMIT :limit")
        .param("nodes", nodes).param("limit", limit).query(RetryStore::read).list();
  }

  /** From one node's hands into another's, for another attempt; empty when somebody was quicker. */
  Optional<Retry> takeOver(AccountId account, EventId event, NodeId from, NodeId to) {
    return db.sql("""
        UPDATE retry SET node_id = :to, attempts = attempts + 1
         WHERE account_id = :account AND event_id = :event AND node_id = :from
        RETURNING *
        """)
        .param("account", account.value()).param("event", event.value())
        .param("from", from.value()).param("to", to.value())
        .query(RetryStore::read).optional();
  }

  private static Retry read(ResultSet row, int index) throws SQLException {
    String recipient = row.getString("recipient_id");
    String node = row.getString("node_id");
    return new Retry(AccountId.of(row.getString("account_id")), EventId.of(row.getString("event_id")),
        LeadId.of(row.getString("lead_id")), FlowId.of(row.getString("flow_id")), row.getString("step_id"),
        recipient == null ? null : EntityId.of(recipient), row.getString("module_id"),
        row.getString("idempotency_key"), row.getInt("attempts"), SqlTime.read(row, "next_at"),
        row.getString("last_reason"), new Sealed(row.getString("key_id"), row.getString("data")),
        node == null ? null : new NodeId(node), SqlTime.orNull(row, "began_at"), SqlTime.read(row, "created_at"));
  }
}
