package io.sluice.server.lead.cap;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counters of caps and ping limits as they stand, one an interval, and what becomes of them when their cap changes. */
@Repository
class CapStore {

  private final JdbcClient db;

  CapStore(JdbcClient db) {
    this.db = db;
  }

  /**
   * A counter as it stands.
   *
   * @param taken by leads that succeeded or are on their way; {@code held} by the latter
   * @param failed leads that were refused because it was full
   * @param released slots that were given back
   */
  record Counter(
      FlowId flow,
      String capId,
      Instant startedAt,
      Instant expiresAt,
      long maximum,
      long taken,
      long held,
      long failed,
      long released,
      Instant updatedAt) {}

  /** A slot of a lead on its way. */
  record Hold(LeadId lead, Instant heldAt) {}

  /** The counters of this moment. @param flow null: of all flows; {@code cap} likewise */
  List<Counter> counters(AccountId account, @Nullable FlowId flow, @Nullable String cap, Instant now) {
    return db.sql("""
        SELECT counter.*, (SELECT count(*) FROM cap_slot slot
             WHERE slot.account_id = counter.account_id AND slot.flow_id = counter.flow_id
               AND slot.cap_id = counter.cap_id AND slot.started_at = counter.started_at) AS held
          FROM cap_counter counter
         WHERE counter.account_id = :account AND counter.expires_at > :now AND counter.started_at <= :now
           AND (CAST(:flow AS text) IS NULL OR counter.flow_id = :flow)
           AND (CAST(:cap AS text) IS NULL OR counter.cap_id = :cap)
         ORDER BY counter.flow_id, counter.cap_id
        """)
        .param("account", account.value())
        .param("flow", flow == null ? null : flow.value())
        .param("cap", cap)
        .param("now", SqlTime.of(now))
        .query(CapStore::counter).list();
  }

  /** Oldest leads first, from behind {@code after} on. */
  List<Hold> holds(AccountId account, Counter counter, String after, int limit) {
    return db.sql("""
        SELECT lead_id, held_at FROM cap_slot
         WHERE account_id = :account AND flow_id = :flow AND cap_id = :cap AND started_at = :start AND lead_id > :after
         ORDER BY lead_id
         LIMIT :limit
        """)
        .param("account", account.value()).param("flow", counter.flow().value()).param("cap", counter.capId())
        .param("start", SqlTime.of(counter.startedAt())).param("after", after).param("limit", limit)
        .query((row, _) -> new Hold(LeadId.of(row.getString("lead_id")), SqlTime.read(row, "held_at")))
        .list();
  }

  /** The start of the counter of this moment, which nobody changes before the transaction ends. */
  Optional<Instant> lock(AccountId account, FlowId flow, String cap, Instant now) {
    return db.sql("""
        SELECT started_at FROM cap_counter
         WHERE account_id = :account AND flow_id = :flow AND cap_id = :cap AND started_at <= :now AND expires_at > :now
         ORDER BY started_at DESC
         LIMIT 1
           FOR UPDATE
        """)
        .param("account", account.value()).param("flow", flow.value()).param("cap", cap).param("now", SqlTime.of(now))
        .query((row, _) -> SqlTime.read(row, "started_at")).optional();
  }

  void expire(AccountId account, FlowId flow, String cap, Instant startedAt, Instant at) {
    db.sql("""
        UPDATE cap_counter SET expires_at = :at
         WHERE account_id = :account AND flow_id = :flow AND cap_id = :cap AND started_at = :start
        """)
        .param("account", account.value()).param("flow", flow.value()).param("cap", cap)
        .param("start", SqlTime.of(startedAt)).param("at", SqlTime.of(at))
        .update();
  }

  /** Only leads on their way count from here on: they hold their slots still. */
  void reset(AccountId account, FlowId flow, String cap, Instant startedAt) {
    db.sql("""
        UPDATE cap_counter SET failed_count = 0, released_count = 0, taken = (
            SELECT count(*) FROM cap_slot
             WHERE account_id = :account AND flow_id = :flow AND cap_id = :cap AND started_at = :start)
         WHERE account_id = :account AND flow_id = :flow AND cap_id = :cap AND started_at = :start
        """)
        .param("account", account.value()).param("flow", flow.value()).param("cap", cap)
        .param("start", SqlTime.of(startedAt))
        .update();
  }

  private static Counter counter(ResultSet row, int index) throws SQLException {
    return new Counter(FlowId.of(row.getString("flow_id")), row.getString("cap_id"), SqlTime.read(row, "started_at"),
        SqlTime.read(row, "expires_at"), row.getLong("maximum"), row.getLong("taken"), row.getLong("held"),
        row.getLong("failed_count"), row.getLong("released_count"), SqlTime.read(row, "updated_at"));
  }
}
