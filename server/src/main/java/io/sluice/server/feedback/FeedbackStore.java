package io.sluice.server.feedback;

import io.sluice.server.event.journal.NodeId;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Feedback on its way. Its rows are deleted by the event log, with its events. */
@Repository
class FeedbackStore {

  private final JdbcClient db;

  FeedbackStore(JdbcClient db) {
    this.db = db;
  }

  void open(AccountId account, OpenFeedback open) {
    db.sql("""
        INSERT INTO open_feedback
          (account_id, id, recipient_event_id, sent_id, onward_id, node_id, lives, hops, request)
        VALUES (:account, :id, :delivery, :sent, :onward, :node, :lives, :hops, :request)
        """)
        .param("account", account.value()).param("id", open.id().value())
        .param("delivery", open.delivery().value()).param("sent", open.sent().value())
        .param("onward", open.onward().value())
        .param("node", open.node().value()).param("lives", open.lives()).param("hops", open.hops())
        .param("request", open.request().bytes())
        .update();
  }

  boolean isOpen(AccountId account, EventId id) {
    return db.sql("SELECT count(*) FROM open_feedback WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).query(Long.class).single() > 0;
  }

  /** The furthest back first: those before them wait for their end. */
  @WithoutAccount("a node's feedback belongs to many accounts")
  List<OpenFeedback> inHandsOf(List<String> nodes, int limit) {
    return db.sql("SELECT * FROM open_feedback WHERE node_id IN (:nodes) ORDER BY hops DESC, id LIMIT :limit")
        .param("nodes", nodes).param("limit", limit).query(FeedbackStore::read).list();
  }

  /** From one node's hands into another's; empty when somebody was quicker. @param lives how many this counts as */
  Optional<OpenFeedback> takeOver(AccountId account, EventId id, NodeId from, NodeId to, int lives) {
    return db.sql("""
        UPDATE open_feedback SET node_id = :to, lives = lives + :lives
         WHERE account_id = :account AND id = :id AND node_id = :from
        RETURNING *
        """)
        .param("account", account.value()).param("id", id.value())
        .param("from", from.value()).param("to", to.value()).param("lives", lives)
        .query(FeedbackStore::read).optional();
  }

  /** What it is about is kept no more. */
  void drop(AccountId account, EventId id, NodeId node) {
    db.sql("DELETE FROM open_feedback WHERE account_id = :account AND id = :id AND node_id = :node")
        .param("account", account.value()).param("id", id.value()).param("node", node.value()).update();
  }

  private static OpenFeedback read(ResultSet row, int index) throws SQLException {
    return new OpenFeedback(AccountId.of(row.getString("account_id")), EventId.of(row.getString("id")),
        EventId.of(row.getString("recipient_event_id")), EventId.of(row.getString("sent_id")),
        EventId.of(row.getString("onward_id")),
        new NodeId(row.getString("node_id")), row.getInt("lives"), row.getInt("hops"),
        FeedbackRequest.read(row.getBytes("request")));
  }
}
