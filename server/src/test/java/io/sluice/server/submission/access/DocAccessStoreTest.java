package io.sluice.server.submission.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.kernel.AccountId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What it costs to show the newest of very many. */
class DocAccessStoreTest {

  private static final int MANY = 20_000;

  private final SluiceServer server = SluiceServer.shared();
  private final JdbcClient db = server.bean(JdbcClient.class);
  private final Party acme = server.open("Acme");

  @ParameterizedTest
  @CsvSource({"i % 10 = 0, false", "i % 100 <> 0, false", "i % 100 <> 0, true"})
  void the_newest_are_shown_without_reading_the_others(String hidden, boolean alsoHidden) {
    server.bean(TransactionOperations.class).executeWithoutResult(running -> {
      db.sql("""
          INSERT INTO submission_doc_access (account_id, id, accessor_account_id, accessor_user_id, owner_account_id, flow_id,
            source_id, created_at, last_accessed_at, access_count, hidden)
          SELECT :acme, lpad(to_hex(i), 24, '0'), :acme, '', :acme, lpad(to_hex(i), 24, '0'), :acme, now(),
                 now() - (i % 1000) * interval '1 minute', 1, HIDDEN
            FROM generate_series(1, :count) AS i
          """.replace("HIDDEN", hidden)).param("acme", acme.accountId()).param("count", MANY).update();
      db.sql("ANALYZE submission_doc_access").update(); // as the database does by itself, a minute later
      long read = entriesRead();
      List<DocAccess> newest = server.bean(DocAccessStore.class).of(AccountId.of(acme.accountId()), alsoHidden, 100);
      assertThat(entriesRead() - read).as("entries read").isLessThan(500);
      assertThat(newest).hasSize(100)
          .isSortedAccordingTo((a, b) -> b.lastAccessedAt().compareTo(a.lastAccessedAt()));
      running.setRollbackOnly();
    });
  }

  private long entriesRead() {
    return db.sql("""
        SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class
         WHERE relname LIKE 'submission_doc_access%' AND relkind IN ('r', 'i')
        """).query(Long.class).single();
  }
}
