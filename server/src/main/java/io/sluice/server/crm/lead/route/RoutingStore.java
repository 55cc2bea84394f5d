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

  /** The territory of each of these zip codes that has one. */
  Map<String, Long> territories(AccountId account, CompanyId company, Collection<String> zipCodes) {
    Map<String, Long> territories = new HashMap<>();
    if (!zipCodes.isEmpty()) {
      db.sql("""
          SELECT zip_code, territory_id FROM crm_territory_zip_code
           WHERE account_id = :account AND company_id = :company AND zip_code = ANY (:codes)
          """)
          .param("account", account.value()).param("company", company.value())
          .param("codes", zipCodes.toArray(String[]::new))
          .query(row -> {
            territories.put(row.getString("zip_code"), row.getLong("territory_id"));
          });
    }
    return territories;
  }

  Map<Long, List<Long>> byTerritory(AccountId account, CompanyId company, Collection<Long> territories) {
    return links(account, company, "territory", territories);
  }

  Map<Long, List<Long>> bySource(AccountId account, CompanyId company, Collection<Long> sources) {
    return links(account, company, "source", sources);
  }

  private Map<Long, List<Long>> links(AccountId account, CompanyId company, String what, Collection<Long> ids) {
    Map<Long, List<Long>> links = new HashMap<>();
    if (!ids.isEmpty()) {
      db.sql("""
          SELECT l.%1$s_id AS id, l.user_access_id
            FROM crm_%1$s_user_access l
            JOIN user_access a ON a.id = l.user_access_id AND a.company_id = l.company_id
           WHERE l.account_id = :account AND l.company_id = :company AND l.%1$s_id = ANY (:ids)
          """.formatted(what))
          .param("account", account.value()).param("company", company.value()).param("ids", ids.toArray(Long[]::new))
          .query(row -> {
            links.computeIfAbsent(row.getLong("id"), _ -> new ArrayList<>()).add(row.getLong("user_access_id"));
          });
    }
    return links;
  }
}
