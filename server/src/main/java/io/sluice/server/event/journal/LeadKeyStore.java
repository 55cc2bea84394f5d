package io.sluice.server.event.journal;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadKeyStore {

  private final JdbcClient db;

  LeadKeyStore(JdbcClient db) {
    this.db = db;
  }

  record Row(LeadKeys.Known known, boolean expired) {}

  Optional<Row> find(AccountId account, EntityId source, String hash, Instant now) {
    return db.sql("""
        SELECT fingerprint, answer, expires_at <= :now AS expired FROM lead_key
         WHERE account_id = :account AND source_id = :source AND key_hash = :hash
        """)
        .param("account", account.value()).param("source", source.value()).param("hash", hash)
        .param("now", SqlTime.of(now))
        .query((row, _) -> new Row(
            new LeadKeys.Known(row.getString("fingerprint"), row.getBytes("answer")), row.getBoolean("expired")))
        .optional();
  }

  Optional<LeadKeys.Known> findOfAnySource(AccountId account, String hash, String fingerprint, Instant now) {
    return db.sql("""
        SELECT fingerprint, answer FROM lead_key
         WHERE account_id = :account AND key_hash = :hash AND fingerprint = :fingerprint AND expires_at > :now
         LIMIT 1
        """)
        .param("account", account.value()).param("hash", hash).param("fingerprint", fingerprint)
        .param("now", SqlTime.of(now))
        .query((row, _) -> new LeadKeys.Known(row.getString("fingerprint"), row.getBytes("answer")))
        .optional();
  }

  void forgetIfExpired(AccountId account, EntityId source, String hash, Instant now) {
    db.sql("""
        DELETE FROM lead_key
         WHERE account_id = :account AND source_id = :source AND key_hash = :hash AND expires_at <= :now
        """)
        .param("account", account.value()).param("source", source.value()).param("hash", hash)
        .param("now", SqlTime.of(now)).update();
  }

  @WithoutAccount("keys of every account expire alike")
  Optional<Instant> forgetExpired(Instant after, Instant now, int atMost) {
    Optional<Instant> last = db.sql("""
        SELECT max(expires_at) AS last FROM (
          SELECT expires_at FROM lead_key WHERE expires_at > :after AND expires_at <= :now
           ORDER BY expires_at LIMIT :most) AS oldest
        """)
        .param("after", SqlTime.of(after)).param("now", SqlTime.of(now)).param("most", atMost)
        .query((row, _) -> Optional.ofNullable(SqlTime.orNull(row, "last"))).single();
    last.ifPresent(until -> db.sql("DELETE FROM lead_key WHERE expires_at > :after AND expires_at <= :until")
        .param("after", SqlTime.of(after)).param("until", SqlTime.of(until)).update());
    return last;
  }
}
