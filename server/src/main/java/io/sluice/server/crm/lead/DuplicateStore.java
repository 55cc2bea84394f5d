package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.contact.ContactKeys;
import io.sluice.server.crm.lead.count.LeadKind;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose duplicate each lead is: the oldest with the same address or number, if that is an older one. */
@Repository
class DuplicateStore {

  private final JdbcClient db;

  DuplicateStore(JdbcClient db) {
    this.db = db;
  }

  /**
   * A lead whose original may be another now.
   *
   * @param kind what it is counted as so far
   * @param original absent: it is one itself
   */
  record Kin(long lead, LeadKind kind, @Nullable Long original) {}

  /**
   * The lead whose keys have changed, its duplicates so far, and younger leads that have its new keys. Nobody else
   * changes them until the transaction ends.
   */
  List<Kin> kin(AccountId account, CompanyId company, long lead, ContactKeys keys) {
    List<Long> ids = db.sql("""
        SELECT id FROM crm_lead
         WHERE account_id = :account AND company_id = :company AND id = ANY (ARRAY(
           SELECT CAST(:lead AS bigint)
           UNION SELECT id FROM crm_lead WHERE account_id = :account AND duplicate_of_id = :lead
           UNION SELECT id FROM crm_lead WHERE account_id = :account AND company_id = :company
              AND email_key = CAST(:email AS text) COLLATE "C" AND id > :lead
              AND (duplicate_of_id IS NULL OR duplicate_of_id > :lead)
           UNION SELECT id FROM crm_lead WHERE account_id = :account AND company_id = :company
              AND phone_key = CAST(:phone AS text) COLLATE "C" AND id > :lead
              AND (duplicate_of_id IS NULL OR duplicate_of_id > :lead)))
         ORDER BY id FOR NO KEY UPDATE
        """)
        .param("account", account.value()).param("company", company.value()).param("lead", lead)
        .param("email", keys.email()).param("phone", keys.phone())
        .query(Long.class).list();
    return db.sql("""
        SELECT l.*, least(
            (SELECT o.id FROM crm_lead o
              WHERE o.account_id = l.account_id AND o.company_id = l.company_id AND o.email_key = l.email_key
                AND o.id < l.id ORDER BY o.id LIMIT 1),
            (SELECT o.id FROM crm_lead o
              WHERE o.account_id = l.account_id AND o.company_id = l.company_id AND o.phone_key = l.phone_key
                AND o.id < l.id ORDER BY o.id LIMIT 1)) AS original
          FROM crm_lead l WHERE l.account_id = :account AND l.company_id = :company AND l.id = ANY (:ids)
        """)
        .param("account", account.value()).param("company", company.value()).param("ids", ids.toArray(Long[]::new))
        .query((row, _) -> {
          return new Kin(row.getLong("id"), LeadStore.kind(row), LeadStore.number(row, "original"));
        }).list();
  }

  void point(AccountId account, List<Kin> kin) {
    db.sql("""
        UPDATE crm_lead l SET duplicate_of_id = kin.original
          FROM unnest(CAST(:leads AS bigint[]), CAST(:originals AS bigint[])) AS kin (id, original)
         WHERE l.account_id = :account AND l.id = kin.id AND l.duplicate_of_id IS DISTINCT FROM kin.original
        """)
        .param("account", account.value())
        .param("leads", kin.stream().map(Kin::lead).toArray(Long[]::new))
        .param("originals", kin.stream().map(Kin::original).toArray(Long[]::new))
        .update();
  }
}
