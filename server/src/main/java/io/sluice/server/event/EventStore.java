package io.sluice.server.event;

import io.sluice.server.event.EventAccess.Any;
import io.sluice.server.event.EventAccess.ByIds;
import io.sluice.server.event.EventAccess.ByLeads;
import io.sluice.server.event.EventAccess.ByOutcomes;
import io.sluice.server.event.EventAccess.ByReasons;
import io.sluice.server.event.row.LaterRows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Reads {@code event} with its definitions and bodies, and {@code lead}; they are written by the event log. */
@Repository
class EventStore {

  private final JdbcClient db;
  private final TransactionOperations transactions;

  EventStore(JdbcClient db, TransactionOperations transactions) {
    this.db = db;
    this.transactions = transactions;
  }

  /** A stretch of an account's events. @param above and {@code below}: exclusive bounds */
  record Stretch(String above, String below, EventAccess access, boolean ascending, int limit) {}

  Optional<StoredEvent> find(AccountId account, EventId id) {
    return db.sql("SELECT * FROM event WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query((row, _) -> StoredEvent.read(row))
        .optional();
  }

  /** A delivery and whose it is. */
  record Delivery(AccountId account, StoredEvent event) {}

  @WithoutAccount("the event's id")
  Optional<Delivery> delivery(EventId id) {
    return db.sql("SELECT * FROM event WHERE id = :id AND type = 'recipient' AND outcome <> 'skip'")
        .param("id", id.value())
        .query((row, _) -> new Delivery(AccountId.of(row.getString("account_id")), StoredEvent.read(row)))
        .optional();
  }

  Optional<EventId> soldBy(AccountId account, LeadId lead) {
    return db.sql("""
        SELECT sold_by_event_id FROM lead WHERE account_id = :account AND id = :lead AND sold_by_event_id IS NOT NULL
        """)
        .param("account", account.value())
        .param("lead", lead.value())
        .query((row, _) -> EventId.of(row.getString("sold_by_event_id")))
        .optional();
  }

  /** Of a delivery with its further tries, and of the lead's source event. */
  PastDeliveries.Money money(AccountId account, LaterRows.About delivery) {
    return db.sql("""
        SELECT coalesce(sum(revenue) FILTER (WHERE id = :event OR type = 'retry' AND step_id = :step), 0) AS revenue,
          max(id) FILTER (WHERE type = 'source') AS source_event,
          coalesce(sum(cost) FILTER (WHERE type = 'source'), 0) AS cost
          FROM event
         WHERE account_id = :account AND lead_id = :lead AND id > :above
        """)
        .param("account", account.value())
        .param("lead", delivery.lead().value())
        .param("above", delivery.lead().value().substring(0, 8))
        .param("event", delivery.event().value())
        .param("step", delivery.stepId())
        .query((row, _) -> new PastDeliveries.Money(row.getBigDecimal("revenue"),
            row.getString("source_event") == null ? null : EventId.of(row.getString("source_event")),
            row.getBigDecimal("cost")))
        .single();
  }

  /** In the order asked for; every access reads no more rows than it answers, but for those of a few leads. */
  List<StoredEvent> stretch(AccountId account, Stretch stretch) {
    String order = stretch.ascending() ? "ASC" : "DESC";
    JdbcClient.StatementSpec query = switch (stretch.access()) {
      case Any() -> db.sql("""
          SELECT * FROM event
           WHERE account_id = :account AND id > :above AND id < :below
           ORDER BY id %s
           LIMIT :limit
          """.formatted(order));
      case ByIds(Collection<String> ids) -> db.sql("""
          SELECT * FROM event
           WHERE account_id = :account AND id = ANY (:ids) AND id > :above AND id < :below
           ORDER BY id %s
           LIMIT :limit
          """.formatted(order)).param("ids", array(ids));
      case ByLeads(Collection<String> leads) -> db.sql("""
          SELECT found.* FROM unnest(:leads::text[]) AS lead (id) CROSS JOIN LATERAL (
            SELECT * FROM event
             WHERE account_id = :account AND lead_id = lead.id AND id > :above AND id < :below
             ORDER BY id %1$s
             LIMIT :limit) found
           ORDER BY found.id %1$s
           LIMIT :limit
          """.formatted(order)).param("leads", array(leads));
      case ByReasons(Collection<String> reasons) -> db.sql("""
          SELECT event.* FROM event JOIN (
            SELECT found.id FROM unnest(:reasons::text[]) AS wanted (reason) CROSS JOIN LATERAL (
              SELECT id FROM event
               WHERE account_id = :account AND lower(left(reason, 100) COLLATE "C") = wanted.reason
                 AND reason IS NOT NULL AND id > :above AND id < :below
               ORDER BY id %1$s
               LIMIT :limit) found
             ORDER BY found.id %1$s
             LIMIT :limit) page ON event.account_id = :account AND event.id = page.id
           WHERE event.id > :above AND event.id < :below
           ORDER BY event.id %1$s
          """.formatted(order)).param("reasons", array(reasons));
      case ByOutcomes found -> byOutcomes(found, order);
    };
    JdbcClient.MappedQuerySpec<StoredEvent> found = query
        .param("account", account.value())
        .param("above", stretch.above())
        .param("below", stretch.below())
        .param("limit", stretch.limit())
        .query((row, _) -> StoredEvent.read(row));
    return switch (stretch.access()) {
      case Any(), ByIds _, ByLeads _ -> found.list();
      case ByReasons _, ByOutcomes _ -> inTheOrderOfTheIndex(found);
    };
  }

  /**
   * A planner who believes that few rows match reads all of them and sorts, and one who plans for all values at once walks
   * through whatever lies in between; if he is wrong, that is millions.
   */
  private List<StoredEvent> inTheOrderOfTheIndex(JdbcClient.MappedQuerySpec<StoredEvent> query) {
    List<StoredEvent> found = transactions.execute(_ -> {
      db.sql("SET LOCAL enable_sort = off; SET LOCAL plan_cache_mode = force_custom_plan").update();
      return query.list();
    });
    return found == null ? List.of() : found;
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
        .query((row, _) -> StoredEvent.read(row))
        .list();
  }

  /** Each combination is one descent into one index, which ends in the order of ids; nothing is read and thrown away. */
  private JdbcClient.StatementSpec byOutcomes(ByOutcomes wanted, String order) {
    String subject = wanted.subject() == null ? "" : " AND %s = subject.id".formatted(wanted.subject().column());
    Collection<String> ids = wanted.subject() == null ? List.of("") : wanted.ids();
    return db.sql("""
        SELECT event.* FROM event JOIN (
          SELECT found.id
            FROM unnest(:ids::text[]) AS subject (id) CROSS JOIN unnest(:types::text[]) AS kind (word)
              CROSS JOIN unnest(:outcomes::text[]) AS ending (word)
              CROSS JOIN LATERAL (
                SELECT id FROM event
                 WHERE account_id = :account %2$s AND event.type = kind.word AND event.outcome = ending.word
                   AND id > :above AND id < :below
                 ORDER BY id %1$s
                 LIMIT :limit) found
           ORDER BY found.id %1$s
           LIMIT :limit) page ON event.account_id = :account AND event.id = page.id
         WHERE event.id > :above AND event.id < :below
         ORDER BY event.id %1$s
        """.formatted(order, subject))
        .param("ids", array(ids))
        .param("types", array(wanted.types()))
        .param("outcomes", array(wanted.outcomes()));
  }

  /** One event a lead, the last. */
  List<StoredEvent> latest(AccountId account, Collection<LeadId> leads) {
    return db.sql("""
        SELECT event.* FROM unnest(:leads::text[]) AS lead (id) CROSS JOIN LATERAL (
          SELECT * FROM event
           WHERE account_id = :account AND lead_id = lead.id AND event.id > :above
           ORDER BY event.id DESC
           LIMIT 1) event
        """)
        .param("account", account.value())
        .param("leads", leads.stream().map(LeadId::value).toArray(String[]::new))
        .param("above", leads.stream().map(lead -> lead.value().substring(0, 8)).sorted().findFirst().orElse(""))
        .query((row, _) -> StoredEvent.read(row))
        .list();
  }

  Map<LeadId, StoredLead> leads(AccountId account, Collection<LeadId> leads) {
    Map<LeadId, StoredLead> found = new HashMap<>();
    if (!leads.isEmpty()) {
      db.sql("SELECT id, received_at, vars FROM lead WHERE account_id = :account AND id = ANY (:leads)")
          .param("account", account.value())
          .param("leads", leads.stream().map(LeadId::value).toArray(String[]::new))
          .query(row -> {
            found.put(LeadId.of(row.getString("id")),
                new StoredLead(SqlTime.read(row, "received_at"), row.getString("vars")));
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
         WHERE account_id = :account AND lead_id = ANY (:leads) AND id > :above AND appended IS NOT NULL
         ORDER BY id
        """)
        .param("account", account.value())
        .param("leads", leads.stream().map(LeadId::value).toArray(String[]::new))
        .param("above", leads.stream().map(lead -> lead.value().substring(0, 8)).sorted().findFirst().orElseThrow())
        .query((row, _) -> new StoredEvent.Left(EventId.of(row.getString("id")), LeadId.of(row.getString("lead_id")),
            row.getString("key"), row.getString("appended")))
        .list();
  }

  /** What events show of their flow, by the ids they name it by. */
  Map<String, String> definitions(AccountId account, Collection<String> ids) {
    Map<String, String> found = new HashMap<>();
    if (!ids.isEmpty()) {
      db.sql("SELECT id, definitions FROM event_definition WHERE account_id = :account AND id = ANY (:ids)")
          .param("account", account.value())
          .param("ids", array(ids))
          .query(row -> {
            found.put(row.getString("id"), row.getString("definitions"));
          });
    }
    return found;
  }

  Map<EventId, String> transactions(AccountId account, Collection<EventId> events) {
    Map<EventId, String> found = new HashMap<>();
    if (!events.isEmpty()) {
      db.sql("SELECT event_id, transactions FROM event_body WHERE account_id = :account AND event_id = ANY (:events)")
          .param("account", account.value())
          .param("events", events.stream().map(EventId::value).toArray(String[]::new))
          .query(row -> {
            found.put(EventId.of(row.getString("event_id")), row.getString("transactions"));
          });
    }
    return found;
  }

  private static String[] array(Collection<String> values) {
    return values.toArray(String[]::new);
  }
}
