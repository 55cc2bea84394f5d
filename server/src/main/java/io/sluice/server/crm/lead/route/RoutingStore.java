package io.sluice.server.crm.lead.route;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose new leads are, for many of them in few questions: an import makes a thousand at a time. */
@Repository
class RoutingStore {

  private final JdbcClient db;

  RoutingStore(JdbcClient db) {
    this.db = db;
  }

  /** Who receives leads from where; nobody who was put out does. */
  record Links(Map<String, Long> territories, Map<Long, List<Long>> byTerritory, Map<Long, List<Long>> bySource) {}

  /** Of the territories that have these zip codes, of these territories and of these sources. */
  Links links(AccountId account, CompanyId company, Collection<String> zipCodes, Collection<Long> territories,
      Collection<Long> sources) {
    Links links = new Links(new HashMap<>(), new HashMap<>(), new HashMap<>());
    db.sql("""
        WITH area AS (
          SELECT zip_code, territory_id FROM crm_territory_zip_code
           WHERE account_id = :account AND company_id = :company AND zip_code = ANY (:codes)
        )
        SELECT 'zip_code' AS what, zip_code AS name, territory_id AS id FROM area
        UNION ALL
        SELECT 'territory', l.territory_id::text, l.user_access_id
          FROM crm_territory_user_access l
          JOIN user_access a ON a.id = l.user_access_id AND a.company_id = l.company_id
          JOIN account_user u ON u.id = a.user_id AND u.inactive_since IS NULL
         WHERE l.account_id = :account AND l.company_id = :company
           AND (l.territory_id = ANY (:territories) OR l.territory_id IN (SELECT territory_id FROM area))
        UNION ALL
        SELECT 'source', l.source_id::text, l.user_access_id
          FROM crm_source_user_access l
          JOIN user_access a ON a.id = l.user_access_id AND a.company_id = l.company_id
          JOIN account_user u ON u.id = a.user_id AND u.inactive_since IS NULL
         WHERE l.account_id = :account AND l.company_id = :company AND l.source_id = ANY (:sources)
        """)
        .param("account", account.value()).param("company", company.value())
        .param("codes", zipCodes.toArray(String[]::new))
        .param("territories", territories.toArray(Long[]::new))
        .param("sources", sources.toArray(Long[]::new))
        .query(row -> {
          String name = row.getString("name");
          long id = row.getLong("id");
          switch (row.getString("what")) {
            case "zip_code" -> links.territories().put(name, id);
            case "territory" -> links.byTerritory().computeIfAbsent(Long.valueOf(name), _ -> new ArrayList<>()).add(id);
            default -> links.bySource().computeIfAbsent(Long.valueOf(name), _ -> new ArrayList<>()).add(id);
          }
        });
    return links;
  }
}
