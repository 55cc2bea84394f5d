package io.sluice.server.crm.lead;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Two leads of the same person are made one behind the other, so that one of them is the original. Leads of different
 * persons do not wait for each other; many at once would hold more locks than a database has, so they keep all others
 * of their company out instead.
 */
@Repository
class LeadLockStore {

  private final JdbcClient db;

  LeadLockStore(JdbcClient db) {
    this.db = db;
  }

  /** Until the transaction ends. @param keys of one or two leads */
  void hold(AccountId account, CompanyId company, Collection<String> keys) {
    // In one order for everybody, so that two never wait for each other in a circle.
    Long[] locks = keys.stream().map(key -> number(account, company, key)).distinct().sorted().toArray(Long[]::new);
    db.sql("""
        WITH company AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:company))
        SELECT count(pg_advisory_xact_lock(key)) FROM company, unnest(CAST(:keys AS bigint[])) AS one (key)
        """)
        .param("company", number(account, company, "")).param("keys", locks)
        .query(Long.class).single();
  }

  /** Until the transaction ends, from everybody else who makes leads of the company. */
  void holdAll(AccountId account, CompanyId company) {
    db.sql("SELECT 1 FROM pg_advisory_xact_lock(:company)")
        .param("company", number(account, company, "")).query(Integer.class).single();
  }

  private static long number(AccountId account, CompanyId company, String key) {
    try {
      byte[] text = ("crm_lead " + account + " " + company + " " + key).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
