package io.sluice.server.webhook.message;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.kernel.WebhookMessageId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DeliveryStore {

  private static final String SHOWN = """
      SELECT d.*, m.type, m.happened_at, m.body
        FROM webhook_delivery d JOIN webhook_message m ON m.account_id = d.account_id AND m.id = d.message_id
       WHERE d.account_id = :account AND d.endpoint_id = :endpoint
      """;

  private final JdbcClient db;

  DeliveryStore(JdbcClient db) {
    this.db = db;
  }

  /** One whose time has come. */
  record Due(Message message, int attempts, int attemptsLeft, Instant at) {}

  /** Work that nobody is on. */
  record Overdue(AccountId account, WebhookEndpointId endpoint) {}

  List<Due> due(AccountId account, WebhookEndpointId endpoint, Instant now, int limit) {
    // Chosen before anything else: a plan that first finds each one's message reads all that wait, when many became due at once.
    return db.sql("""
        WITH due AS MATERIALIZED (
          SELECT * FROM webhook_delivery
           WHERE account_id = :account AND endpoint_id = :endpoint AND state = 'waiting' AND next_attempt_at <= :now
           ORDER BY next_attempt_at LIMIT :limit)
        SELECT due.*, m.type, m.happened_at, m.body
          FROM due JOIN webhook_message m ON m.account_id = :account AND m.id = due.message_id
         ORDER BY due.next_attempt_at, due.message_id
        """)
        .param("account", account.value()).param("endpoint", endpoint.value())
        .param("now", SqlTime.of(now)).param("limit", limit)
        .query((row, _) -> new Due(
            new Message(WebhookMessageId.of(row.getString("message_id")), row.getString("type"),
                SqlTime.read(row, "happened_at"), row.getString("body")),
            row.getInt("attempts"), row.getInt("attempts_left"), SqlTime.read(row, "next_attempt_at")))
        .list();
  }

  /** As it stands by now; empty when it is due no more. */
  Optional<Due> stillDue(AccountId account, WebhookEndpointId endpoint, Due read, Instant now) {
    return db.sql("""
        SELECT attempts, attempts_left, next_attempt_at FROM webhook_delivery
         WHERE account_id = :account AND message_id = :message AND endpoint_id = :endpoint
           AND state = 'waiting' AND next_attempt_at <= :now
        """)
        .param("account", account.value()).param("endpoint", endpoint.value())
        .param("message", read.message().id().value()).param("now", SqlTime.of(now))
        .query((row, _) -> new Due(read.message(), row.getInt("attempts"), row.getInt("attempts_left"),
            SqlTime.read(row, "next_attempt_at")))
        .optional();
  }

  Optional<Instant> nextDue(AccountId account, WebhookEndpointId endpoint) {
    return db.sql("""
        SELECT next_attempt_at FROM webhook_delivery
         WHERE account_id = :account AND endpoint_id = :endpoint AND state = 'waiting'
         ORDER BY next_attempt_at LIMIT 1
        """)
        .param("account", account.value()).param("endpoint", endpoint.value())
        .query((row, _) -> SqlTime.read(row, "next_attempt_at")).optional();
  }

  /**
   * What came of an attempt. It decides nothing where the delivery is to be sent again meanwhile, and is not noted where
   * another node, believing this one dead, made an attempt of its own.
   *
   * @param due as it was when the attempt was begun
   * @param nextAttemptAt null unless it waits for another one
   */
  void record(AccountId account, WebhookEndpointId endpoint, Due due, Attempt attempt, Delivery.State state,
      int attemptsLeft, @Nullable Instant nextAttemptAt) {
    String message = due.message().id().value();
    db.sql("""
        WITH noted AS (
          UPDATE webhook_delivery SET attempts = :number, last_status = :status, last_error = :error
           WHERE account_id = :account AND message_id = :message AND endpoint_id = :endpoint
             AND state = 'waiting' AND attempts = :number - 1
          RETURNING attempts)
        INSERT INTO webhook_attempt (account_id, message_id, endpoint_id, number, attempted_at, duration_ms, status,
          error, response)
        SELECT :account, :message, :endpoint, attempts, :at, :ms, :status, :error, :response FROM noted
        """)
        .param("account", account.value()).param("endpoint", endpoint.value()).param("message", message)
        .param("number", attempt.number()).param("at", SqlTime.of(attempt.at())).param("ms", attempt.ms())
        .param("status", attempt.status()).param("error", attempt.error()).param("response", attempt.response())
        .update();
    db.sql("""
        UPDATE webhook_delivery SET state = :state, attempts_left = :left, next_attempt_at = :next, ended_at = :ended
         WHERE account_id = :account AND message_id = :message AND endpoint_id = :endpoint
           AND state = 'waiting' AND attempts = :number AND next_attempt_at = :before
        """)
        .param("account", account.value()).param("endpoint", endpoint.value()).param("message", message)
        .param("state", state.word()).param("left", attemptsLeft).param("next", SqlTime.of(nextAttemptAt))
        .param("ended", state == Delivery.State.WAITING ? null : SqlTime.of(attempt.at()))
        .param("number", attempt.number()).param("before", SqlTime.of(due.at()))
        .update();
  }

  /** Newest first. @param state null: whatever it is */
  List<Delivery> list(AccountId account, WebhookEndpointId endpoint, Delivery.@Nullable State state,
      @Nullable WebhookMessageId before, int limit) {
    return db.sql(SHOWN + """
         AND (:state::text IS NULL OR d.state = :state) AND (:before::text IS NULL OR d.message_id < :before)
       ORDER BY d.message_id DESC LIMIT :limit
      """)
        .param("account", account.value()).param("endpoint", endpoint.value())
        .param("state", state == null ? null : state.word()).param("before", before == null ? null : before.value())
        .param("limit", limit)
        .query(DeliveryStore::read).list();
  }

  Optional<Delivery> find(AccountId account, WebhookEndpointId endpoint, WebhookMessageId message) {
    return db.sql(SHOWN + " AND d.message_id = :message")
        .param("account", account.value()).param("endpoint", endpoint.value()).param("message", message.value())
        .query(DeliveryStore::read).optional();
  }

  /** In the order they were made. */
  List<Attempt> attempts(AccountId account, WebhookEndpointId endpoint, WebhookMessageId message) {
    return db.sql("""
        SELECT * FROM webhook_attempt
         WHERE account_id = :account AND message_id = :message AND endpoint_id = :endpoint ORDER BY number
        """)
        .param("account", account.value()).param("endpoint", endpoint.value()).param("message", message.value())
        .query((row, _) -> new Attempt(row.getInt("number"), SqlTime.read(row, "attempted_at"),
            row.getLong("duration_ms"), row.getObject("status", Integer.class), row.getString("error"),
            row.getString("response")))
        .list();
  }

  void redrive(AccountId account, WebhookEndpointId endpoint, WebhookMessageId message, int attempts, Instant now) {
    db.sql("""
        UPDATE webhook_delivery
           SET state = 'waiting', attempts_left = :attempts, next_attempt_at = :now, ended_at = NULL
         WHERE account_id = :account AND message_id = :message AND endpoint_id = :endpoint
        """)
        .param("account", account.value()).param("endpoint", endpoint.value()).param("message", message.value())
        .param("attempts", attempts).param("now", SqlTime.of(now)).update();
  }

  /** Those that were given up, the oldest first. @param from the first id, {@code to} the first id beyond */
  int redriveDead(AccountId account, WebhookEndpointId endpoint, String from, String to, int attempts, int limit,
      Instant now) {
    return db.sql("""
        UPDATE webhook_delivery
           SET state = 'waiting', attempts_left = :attempts, next_attempt_at = :now, ended_at = NULL
         WHERE account_id = :account AND endpoint_id = :endpoint AND state = 'dead' AND message_id = ANY (ARRAY(
           SELECT message_id FROM webhook_delivery
            WHERE account_id = :account AND endpoint_id = :endpoint AND state = 'dead'
              AND message_id >= :from AND message_id < :to
            ORDER BY message_id LIMIT :limit))
        """)
        .param("account", account.value()).param("endpoint", endpoint.value())
        .param("from", from).param("to", to).param("attempts", attempts).param("limit", limit)
        .param("now", SqlTime.of(now)).update();
  }

  /** Asked endpoint by endpoint: what it costs does not grow with how many deliveries wait. */
  @WithoutAccount("looks after the endpoints of every account")
  List<Overdue> overdue(Instant before, int limit) {
    return db.sql("""
        SELECT account_id, id FROM webhook_endpoint e
         WHERE disabled_at IS NULL AND EXISTS (
           SELECT FROM webhook_delivery d
            WHERE d.account_id = e.account_id AND d.endpoint_id = e.id AND d.state = 'waiting'
              AND d.next_attempt_at < :before)
         LIMIT :limit
        """)
        .param("before", SqlTime.of(before)).param("limit", limit)
        .query((row, _) -> new Overdue(AccountId.of(row.getString("account_id")),
            WebhookEndpointId.of(row.getString("id"))))
        .list();
  }

  private static Delivery read(ResultSet row, int index) throws SQLException {
    return new Delivery(WebhookMessageId.of(row.getString("message_id")), row.getString("type"),
        SqlTime.read(row, "happened_at"), Delivery.State.named(row.getString("state")), row.getInt("attempts"),
        row.getInt("attempts_left"), SqlTime.orNull(row, "next_attempt_at"), SqlTime.orNull(row, "ended_at"),
        row.getObject("last_status", Integer.class), row.getString("last_error"));
  }
}
