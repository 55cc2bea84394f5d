package io.sluice.server.event;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads {@code event}, {@code lead} and {@code event_body}; they are written by the event log. */
@Repository
class EventStore {

  private final JdbcClient db;

  EventStore(JdbcClient db) {
    this.db = db;
  }

  /** Columns a search can name, by the left side of a rule (exchange 12.1). All of them hold lower-case words or ids. */
  enum Column {
    ID("id"), LEAD("lead_id"), FLOW("flow_id"), SOURCE("source_id"), TYPE("type"), OUTCOME("outcome"),
    RECIPIENT("recipient_id"), STEP("step_id"), MODULE("module_id");

    private final String column;

    Column(String column) {
      this.column = column;
    }
  }

  /**
   * A stretch of an account's events.
   *
   * @param above and {@code below}: exclusive bounds
   * @param among what each column must be one of
   */
  record Stretch(String above, String below, Map<Column, Collection<String>> among, boolean ascending, int limit) {}

  Optional<StoredEvent> find(AccountId account, EventId id) {
    return db.sql("SELECT * FROM event WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(EventStore::read)
        .optional();
  }

  List<StoredEvent> stretch(AccountId account, Stretch stretch) {
    StringBuilder conditions = new StringBuilder();
    stretch.among().keySet().forEach(column ->
        conditions.append(" AND ").append(column.column).append(" IN (:").append(column.column).append(")"));
    JdbcClient.StatementSpec query = db.sql("""
        SELECT * FROM event
         WHERE account_id = :account AND id > :above AND id < :below %s
         ORDER BY id %s
         LIMIT :limit
        """.formatted(conditions, stretch.ascending() ? "ASC" : "DESC"))
        .param("account", account.value())
        .param("above", stretch.above())
        .param("below", stretch.below())
        .param("limit", stretch.limit());
    for (var wanted : stretch.among().entrySet()) {
      query = query.param(wanted.getKey().column, wanted.getValue());
    }
    return query.query(EventStore::read).list();
  }

  /** The events of a lead in the order they began; at most {@code limit}. */
  List<StoredEvent> ofLead(AccountId account, LeadId lead, int limit) {
    return db.sql("""
        SELECT * FROM event
         WHERE account_id = :account AND lead_id = :lead AND id > :above
         ORDER BY id
         LIMIT :limit
        """)
        .param("account", account.value())
        .param("lead", lead.value())
        .param("above", lead.value().substring(0, 8))
        .param("limit", limit)
        .query(EventStore::read)
        .list();
  }

  /** What was known of these leads when their first step began. */
  Map<LeadId, String> vars(AccountId account, Collection<LeadId> leads) {
    Map<LeadId, String> found = new HashMap<>();
    if (!leads.isEmpty()) {
      db.sql("SELECT id, vars FROM lead WHERE account_id = :account AND id IN (:leads)")
          .param("account", account.value())
          .param("leads", leads.stream().map(LeadId::value).toList())
          .query(row -> {
            found.put(LeadId.of(row.getString("id")), row.getString("vars"));
          });
    }
    return found;
  }

  /** What the events of these leads left to those behind them, in order. */
  List<StoredEvent.Left> left(AccountId account, Collection<LeadId> leads) {
    if (leads.isEmpty()) {
      return List.of();
    }
    // No event is older than its lead, which lets the months before be passed over.
    return db.sql("""
        SELECT id, lead_id, key, appended FROM event
         WHERE account_id = :account AND lead_id IN (:leads) AND id > :above AND appended IS NOT NULL
         ORDER BY id
        """)
        .param("account", account.value())
        .param("leads", leads.stream().map(LeadId::value).toList())
        .param("above", leads.stream().map(lead -> lead.value().substring(0, 8)).sorted().findFirst().orElseThrow())
        .query((row, _) -> new StoredEvent.Left(EventId.of(row.getString("id")), LeadId.of(row.getString("lead_id")),
            row.getString("key"), row.getString("appended")))
        .list();
  }

  Map<EventId, String> transactions(AccountId account, Collection<EventId> events) {
    Map<EventId, String> found = new HashMap<>();
    if (!events.isEmpty()) {
      db.sql("SELECT event_id, transactions FROM event_body WHERE account_id = :account AND event_id IN (:events)")
          .param("account", account.value())
          .param("events", events.stream().map(EventId::value).toList())
          .query(row -> {
            found.put(EventId.of(row.getString("event_id")), row.getString("transactions"));
          });
    }
    return found;
  }

  private static StoredEvent read(ResultSet row, int index) throws SQLException {
    return new StoredEvent(
        EventId.of(row.getString("id")),
        LeadId.of(row.getString("lead_id")),
        FlowId.of(row.getString("flow_id")),
        EntityId.of(row.getString("source_id")),
        row.getString("type"),
        row.getString("outcome"),
        row.getString("reason"),
        row.getString("step_id"),
        row.getString("module_id"),
        row.getString("key"),
        row.getString("host"),
        SqlTime.read(row, "started_at"),
        SqlTime.read(row, "ended_at"),
        row.getBoolean("cap_reached"),
        row.getBigDecimal("purchase_price"),
        row.getBigDecimal("sale_price"),
        row.getBigDecimal("cost"),
        row.getBigDecimal("revenue"),
        row.getString("changed"),
        row.getString("appended"),
        row.getString("details"));
  }
}
