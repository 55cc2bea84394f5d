package io.sluice.server.lead.cap;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counters of caps and ping limits, one an interval, and the slots below them. The counter of a moment is the one whose
 * interval holds it, and only where there is none yet the interval as the cap defines it now: so a cap whose interval
 * was changed goes on with the counter it has, on every node.
 */
@Repository
class CapStore {

  private final JdbcClient db;

  CapStore(JdbcClient db) {
    this.db = db;
  }

  /** A cap or ping limit with the interval it has now. */
  record Wanted(String capId, Instant startedAt, Instant expiresAt, long maximum) {}

  /** A lead's place below a cap. */
  record Slot(AccountId account, FlowId flow, String capId, LeadId lead) {}

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

  private static final String CURRENT = """
      wanted AS (
        SELECT given.cap_id, coalesce(now.started_at, given.started_at) AS started_at,
               coalesce(now.expires_at, given.expires_at) AS expires_at, given.maximum
          FROM unnest(CAST(:caps AS text[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
            CAST(:maxima AS bigint[])) AS given (cap_id, started_at, expires_at, maximum)
          LEFT JOIN LATERAL (
            SELECT started_at, expires_at FROM cap_counter
             WHERE account_id = :account AND flow_id = :flow AND cap_id = given.cap_id
               AND started_at <= CAST(:now AS timestamptz) AND expires_at > CAST(:now AS timestamptz)
             ORDER BY started_at DESC
             LIMIT 1) AS now ON true)
      """;

  private static final String TAKEN = """
      taken AS (
        INSERT INTO cap_counter AS known (account_id, flow_id, cap_id, started_at, expires_at, maximum, taken,
          failed_count, released_count, updated_at)
        SELECT :account, :flow, cap_id, started_at, expires_at, maximum, 1, 0, 0, CAST(:now AS timestamptz)
          FROM wanted WHERE maximum > 0 ORDER BY cap_id
        ON CONFLICT (account_id, flow_id, cap_id, started_at) DO UPDATE
          SET taken = known.taken + 1, maximum = excluded.maximum, updated_at = excluded.updated_at
          WHERE known.taken < excluded.maximum
        RETURNING cap_id, started_at)
      """;

  /** The caps below which the lead has a slot already: it was on its way before its node died. */
  List<String> held(AccountId account, FlowId flow, LeadId lead) {
    return db.sql("SELECT cap_id FROM cap_slot WHERE account_id = :account AND flow_id = :flow AND lead_id = :lead")
        .param("account", account.value()).param("flow", flow.value()).param("lead", lead.value())
        .query(String.class).list();
  }

  /**
   * Raises each counter that is below its maximum, and notes the slot. One statement, rows in the order of their keys, so
   * that two leads with the same caps wait for each other instead of both for each other.
   *
   * @return the caps that had room
   */
  List<String> take(
      AccountId account, FlowId flow, Collection<Wanted> wanted, LeadId lead, String node, Instant now) {
    return asked(account, flow, wanted, now, "WITH " + CURRENT + ", " + TAKEN + """
        , held AS (
          INSERT INTO cap_slot (account_id, flow_id, cap_id, started_at, lead_id, node_id, held_at)
          SELECT :account, :flow, cap_id, started_at, :lead, :node, CAST(:now AS timestamptz) FROM taken)
        SELECT cap_id FROM taken
        """)
        .param("lead", lead.value()).param("node", node)
        .query(String.class).list();
  }

  /** As above, without slots: what is counted is never given back. */
  List<String> count(AccountId account, FlowId flow, Collection<Wanted> wanted, Instant now) {
    return asked(account, flow, wanted, now, "WITH " + CURRENT + ", " + TAKEN + " SELECT cap_id FROM taken")
        .query(String.class).list();
  }

  void countFailure(AccountId account, FlowId flow, Wanted full, Instant now) {
    asked(account, flow, List.of(full), now, "WITH " + CURRENT + """
        INSERT INTO cap_counter AS known (account_id, flow_id, cap_id, started_at, expires_at, maximum, taken,
          failed_count, released_count, updated_at)
        SELECT :account, :flow, cap_id, started_at, expires_at, maximum, 0, 1, 0, CAST(:now AS timestamptz) FROM wanted
        ON CONFLICT (account_id, flow_id, cap_id, started_at) DO UPDATE
          SET failed_count = known.failed_count + 1, updated_at = excluded.updated_at
        """).update();
  }

  /** What is taken of each of these counters; one that has none is left out. */
  Map<String, Long> taken(AccountId account, FlowId flow, Collection<Wanted> caps, Instant now) {
    Map<String, Long> taken = new HashMap<>();
    asked(account, flow, caps, now, "WITH " + CURRENT + """
        SELECT wanted.cap_id, known.taken
          FROM wanted
          JOIN cap_counter known ON known.account_id = :account AND known.flow_id = :flow
           AND known.cap_id = wanted.cap_id AND known.started_at = wanted.started_at
        """)
        .query(row -> {
          taken.put(row.getString("cap_id"), row.getLong("taken"));
        });
    return taken;
  }

  private JdbcClient.StatementSpec asked(
      AccountId account, FlowId flow, Collection<Wanted> wanted, Instant now, String sql) {
    return db.sql(sql)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("now", SqlTime.of(now))
        .param("caps", wanted.stream().map(Wanted::capId).toArray(String[]::new))
        .param("starts", wanted.stream().map(cap -> cap.startedAt().toString()).toArray(String[]::new))
        .param("ends", wanted.stream().map(cap -> cap.expiresAt().toString()).toArray(String[]::new))
        .param("maxima", wanted.stream().map(Wanted::maximum).toArray(Long[]::new));
  }

  /** The lead succeeded: its slots stay counted. */
  void keep(AccountId account, FlowId flow, LeadId lead, Collection<String> caps) {
    db.sql("""
        DELETE FROM cap_slot
         WHERE account_id = :account AND flow_id = :flow AND lead_id = :lead AND cap_id = ANY (:caps)
        """)
        .param("account", account.value()).param("flow", flow.value()).param("lead", lead.value())
        .param("caps", caps.toArray(String[]::new))
        .update();
  }

  /** Gives a slot back, once however often it is called. One at a time: the order of several locks would be anybody's. */
  void release(AccountId account, Slot slot) {
    db.sql("""
        WITH gone AS (
          DELETE FROM cap_slot
           WHERE account_id = :account AND flow_id = :flow AND cap_id = :cap AND lead_id = :lead
          RETURNING started_at)
        UPDATE cap_counter SET taken = taken - 1, released_count = released_count + 1
          FROM gone
         WHERE cap_counter.account_id = :account AND cap_counter.flow_id = :flow AND cap_counter.cap_id = :cap
           AND cap_counter.started_at = gone.started_at
        """)
        .param("account", account.value()).param("flow", slot.flow().value()).param("cap", slot.capId())
        .param("lead", slot.lead().value())
        .update();
  }

  List<Slot> slotsOf(AccountId account, LeadId lead) {
    return db.sql("SELECT * FROM cap_slot WHERE account_id = :account AND lead_id = :lead")
        .param("account", account.value()).param("lead", lead.value())
        .query(CapStore::slot).list();
  }

  /** Slots whose lead is not on its way any more on these nodes. */
  @WithoutAccount("a node's leads belong to many accounts")
  List<Slot> leftBehind(Collection<String> nodes, int limit) {
    return db.sql("""
        SELECT slot.* FROM cap_slot slot
         WHERE slot.node_id IN (:nodes)
           AND NOT EXISTS (SELECT FROM receipt
             WHERE receipt.account_id = slot.account_id AND receipt.lead_id = slot.lead_id)
         LIMIT :limit
        """)
        .param("nodes", nodes).param("limit", limit).query(CapStore::slot).list();
  }

  /** Whether the lead ended with success: then its slot was about to be kept. */
  boolean succeeded(AccountId account, LeadId lead) {
    return db.sql("""
        SELECT count(*) FROM event
         WHERE account_id = :account AND lead_id = :lead AND type = 'source' AND outcome = 'success'
        """)
        .param("account", account.value()).param("lead", lead.value()).query(Long.class).single() > 0;
  }

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

  @WithoutAccount("what ended long ago is forgotten for every account")
  int forgetEndedBefore(Instant before) {
    return db.sql("""
        DELETE FROM cap_counter counter
         WHERE expires_at < :before
           AND NOT EXISTS (SELECT FROM cap_slot slot
             WHERE slot.account_id = counter.account_id AND slot.flow_id = counter.flow_id
               AND slot.cap_id = counter.cap_id AND slot.started_at = counter.started_at)
        """)
        .param("before", SqlTime.of(before)).update();
  }

  private static Slot slot(ResultSet row, int index) throws SQLException {
    return new Slot(AccountId.of(row.getString("account_id")), FlowId.of(row.getString("flow_id")),
        row.getString("cap_id"), LeadId.of(row.getString("lead_id")));
  }

  private static Counter counter(ResultSet row, int index) throws SQLException {
    return new Counter(FlowId.of(row.getString("flow_id")), row.getString("cap_id"), SqlTime.read(row, "started_at"),
        SqlTime.read(row, "expires_at"), row.getLong("maximum"), row.getLong("taken"), row.getLong("held"),
        row.getLong("failed_count"), row.getLong("released_count"), SqlTime.read(row, "updated_at"));
  }
}
