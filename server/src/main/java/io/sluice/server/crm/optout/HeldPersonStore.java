package io.sluice.server.crm.optout;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Who holds whom, by hash: the leads of the exchange and those of the CRM. What comes in and what is registered wait for
 * each other, so that no lead falls between: many may come in together, and nothing else while an opt-out is registered.
 */
@Repository
class HeldPersonStore {

  private final JdbcClient db;

  HeldPersonStore(JdbcClient db) {
    this.db = db;
  }

  /** Until the transaction ends, what comes in waits, and so does every other opt-out. */
  @WithoutAccount("an opt-out goes through several accounts")
  void holdArrivals() {
    db.sql("SELECT pg_advisory_xact_lock(hashtextextended('opt-out', 0)) IS NULL").query(Boolean.class).single();
  }

  /** A lead of the exchange, shown once, and what its person is known by; the two lists go side by side. */
  void addExchange(AccountId account, List<String> leads, List<String> hashes) {
    db.sql("""
        INSERT INTO lead_person (account_id, lead_id, person_hash)
        SELECT :account, lead_id, person_hash FROM unnest(:leads::text[], :hashes::text[]) AS t (lead_id, person_hash),
               (SELECT pg_advisory_xact_lock_shared(hashtextextended('opt-out', 0))) AS registered
        """)
        .param("account", account.value())
        .param("leads", leads.toArray(String[]::new))
        .param("hashes", hashes.toArray(String[]::new))
        .update();
  }

  void addCrm(AccountId account, List<Long> leads, List<String> hashes) {
    db.sql("""
        INSERT INTO crm_lead_person (account_id, lead_id, person_hash)
        SELECT :account, lead_id, person_hash FROM unnest(:leads::bigint[], :hashes::text[]) AS t (lead_id, person_hash),
               (SELECT pg_advisory_xact_lock_shared(hashtextextended('opt-out', 0))) AS registered
        ON CONFLICT ON CONSTRAINT crm_lead_person_pk DO NOTHING
        """)
        .param("account", account.value())
        .param("leads", leads.toArray(Long[]::new))
        .param("hashes", hashes.toArray(String[]::new))
        .update();
  }

  void forgetCrm(AccountId account, Collection<Long> leads) {
    db.sql("DELETE FROM crm_lead_person WHERE account_id = :account AND lead_id = ANY (:leads)")
        .param("account", account.value())
        .param("leads", leads.toArray(Long[]::new))
        .update();
  }

  List<String> exchangeLeads(AccountId account, Set<String> hashes, int limit) {
    return db.sql("""
        SELECT DISTINCT lead_id FROM lead_person WHERE account_id = :account AND person_hash = ANY (:hashes)
         ORDER BY lead_id DESC LIMIT :limit
        """)
        .param("account", account.value()).param("hashes", hashes.toArray(String[]::new)).param("limit", limit)
        .query(String.class).list();
  }

  List<Long> crmLeads(AccountId account, Set<String> hashes, int limit) {
    return db.sql("""
        SELECT DISTINCT lead_id FROM crm_lead_person WHERE account_id = :account AND person_hash = ANY (:hashes)
         ORDER BY lead_id DESC LIMIT :limit
        """)
        .param("account", account.value()).param("hashes", hashes.toArray(String[]::new)).param("limit", limit)
        .query(Long.class).list();
  }

  /** Which of these accounts hold the person. */
  @WithoutAccount("asked of several accounts at once, which are named")
  Set<AccountId> holders(Collection<AccountId> accounts, Set<String> hashes) {
    Set<AccountId> holders = new TreeSet<>();
    db.sql("""
        SELECT account_id FROM lead_person WHERE account_id = ANY (:accounts) AND person_hash = ANY (:hashes)
        UNION
        SELECT account_id FROM crm_lead_person WHERE account_id = ANY (:accounts) AND person_hash = ANY (:hashes)
        """)
        .param("accounts", accounts.stream().map(AccountId::value).toArray(String[]::new))
        .param("hashes", hashes.toArray(String[]::new))
        .query((row, _) -> AccountId.of(row.getString("account_id")))
        .list().forEach(holders::add);
    return holders;
  }

  /** From now on the person is known to have opted out there. */
  void watch(AccountId account, Set<String> hashes, AccountId through, AccountId asker, String optOut,
      Instant since) {
    db.sql("""
        INSERT INTO opted_out_person (account_id, person_hash, asker_account_id, opt_out_id, through_account_id, since)
        SELECT :account, person_hash, :asker, :optOut, :through, :since FROM unnest(:hashes::text[]) AS t (person_hash)
        ON CONFLICT ON CONSTRAINT opted_out_person_pk DO NOTHING
        """)
        .param("account", account.value()).param("hashes", hashes.toArray(String[]::new))
        .param("asker", asker.value()).param("optOut", optOut).param("through", through.value())
        .param("since", SqlTime.of(since))
        .update();
  }

  record Watched(String hash, AccountId asker, String optOut, AccountId through, Instant since) {}

  List<Watched> watched(AccountId account, Collection<String> hashes) {
    return db.sql("""
        SELECT * FROM opted_out_person WHERE account_id = :account AND person_hash = ANY (:hashes)
        """)
        .param("account", account.value()).param("hashes", hashes.toArray(String[]::new))
        .query((row, _) -> new Watched(row.getString("person_hash"), AccountId.of(row.getString("asker_account_id")),
            row.getString("opt_out_id"), AccountId.of(row.getString("through_account_id")), SqlTime.read(row, "since")))
        .list();
  }

  /** Says on the leads themselves since when; what was said before stays. */
  void mark(AccountId account, Collection<Long> leads, Instant since) {
    db.sql("""
        UPDATE crm_lead SET opted_out_at = :since
         WHERE account_id = :account AND id = ANY (:leads) AND opted_out_at IS NULL
        """)
        .param("since", SqlTime.of(since)).param("account", account.value())
        .param("leads", leads.toArray(Long[]::new))
        .update();
  }

  /** All of the account's leads of this person, however many. */
  void markAll(AccountId account, Set<String> hashes, Instant since) {
    db.sql("""
        UPDATE crm_lead SET opted_out_at = :since
         WHERE account_id = :account AND opted_out_at IS NULL AND id IN (
           SELECT lead_id FROM crm_lead_person WHERE account_id = :account AND person_hash = ANY (:hashes))
        """)
        .param("since", SqlTime.of(since)).param("account", account.value())
        .param("hashes", hashes.toArray(String[]::new))
        .update();
  }
}
