package io.sluice.server.event.search;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadSearchStore {

  private static final String CONTACT = String.join(", ", LeadFields.CONTACT);

  private final JdbcClient db;

  LeadSearchStore(JdbcClient db) {
    this.db = db;
  }

  /** A lead is shown once: one that is here already is refused, and with it whatever else would be kept of it twice. */
  void insert(AccountId account, List<FoundLead> leads, List<String> words) {
    if (leads.isEmpty()) {
      return;
    }
    List<@Nullable String[]> columns = new ArrayList<>();
    columns.add(column(leads, lead -> lead.id().value()));
    columns.add(column(leads, lead -> lead.flow().value()));
    columns.add(column(leads, FoundLead::flowName));
    columns.add(column(leads, lead -> lead.source().value()));
    columns.add(column(leads, FoundLead::sourceName));
    columns.add(column(leads, lead -> lead.submittedAt().toString()));
    LeadFields.CONTACT.forEach(field -> columns.add(column(leads, lead -> lead.contact().get(field))));
    columns.add(words.toArray(String[]::new));
    String types = IntStream.range(0, columns.size())
        .mapToObj(i -> ":c" + i + (i == 5 ? "::timestamptz[]" : i == columns.size() - 1 ? "::tsvector[]" : "::text[]"))
        .collect(Collectors.joining(", "));
    var insert = db.sql("""
        INSERT INTO lead_search (account_id, lead_id, flow_id, flow_name, source_id, source_name, submitted_at, %s, words)
        SELECT :account, lead.* FROM unnest(%s) AS lead
        """.formatted(CONTACT, types))
        .param("account", account.value());
    for (int i = 0; i < columns.size(); i++) {
      insert = insert.param("c" + i, columns.get(i));
    }
    insert.update();
  }

  private static @Nullable String[] column(
      List<FoundLead> leads, java.util.function.Function<FoundLead, @Nullable String> of) {
    @Nullable String[] values = new @Nullable String[leads.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = of.apply(leads.get(i));
    }
    return values;
  }

  /** How many leads match, counted up to a limit. In no order, so that the database may count as it finds them. */
  int count(AccountId account, String above, String query, int limit) {
    return db.sql("""
        SELECT count(*) FROM (
          SELECT FROM lead_search
           WHERE account_id = :account AND lead_id > :above AND words @@ :query::tsquery
           LIMIT :limit) found
        """)
        .param("account", account.value()).param("above", above).param("query", query).param("limit", limit)
        .query(Integer.class).single();
  }

  /** Any of those that match. */
  List<LeadId> any(AccountId account, String above, String below, String query, int limit) {
    return db.sql("""
        SELECT lead_id FROM lead_search
         WHERE account_id = :account AND lead_id > :above AND lead_id < :below AND words @@ :query::tsquery
         LIMIT :limit
        """)
        .param("account", account.value()).param("above", above).param("below", below)
        .param("query", query).param("limit", limit)
        .query((row, _) -> LeadId.of(row.getString(1))).list();
  }

  /** The newest that match, when they are few: all are found by their words and sorted. */
  List<LeadId> fewMatching(AccountId account, String above, String query, int limit) {
    // Sorted by what no index has: else a planner who thinks that most leads match would look at all from the newest on.
    return db.sql("""
        SELECT lead_id FROM lead_search
         WHERE account_id = :account AND lead_id > :above AND words @@ :query::tsquery
         ORDER BY (lead_id || '') DESC
         LIMIT :limit
        """)
        .param("account", account.value()).param("above", above).param("query", query).param("limit", limit)
        .query((row, _) -> LeadId.of(row.getString(1))).list();
  }

  /** Some leads from the newest on, and whether each matches. */
  record Looked(LeadId lead, boolean matches) {}

  /** When most leads match: these are looked at in the order of their ids. */
  List<Looked> newestBelow(AccountId account, String above, String below, String query, int limit) {
    return db.sql("""
        SELECT lead_id, (words @@ :query::tsquery) IS TRUE AS matches FROM lead_search
         WHERE account_id = :account AND lead_id > :above AND lead_id < :below
         ORDER BY lead_id DESC
         LIMIT :limit
        """)
        .param("account", account.value()).param("above", above).param("below", below).param("query", query)
        .param("limit", limit)
        .query((row, _) -> new Looked(LeadId.of(row.getString("lead_id")), row.getBoolean("matches"))).list();
  }

  /** A page of these leads. @param exactly a query whose matches come first; empty: none do */
  List<FoundLead> page(
      AccountId account, List<LeadId> leads, String exactly, LeadOrder order, int from, int limit) {
    return db.sql("""
        SELECT lead_id, flow_id, flow_name, source_id, source_name, submitted_at, %s, %s AS is_exact FROM lead_search
         WHERE account_id = :account AND lead_id = ANY (:leads)
         ORDER BY %s OFFSET :from LIMIT :limit
        """.formatted(CONTACT, exactly.isEmpty() ? "true" : "words @@ :exactly::tsquery", order.sql()))
        .param("account", account.value()).param("leads", leads.stream().map(LeadId::value).toArray(String[]::new))
        .param("exactly", exactly).param("from", from).param("limit", limit)
        .query(LeadSearchStore::read).list();
  }

  /** The newest, whatever they say. */
  List<FoundLead> newest(AccountId account, String above, LeadOrder order, int candidates, int from, int limit) {
    return db.sql("""
        WITH found AS MATERIALIZED (
          SELECT lead_id, flow_id, flow_name, source_id, source_name, submitted_at, %s, true AS is_exact FROM lead_search
           WHERE account_id = :account AND lead_id > :above ORDER BY lead_id DESC LIMIT :candidates)
        SELECT * FROM found ORDER BY %s OFFSET :from LIMIT :limit
        """.formatted(CONTACT, order.sql()))
        .param("account", account.value()).param("above", above).param("candidates", candidates)
        .param("from", from).param("limit", limit)
        .query(LeadSearchStore::read).list();
  }

  int countAll(AccountId account, String above, int limit) {
    return db.sql("""
        SELECT count(*) FROM (
          SELECT FROM lead_search WHERE account_id = :account AND lead_id > :above LIMIT :limit) found
        """)
        .param("account", account.value()).param("above", above).param("limit", limit).query(Integer.class).single();
  }

  private static FoundLead read(ResultSet row, int index) throws SQLException {
    Map<String, String> contact = new LinkedHashMap<>();
    for (String field : LeadFields.CONTACT) {
      String value = row.getString(field);
      if (value != null) {
        contact.put(field, value);
      }
    }
    return new FoundLead(LeadId.of(row.getString("lead_id")), FlowId.of(row.getString("flow_id")),
        row.getString("flow_name"), EntityId.of(row.getString("source_id")), row.getString("source_name"),
        SqlTime.read(row, "submitted_at"), contact);
  }
}
