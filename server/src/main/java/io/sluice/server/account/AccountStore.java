package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class AccountStore {

  private final JdbcClient db;
  private final JsonMapper json;

  AccountStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** False when another account has the suffix: then nothing was written. */
  boolean insert(AccountId id, Account account) {
    return db.sql("""
        INSERT INTO account (id, name, time_zone, plan, lead_ping_enabled, data_retention_in_days, data_truncated_at,
                             features, field_suffix, created_at, updated_at)
        VALUES (:id, :name, :time_zone, :plan, :ping, :retention, :truncated, :features, :suffix, :created, :created)
        ON CONFLICT ON CONSTRAINT account_field_suffix DO NOTHING
        """)
        .param("id", id.value())
        .param("name", account.name())
        .param("time_zone", account.timeZone())
        .param("plan", account.plan().word())
        .param("ping", account.leadPingEnabled())
        .param("retention", account.dataRetentionInDays())
        .param("truncated", SqlTime.of(account.dataTruncatedAt()))
        .param("features", json.writeValueAsString(account.features()))
        .param("suffix", account.fieldSuffix())
        .param("created", SqlTime.of(account.createdAt()))
        .update() == 1;
  }

  Optional<Account> find(AccountId id) {
    return db.sql("SELECT * FROM account WHERE id = :id").param("id", id.value()).query(this::read).optional();
  }

  void lock(AccountId id) {
    db.sql("SELECT 1 FROM account WHERE id = :id FOR NO KEY UPDATE").param("id", id.value()).query(Integer.class).single();
  }

  void delete(AccountId id) {
    db.sql("DELETE FROM account WHERE id = :id").param("id", id.value()).update();
  }

  void update(AccountId id, Account account) {
    db.sql("""
        UPDATE account
           SET plan = :plan, lead_ping_enabled = :ping, data_retention_in_days = :retention,
               data_truncated_at = :truncated, features = :features, updated_at = :updated
         WHERE id = :id
        """)
        .param("id", id.value())
        .param("plan", account.plan().word())
        .param("ping", account.leadPingEnabled())
        .param("retention", account.dataRetentionInDays())
        .param("truncated", SqlTime.of(account.dataTruncatedAt()))
        .param("features", json.writeValueAsString(account.features()))
        .param("updated", SqlTime.of(account.updatedAt()))
        .update();
  }

  /** In the order of their ids. @param after the last of the page before */
  @WithoutAccount("of the whole installation")
  List<Retention> retentions(String after, int limit) {
    return db.sql("""
        SELECT id, data_retention_in_days, data_truncated_at, created_at FROM account
         WHERE id > :after ORDER BY id LIMIT :limit
        """)
        .param("after", after).param("limit", limit)
        .query((row, _) -> new Retention(AccountId.of(row.getString("id")), row.getInt("data_retention_in_days"),
            Optional.ofNullable(SqlTime.orNull(row, "data_truncated_at")), SqlTime.read(row, "created_at")))
        .list();
  }

  /** Never says less than it said before: what was cut stays cut. */
  void truncated(AccountId id, Instant upTo) {
    db.sql("""
        UPDATE account SET data_truncated_at = :upTo
         WHERE id = :id AND (data_truncated_at IS NULL OR data_truncated_at < :upTo)
        """)
        .param("id", id.value()).param("upTo", SqlTime.of(upTo)).update();
  }

  private Account read(ResultSet row, int index) throws SQLException {
    return new Account(
        AccountId.of(row.getString("id")),
        row.getString("name"),
        row.getString("time_zone"),
        Plan.named(row.getString("plan")).orElseThrow(),
        row.getBoolean("lead_ping_enabled"),
        row.getInt("data_retention_in_days"),
        SqlTime.orNull(row, "data_truncated_at"),
        json.readValue(row.getString("features"), new TypeReference<Map<String, Boolean>>() {}),
        row.getString("field_suffix"),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }
}
