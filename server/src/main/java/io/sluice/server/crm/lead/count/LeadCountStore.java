package io.sluice.server.crm.lead.count;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadCountStore {

  private static final String KIND =
      "user_access_id, stage_id, source_id, campaign_id, territory_id, cycle_id, is_duplicate";

  private final JdbcClient db;

  LeadCountStore(JdbcClient db) {
    this.db = db;
  }

  void append(AccountId account, CompanyId company, Map<LeadKind, Long> changes) {
    List<LeadKind> kinds = changes.keySet().stream().filter(kind -> changes.get(kind) != 0).toList();
    db.sql("""
        INSERT INTO crm_lead_count_change (account_id, company_id, id, %s, month, leads)
        SELECT :account, :company, nextval('crm_lead_part_number'), change.*
          FROM unnest(CAST(:userAccess AS bigint[]), CAST(:stage AS bigint[]), CAST(:source AS bigint[]),
            CAST(:campaign AS bigint[]), CAST(:territory AS bigint[]), CAST(:cycle AS bigint[]),
            CAST(:duplicate AS boolean[]), CAST(:month AS date[]), CAST(:leads AS bigint[])) AS change
        """.formatted(KIND))
        .param("account", account.value()).param("company", company.value())
        .param("userAccess", numbers(kinds, LeadKind::userAccess))
        .param("stage", numbers(kinds, LeadKind::stage))
        .param("source", numbers(kinds, LeadKind::source))
        .param("campaign", numbers(kinds, LeadKind::campaign))
        .param("territory", numbers(kinds, LeadKind::territory))
        .param("cycle", numbers(kinds, LeadKind::cycle))
        .param("duplicate", kinds.stream().map(LeadKind::duplicate).toArray(Boolean[]::new))
        .param("month", kinds.stream().map(kind -> kind.month().toString()).toArray(String[]::new))
        .param("leads", numbers(kinds, changes::get))
        .update();
  }

  private static Long[] numbers(List<LeadKind> kinds, Function<LeadKind, Long> of) {
    return kinds.stream().map(of).toArray(Long[]::new);
  }

  /** Adds up some changes. What another is just adding up is left to it. @return how many */
  int addUp(AccountId account, CompanyId company, int limit) {
    return db.sql("""
        WITH taken AS (
          DELETE FROM crm_lead_count_change
           WHERE account_id = :account AND company_id = :company AND id IN (
             SELECT id FROM crm_lead_count_change WHERE account_id = :account AND company_id = :company
              ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED)
          RETURNING %1$s, month, leads
        ), added AS (
          INSERT INTO crm_lead_count AS known (account_id, company_id, %1$s, leads)
          SELECT :account, :company, %1$s, sum(leads) FROM taken GROUP BY %1$s HAVING sum(leads) <> 0 ORDER BY %1$s
          ON CONFLICT (account_id, company_id, %1$s) DO UPDATE SET leads = known.leads + excluded.leads
        ), added_by_stage AS (
          INSERT INTO crm_lead_stage_count AS known (account_id, company_id, user_access_id, stage_id, leads)
          SELECT :account, :company, user_access_id, stage_id, sum(leads) FROM taken GROUP BY user_access_id, stage_id
          HAVING sum(leads) <> 0 ORDER BY user_access_id, stage_id
          ON CONFLICT (account_id, company_id, user_access_id, stage_id)
            DO UPDATE SET leads = known.leads + excluded.leads
        ), added_by_month AS (
          INSERT INTO crm_lead_month_count AS known (account_id, company_id, month, %1$s, leads)
          SELECT :account, :company, month, %1$s, sum(leads) FROM taken GROUP BY month, %1$s HAVING sum(leads) <> 0
           ORDER BY month, %1$s
          ON CONFLICT (account_id, company_id, month, %1$s) DO UPDATE SET leads = known.leads + excluded.leads
        )
        SELECT count(*) FROM taken
        """.formatted(KIND))
        .param("account", account.value()).param("company", company.value()).param("limit", limit)
        .query(Integer.class).single();
  }

  Map<Long, Long> open(AccountId account, CompanyId company, Collection<Long> userAccesses,
      Collection<Long> terminalStages) {
    Map<Long, Long> open = new HashMap<>();
    db.sql("""
        SELECT user_access_id, sum(leads) AS leads FROM (
          SELECT user_access_id, stage_id, leads FROM crm_lead_stage_count
           WHERE account_id = :account AND company_id = :company AND user_access_id = ANY (:userAccesses)
          UNION ALL
          SELECT user_access_id, stage_id, leads FROM crm_lead_count_change
           WHERE account_id = :account AND company_id = :company AND user_access_id = ANY (:userAccesses)
        ) counted
         WHERE stage_id <> ALL (:terminal)
         GROUP BY user_access_id
        """)
        .param("account", account.value()).param("company", company.value())
        .param("userAccesses", userAccesses.toArray(Long[]::new))
        .param("terminal", terminalStages.toArray(Long[]::new))
        .query(row -> {
          open.put(row.getLong("user_access_id"), row.getLong("leads"));
        });
    return open;
  }

  /**
   * Months that lie within the time asked for are counted already; what is before and behind them is counted now, among
   * the leads of a month at most.
   */
  Map<Long, Long> byStage(AccountId account, CompanyId company, LeadFilter filter) {
    Instant from = filter.from();
    Instant until = filter.until();
    LocalDate first = from == null ? null : firstWhole(from);
    LocalDate behind = until == null ? null : LeadKind.month(until);
    boolean whole = first == null || behind == null || first.isBefore(behind);
    StringBuilder sql = new StringBuilder();
    if (whole) {
      String counted = "SELECT stage_id, leads FROM %s WHERE " + filter.on(LeadFilter.Table.COUNTS)
          + (first == null ? "" : " AND month >= :first") + (behind == null ? "" : " AND month < :behind");
      sql.append(counted.formatted(first != null || behind != null ? "crm_lead_month_count"
              : filter.isOfStages() ? "crm_lead_stage_count" : "crm_lead_count"))
          .append(" UNION ALL ")
          .append(counted.formatted("crm_lead_count_change"));
    }
    String leads = "SELECT stage_id, 1 AS leads FROM crm_lead WHERE " + filter.on(LeadFilter.Table.LEADS);
    if (whole && first != null) {
      sql.append(" UNION ALL ").append(leads).append(" AND created_at >= :from AND created_at < :first_moment");
    }
    if (whole && behind != null) {
      sql.append(" UNION ALL ").append(leads).append(" AND created_at >= :behind_moment AND created_at < :until");
    }
    if (!whole) {
      sql.append(leads).append(" AND created_at >= :from AND created_at < :until");
    }
    Map<String, Object> values = new HashMap<>(Map.of("account", account.value(), "company", company.value()));
    filter.params(values::put);
    if (first != null) {
      values.put("first", first);
      values.put("first_moment", moment(first));
    }
    if (behind != null) {
      values.put("behind", behind);
      values.put("behind_moment", moment(behind));
    }
    Map<Long, Long> counts = new HashMap<>();
    db.sql("SELECT stage_id, sum(leads) AS leads FROM (" + sql + ") counted GROUP BY stage_id HAVING sum(leads) > 0")
        .params(values)
        .query(row -> {
          counts.put(row.getLong("stage_id"), row.getLong("leads"));
        });
    return counts;
  }

  private static LocalDate firstWhole(Instant from) {
    LocalDate month = LeadKind.month(from);
    return month.atStartOfDay().toInstant(ZoneOffset.UTC).equals(from) ? month : month.plusMonths(1);
  }

  private static Timestamp moment(LocalDate month) {
    return Timestamp.from(month.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
