package io.sluice.server.flow.usage;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class DataPointStore {

  private final JdbcClient db;
  private final JsonMapper json;

  DataPointStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** What one tally has counted of one day. */
  record Count(AccountId account, FlowId flow, LocalDate day, String tally, Map<String, Long> byField) {}

  record Var(AccountId account, FlowId flow, String name, String type, @Nullable String moduleId,
      @Nullable EntityId entity, List<String> examples, Instant firstUsedAt, Instant lastUsedAt) {}

  /** A data point in all the flows that were asked for; the rest is as in the flow that saw it last. */
  record Found(String name, String type, @Nullable String moduleId, @Nullable EntityId entity, List<String> examples,
      Instant firstUsedAt, Instant lastUsedAt) {}

  @WithoutAccount("every row names its own")
  void saveCounts(List<Count> counts) {
    db.sql("""
        INSERT INTO field_usage (account_id, flow_id, day, tally_id, counts)
        SELECT * FROM unnest(:accounts::text[], :flows::text[], :days::date[], :tallies::text[], :counts::jsonb[])
        ON CONFLICT ON CONSTRAINT field_usage_pk DO UPDATE SET counts = excluded.counts
        """)
        .param("accounts", column(counts, Count::account))
        .param("flows", column(counts, Count::flow))
        .param("days", column(counts, Count::day))
        .param("tallies", column(counts, Count::tally))
        .param("counts", column(counts, count -> json.writeValueAsString(count.byField())))
        .update();
  }

  @WithoutAccount("every row names its own")
  void saveVars(List<Var> vars) {
    db.sql("""
        INSERT INTO flow_var (account_id, name, flow_id, type, module_id, entity_id, examples, first_used_at,
                              last_used_at)
        SELECT * FROM unnest(:accounts::text[], :names::text[], :flows::text[], :types::text[], :modules::text[],
                             :entities::text[], :examples::text[], :firsts::timestamptz[], :lasts::timestamptz[])
        ON CONFLICT ON CONSTRAINT flow_var_pk DO UPDATE
           SET type = excluded.type, module_id = excluded.module_id, entity_id = excluded.entity_id,
               examples = excluded.examples,
               first_used_at = least(flow_var.first_used_at, excluded.first_used_at),
               last_used_at = greatest(flow_var.last_used_at, excluded.last_used_at)
        """)
        .param("accounts", column(vars, Var::account))
        .param("names", column(vars, Var::name))
        .param("flows", column(vars, Var::flow))
        .param("types", column(vars, Var::type))
        .param("modules", column(vars, Var::moduleId))
        .param("entities", column(vars, Var::entity))
        .param("examples", column(vars, row -> json.writeValueAsString(row.examples())))
        .param("firsts", column(vars, Var::firstUsedAt))
        .param("lasts", column(vars, Var::lastUsedAt))
        .update();
  }

  private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable Object> value) {
    return rows.stream().map(value).map(cell -> cell == null ? null : cell.toString()).toArray(String[]::new);
  }

  /** By field: how many leads of these days had a value for it. */
  Map<String, Long> counts(AccountId account, FlowId flow, LocalDate from, LocalDate before) {
    Map<String, Long> counts = new LinkedHashMap<>();
    db.sql("""
        SELECT one.key AS field, sum(one.value::bigint)::bigint AS leads
          FROM field_usage, jsonb_each_text(counts) AS one
         WHERE account_id = :account AND flow_id = :flow AND day >= :from AND day < :before
         GROUP BY one.key ORDER BY one.key
        """)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("from", from)
        .param("before", before)
        .query(row -> {
          counts.put(row.getString("field"), row.getLong("leads"));
        });
    return counts;
  }

  /** @param flows empty: all; {@code start} and {@code end}: {@code null} is no bound */
  List<Found> vars(AccountId account, Collection<FlowId> flows, @Nullable Instant start, @Nullable Instant end,
      int max) {
    return db.sql("""
        SELECT name, min(first_used_at) AS first_used_at, max(last_used_at) AS last_used_at,
               (array_agg(type ORDER BY last_used_at DESC))[1] AS type,
               (array_agg(module_id ORDER BY last_used_at DESC))[1] AS module_id,
               (array_agg(entity_id ORDER BY last_used_at DESC))[1] AS entity_id,
               (array_agg(examples ORDER BY last_used_at DESC))[1] AS examples
          FROM flow_var
         WHERE account_id = :account
           AND (cardinality(:flows::text[]) = 0 OR flow_id = ANY (:flows::text[]))
           AND last_used_at >= coalesce(:start::timestamptz, '-infinity')
           AND first_used_at <= coalesce(:end::timestamptz, 'infinity')
         GROUP BY name ORDER BY name LIMIT :max
        """)
        .param("account", account.value())
        .param("flows", flows.stream().map(FlowId::value).toArray(String[]::new))
        .param("start", Objects.toString(start, null))
        .param("end", Objects.toString(end, null))
        .param("max", max)
        .query(this::found)
        .list();
  }

  private Found found(ResultSet row, int index) throws SQLException {
    String entity = row.getString("entity_id");
    return new Found(row.getString("name"), row.getString("type"), row.getString("module_id"),
        entity == null ? null : EntityId.of(entity),
        json.readValue(row.getString("examples"), new TypeReference<List<String>>() {}),
        SqlTime.read(row, "first_used_at"), SqlTime.read(row, "last_used_at"));
  }

  /** Whose days were counted. */
  record CountedFlow(AccountId account, FlowId flow) {

    static final CountedFlow NONE = new CountedFlow(AccountId.of("0".repeat(24)), FlowId.of("0".repeat(24)));
  }

  /** From flow to flow instead of from row to row. */
  @WithoutAccount("what is old is forgotten for every account")
  Optional<CountedFlow> nextCounted(CountedFlow after) {
    return db.sql("""
        SELECT account_id, flow_id FROM field_usage WHERE (account_id, flow_id) > (:account, :flow)
         ORDER BY account_id, flow_id LIMIT 1
        """)
        .param("account", after.account().value())
        .param("flow", after.flow().value())
        .query((row, _) -> new CountedFlow(AccountId.of(row.getString("account_id")), FlowId.of(row.getString("flow_id"))))
        .optional();
  }

  void forgetCounts(AccountId account, FlowId flow, LocalDate before) {
    db.sql("DELETE FROM field_usage WHERE account_id = :account AND flow_id = :flow AND day < :before")
        .param("account", account.value())
        .param("flow", flow.value())
        .param("before", before)
        .update();
  }

  /** From account to account. */
  @WithoutAccount("what is old is forgotten for every account")
  Optional<AccountId> nextWithVars(String after) {
    return db.sql("SELECT account_id FROM flow_var WHERE account_id > :after ORDER BY account_id LIMIT 1")
        .param("after", after).query(String.class).optional().map(AccountId::of);
  }

  /** Where a row stands in its account. */
  record VarPlace(String name, String flow) {

    static final VarPlace FIRST = new VarPlace("", "");
  }

  /**
   * Empties the examples of what was last used before, among the next rows.
   *
   * @return the last of them; empty: there are no more
   */
  Optional<VarPlace> forgetExamples(AccountId account, VarPlace after, Instant lastUsedBefore, int atMost) {
    Optional<VarPlace> last = db.sql("""
        SELECT name, flow_id FROM (
          SELECT name, flow_id FROM flow_var WHERE account_id = :account AND (name, flow_id) > (:name, :flow)
           ORDER BY name, flow_id LIMIT :most) AS piece
         ORDER BY name DESC, flow_id DESC LIMIT 1
        """)
        .param("account", account.value())
        .param("name", after.name())
        .param("flow", after.flow())
        .param("most", atMost)
        .query((row, _) -> new VarPlace(row.getString("name"), row.getString("flow_id"))).optional();
    last.ifPresent(until -> db.sql("""
        UPDATE flow_var SET examples = '[]'
         WHERE account_id = :account AND (name, flow_id) > (:name, :flow) AND (name, flow_id) <= (:lastName, :lastFlow)
           AND last_used_at < :before AND examples <> '[]'
        """)
        .param("account", account.value())
        .param("name", after.name())
        .param("flow", after.flow())
        .param("lastName", until.name())
        .param("lastFlow", until.flow())
        .param("before", SqlTime.of(lastUsedBefore))
        .update());
    return last;
  }
}
