package io.sluice.server.webhook.message;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.kernel.WebhookMessageId;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MessageStore {

  private final JdbcClient db;

  MessageStore(JdbcClient db) {
    this.db = db;
  }

  /** Which message is to go where. */
  record Addressed(WebhookMessageId message, WebhookEndpointId endpoint) {}

  void insert(AccountId account, List<Message> messages) {
    db.sql("""
        INSERT INTO webhook_message (account_id, id, type, happened_at, body)
        SELECT :account, * FROM unnest(:ids::text[], :types::text[], :times::timestamptz[], :bodies::text[])
        """)
        .param("account", account.value())
        .param("ids", texts(messages, message -> message.id().value()))
        .param("types", texts(messages, Message::type))
        .param("times", texts(messages, message -> message.happenedAt().toString()))
        .param("bodies", texts(messages, Message::body))
        .update();
  }

  void address(AccountId account, List<Addressed> addressed, int attempts, Instant now) {
    db.sql("""
        INSERT INTO webhook_delivery (account_id, message_id, endpoint_id, state, attempts, attempts_left,
          next_attempt_at)
        SELECT :account, message_id, endpoint_id, 'waiting', 0, :attempts, :now
          FROM unnest(:messages::text[], :endpoints::text[]) AS new (message_id, endpoint_id)
        """)
        .param("account", account.value())
        .param("attempts", attempts)
        .param("now", SqlTime.of(now))
        .param("messages", texts(addressed, one -> one.message().value()))
        .param("endpoints", texts(addressed, one -> one.endpoint().value()))
        .update();
  }

  Optional<Message> find(AccountId account, WebhookMessageId id) {
    return db.sql("SELECT id, type, happened_at, body FROM webhook_message WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value())
        .query((row, _) -> new Message(WebhookMessageId.of(row.getString("id")), row.getString("type"),
            SqlTime.read(row, "happened_at"), row.getString("body")))
        .optional();
  }

  /** The oldest, with all that belongs to them. @return how many there were */
  @WithoutAccount("messages of every account grow old alike")
  int forgetBefore(String firstKept, int atMost) {
    return db.sql("""
        WITH old AS MATERIALIZED (
          SELECT account_id, id FROM webhook_message WHERE id < :first ORDER BY id LIMIT :most),
        attempts AS (
          DELETE FROM webhook_attempt USING old
           WHERE webhook_attempt.account_id = old.account_id AND message_id = old.id AND message_id < :first),
        deliveries AS (
          DELETE FROM webhook_delivery USING old
           WHERE webhook_delivery.account_id = old.account_id AND message_id = old.id AND message_id < :first)
        DELETE FROM webhook_message USING old
         WHERE webhook_message.account_id = old.account_id AND webhook_message.id = old.id
           AND webhook_message.id < :first
        """)
        .param("first", firstKept).param("most", atMost).update();
  }

  private static <T> String[] texts(List<T> things, Function<T, String> text) {
    return things.stream().map(text).toArray(String[]::new);
  }
}
