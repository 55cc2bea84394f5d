package io.sluice.server.event.past;

import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PastLeadStore {

  private final JdbcClient db;

  PastLeadStore(JdbcClient db) {
    this.db = db;
  }

  /** Outcome by outcome, because that is how the index has them. */
  List<EventId> last(AccountId account, FlowId flow, String above, int limit) {
    return db.sql("""
        SELECT id FROM (
          SELECT newest.id FROM unnest(ARRAY['success', 'failure', 'error']) AS known (outcome)
           CROSS JOIN LATERAL (
             SELECT id FROM event
              WHERE account_id = :account AND flow_id = :flow AND type = 'source' AND event.outcome = known.outcome
                AND id > :above
              ORDER BY id DESC LIMIT :limit) AS newest
           ORDER BY newest.id DESC LIMIT :limit) AS last
         ORDER BY id
        """)
        .param("account", account.value()).param("flow", flow.value()).param("above", above).param("limit", limit)
        .query(String.class).list().stream().map(EventId::of).toList();
  }

  List<PastLead> of(AccountId account, List<EventId> ends) {
    List<String> ids = ends.stream().map(EventId::value).toList();
    Map<String, Map<String, PastLead.Answer>> answers = answers(account, ids);
    return db.sql("""
        SELECT ended.lead_id, ended.source_id, ended.outcome, ended.reason, ended.cost, ended.revenue,
               lead.received_at, lead.vars, event_body.transactions
          FROM event ended
          JOIN lead ON lead.account_id = ended.account_id AND lead.id = ended.lead_id
          LEFT JOIN event_body ON event_body.account_id = ended.account_id AND event_body.event_id = ended.id
         WHERE ended.account_id = :account AND ended.id IN (:ends)
         ORDER BY ended.id
        """)
        .param("account", account.value()).param("ends", ids)
        .query((row, _) -> read(row, answers.getOrDefault(row.getString("lead_id"), Map.of())))
        .list();
  }

  /** By lead and step. A step that was skipped has asked nobody. */
  private Map<String, Map<String, PastLead.Answer>> answers(AccountId account, List<String> ends) {
    Map<String, Map<String, PastLead.Answer>> answers = new HashMap<>();
    db.sql("""
        SELECT asked.lead_id, asked.step_id, asked.outcome, asked.reason, asked.appended
          FROM event ended
          JOIN event asked ON asked.account_id = ended.account_id AND asked.lead_id = ended.lead_id
         WHERE ended.account_id = :account AND ended.id IN (:ends)
           AND asked.type = 'recipient' AND asked.outcome <> 'skip' AND asked.step_id IS NOT NULL
        """)
        .param("account", account.value()).param("ends", ends)
        .query(row -> {
          String appended = row.getString("appended");
          answers.computeIfAbsent(row.getString("lead_id"), _ -> new HashMap<>()).put(row.getString("step_id"),
              new PastLead.Answer(row.getString("outcome"), row.getString("reason"),
                  appended == null ? Map.of() : VarsJson.read(appended)));
        });
    return answers;
  }

  private static PastLead read(ResultSet row, Map<String, PastLead.Answer> answers) throws SQLException {
    String transactions = row.getString("transactions");
    return new PastLead(
        LeadId.of(row.getString("lead_id")),
        EntityId.of(row.getString("source_id")),
        SqlTime.read(row, "received_at"),
        transactions == null ? Optional.empty() : request(transactions),
        VarsJson.read(row.getString("vars")),
        row.getString("outcome"),
        row.getString("reason"),
        amount(row.getBigDecimal("cost")),
        amount(row.getBigDecimal("revenue")),
        answers);
  }

  private static BigDecimal amount(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private static Optional<PastLead.Request> request(String transactions) {
    List<@Nullable Object> all = VarsJson.readList(transactions);
    if (all.isEmpty() || !(all.getFirst() instanceof Map<?, ?> first)
        || !(first.get("request") instanceof Map<?, ?> request)) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (request.get("headers") instanceof Map<?, ?> sent) {
      sent.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
    }
    return Optional.of(new PastLead.Request(String.valueOf(request.get("method")), String.valueOf(request.get("uri")),
        headers, request.get("body") instanceof String body ? body : ""));
  }
}
