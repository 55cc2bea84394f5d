package io.sluice.server.crm.loop.arrival;

import io.sluice.server.crm.loop.arrival.LeadArrivals.Arrived;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EventId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which leads came by which deliveries. */
@Repository
class ArrivalStore {

  private final JdbcClient db;

  ArrivalStore(JdbcClient db) {
    this.db = db;
  }

  boolean hasCompany(AccountId account, CompanyId company) {
    return db.sql("SELECT count(*) FROM company WHERE account_id = :account AND id = :company")
        .param("account", account.value()).param("company", company.value())
        .query(Long.class).single() > 0;
  }

  Optional<Arrived> madeBy(AccountId account, CompanyId company, EventId delivery) {
    return db.sql("""
        SELECT id, duplicate_of_id IS NOT NULL AS duplicate FROM crm_lead
         WHERE account_id = :account AND company_id = :company AND exchange_event_id = :delivery
        """)
        .param("account", account.value()).param("company", company.value()).param("delivery", delivery.value())
        .query((row, _) -> (Arrived) new Arrived.Taken(row.getLong("id"), row.getBoolean("duplicate")))
        .optional();
  }

  Optional<EventId> deliveryOf(AccountId account, long lead) {
    return db.sql("""
        SELECT exchange_event_id FROM crm_lead
         WHERE account_id = :account AND id = :lead AND exchange_event_id IS NOT NULL
        """)
        .param("account", account.value()).param("lead", lead)
        .query(String.class).optional().map(EventId::of);
  }
}
