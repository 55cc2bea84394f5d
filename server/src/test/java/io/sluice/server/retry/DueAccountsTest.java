package io.sluice.server.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.kernel.AccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Who is found when deliveries of very many accounts wait. */
class DueAccountsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final int ACCOUNTS = 1_000;

  private final DatabaseAddress database = TestDatabase.fresh();
  private Connection connection;
  private JdbcClient db;
  private DueAccounts due;

  @BeforeEach
  void fill() throws SQLException {
    connection = database.connect();
    db = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    due = new DueAccounts(new RetryStore(db));
    IntStream.range(0, ACCOUNTS).forEach(i -> waiting(account(i), i, NOW.plusSeconds(60)));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void one_look_finds_what_became_due_however_many_accounts_wait() {
    assertThat(look(NOW)).isEmpty();
    waiting(account(ACCOUNTS - 1), ACCOUNTS, NOW.plusSeconds(2));
    waiting(account(ACCOUNTS / 2), ACCOUNTS, NOW.plusSeconds(1));
    assertThat(look(NOW.plusSeconds(3))).as("what is due first, first")
        .containsExactly(account(ACCOUNTS / 2), account(ACCOUNTS - 1));
  }

  @Test
  void what_was_committed_long_after_it_was_due_is_found_by_the_round() {
    look(NOW);
    waiting(account(ACCOUNTS - 1), ACCOUNTS, NOW.minusSeconds(60));
    List<AccountId> found = List.of();
    for (int looks = 0; found.isEmpty(); looks++) {
      assertThat(looks).as("looks, ten accounts each").isLessThanOrEqualTo(ACCOUNTS / 10 + 1);
      found = look(NOW);
    }
    assertThat(found).containsExactly(account(ACCOUNTS - 1));
  }

  @Test
  void one_account_with_more_than_a_look_takes_in_hides_no_other() {
    IntStream.range(0, 4_500).forEach(i -> waiting(account(0), ACCOUNTS + i, NOW.plusMillis(i)));
    waiting(account(ACCOUNTS - 1), ACCOUNTS, NOW.plusSeconds(6));
    Instant later = NOW.plusSeconds(7);
    look(later);
    look(later);
    assertThat(look(later)).contains(account(ACCOUNTS - 1));
  }

  @Test
  void who_has_more_comes_behind_the_others() {
    waiting(account(1), ACCOUNTS, NOW);
    waiting(account(2), ACCOUNTS, NOW.plusMillis(1));
    due.look(NOW.plusSeconds(1));
    due.again(account(1));
    assertThat(due.inTurn()).containsExactly(account(2), account(1));
  }

  /** Who is found, and dealt with. */
  private List<AccountId> look(Instant now) {
    due.look(now);
    List<AccountId> found = due.inTurn();
    found.forEach(due::done);
    return found;
  }

  private static AccountId account(int number) {
    return AccountId.of("%024x".formatted(number));
  }

  private void waiting(AccountId account, int event, Instant nextAt) {
    db.sql("""
        INSERT INTO retry (account_id, event_id, lead_id, flow_id, step_id, module_id, idempotency_key, attempts, next_at,
                           data, key_id, created_at)
        VALUES (:account, :event, :account, :account, 's', 'm', 'k', 0, CAST(:next AS timestamptz), '', 'k',
                CAST(:next AS timestamptz))
        """)
        .param("account", account.value()).param("event", "%024x".formatted(event)).param("next", nextAt.toString())
        .update();
  }
}
