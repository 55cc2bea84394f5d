package io.sluice.server.crm.lead.list;

import io.sluice.server.crm.lead.count.LeadFilter;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads ids only: the leads of a page are read when it is known which they are. */
@Repository
class LeadListStore {

  private final JdbcClient db;

  LeadListStore(JdbcClient db) {
    this.db = db;
  }

  /** In the order of an index, passing over leads that do not match: for when many do. */
  List<Long> walk(AccountId account, CompanyId company, LeadFilter filter, LeadSort sort, long offset, int limit) {
    String way = sort.descending() ? "DESC" : "ASC";
    String order = sort.isById() ? "id " + way : sort.field().column() + " " + way + ", id " + way;
    return db.sql("SELECT id FROM crm_lead WHERE " + filter.onLeads()
            + " ORDER BY " + order + " LIMIT :limit OFFSET :offset")
        .params(values(account, company, filter)).param("limit", limit).param("offset", offset)
        .query(Long.class).list();
  }

  /**
   * All that match, then sorted: for when few do.
   *
   * @param words as a {@code tsquery}; absent: whatever they say
   * @param most so many are looked at, any of them
   */
  List<Long> gather(AccountId account, CompanyId company, LeadFilter filter, @Nullable String words, LeadSort sort,
      List<Long> stages, int most, long offset, int limit) {
    String way = sort.descending() ? "DESC" : "ASC";
    String key = sort.field() == LeadSort.Field.STAGE ? "array_position(CAST(:stages AS bigint[]), stage_id)"
        : sort.field().column();
    Map<String, Object> values = values(account, company, filter);
    values.put("stages", stages.toArray(Long[]::new));
    if (words != null) {
      values.put("words", words);
    }
    return db.sql("WITH found AS MATERIALIZED (SELECT id, " + key + " AS key FROM crm_lead WHERE " + filter.onLeads()
            + (words == null ? "" : " AND words @@ CAST(:words AS tsquery)") + " LIMIT :most) "
            + "SELECT id FROM found ORDER BY key " + way + ", id " + way + " LIMIT :limit OFFSET :offset")
        .params(values).param("most", most).param("limit", limit).param("offset", offset)
        .query(Long.class).list();
  }

  /**
   * What of the first so many in this order matches: for words that many have. Shorter than asked for where the words
   * lie further behind.
   */
  List<Long> searchFirst(AccountId account, CompanyId company, LeadFilter filter, String words, LeadSort sort,
      int looked, long offset, int limit) {
    String way = sort.descending() ? "DESC" : "ASC";
    String order = sort.isById() ? "id " + way : sort.field().column() + " " + way + ", id " + way;
    return db.sql("SELECT id FROM (SELECT * FROM crm_lead WHERE " + filter.onLeads() + " ORDER BY " + order
            + " LIMIT :looked) looked WHERE words @@ CAST(:words AS tsquery) ORDER BY " + order
            + " LIMIT :limit OFFSET :offset")
        .params(values(account, company, filter)).param("words", words).param("looked", looked)
        .param("limit", limit).param("offset", offset)
        .query(Long.class).list();
  }

  /** How many that match each stage has, of so many at most, in no order: the database may count as it finds them. */
  Map<Long, Long> countMatching(AccountId account, CompanyId company, LeadFilter filter, String words, int most) {
    Map<Long, Long> counts = new HashMap<>();
    db.sql("SELECT stage_id, count(*) AS leads FROM (SELECT stage_id FROM crm_lead WHERE " + filter.onLeads()
            + " AND words @@ CAST(:words AS tsquery) LIMIT :most) found GROUP BY stage_id")
        .params(values(account, company, filter)).param("words", words).param("most", most)
        .query(row -> {
          counts.put(row.getLong("stage_id"), row.getLong("leads"));
        });
    return counts;
  }

  /** Whose unassigned leads a user access sees. */
  List<Long> sourcesOf(AccountId account, CompanyId company, long userAccess) {
    return db.sql("""
        SELECT source_id FROM crm_source_user_access
         WHERE account_id = :account AND company_id = :company AND user_access_id = :userAccess ORDER BY source_id
        """)
        .param("account", account.value()).param("company", company.value()).param("userAccess", userAccess)
        .query(Long.class).list();
  }

  private static Map<String, Object> values(AccountId account, CompanyId company, LeadFilter filter) {
    Map<String, Object> values = new HashMap<>(Map.of("account", account.value(), "company", company.value()));
    filter.params(values::put);
    return values;
  }
}
