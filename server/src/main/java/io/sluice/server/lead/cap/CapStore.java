package io.sluice.server.lead.cap;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CapStore {

  private final JdbcClient db;

  CapStore(JdbcClient db) {
    this.db = db;
  }

  /** A cap or ping limit in one of its intervals. */
  record Wanted(String capId, Instant startedAt, Instant expiresAt, long maximum) {}

  /** A lead's place below a cap. */
  record Slot(AccountId account, String capId, Instant startedAt, LeadId lead) {}

  /** The caps below which the lead has a slot already: it was on its way before its node died. */
  List<String> held(AccountId account, LeadId lead) {
    return db.sql("SELECT cap_id FROM cap_slot WHERE account_id = :account AND lead_id = :lead")
        .param("account", account.value()).param("lead", lead.value()).query(String.class).list();
  }

  /**
   * Raises each counter that is below its maximum. One statement, rows in the order of their keys, so that two leads
   * with the same caps wait for each other instead of both for each other.
   *
   * @return the caps that had room
   */
  List<String> take(AccountId account, FlowId flow, Collection<Wanted> wanted, Instant now) {
    List<Wanted> inOrder = wanted.stream()
        .sorted((a, b) -> a.capId().compareTo(b.capId())).toList();
    return db.sql("""
        INSERT INTO cap_counter AS known
          (account_id, cap_id, started_at, expires_at, flow_id, maximum, taken, failed_count, updated_at)
        SELECT :account, cap_id, started_at, expires_at, :flow, maximum, 1, 0, CAST(:now AS timestamptz)
          FROM unnest(CAST(:caps AS text[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
            CAST(:maxima AS bigint[])) AS wanted (cap_id, started_at, expires_at, maximum)
         WHERE maximum > 0
         ORDER BY cap_id
        ON CONFLICT (account_id, cap_id, started_at) DO UPDATE
          SET taken = known.taken + 1, maximum = excluded.maximum, updated_at = excluded.updated_at
          WHERE known.taken < excluded.maximum
        RETURNING cap_id
        """)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("now", SqlTime.of(now))
        .param("caps", inOrder.stream().map(Wanted::capId).toArray(String[]::new))
        .param("starts", inOrder.stream().map(cap -> cap.startedAt().toString()).toArray(String[]::new))
        .param("ends", inOrder.stream().map(cap -> cap.expiresAt().toString()).toArray(String[]::new))
        .param("maxima", inOrder.stream().map(Wanted::maximum).toArray(Long[]::new))
        .query(String.class)
        .list();
  }

  void hold(AccountId account, LeadId lead, String node, Collection<Wanted> taken) {
    db.sql("""
        INSERT INTO cap_slot (account_id, cap_id, started_at, lead_id, node_id)
        SELECT :account, cap_id, started_at, :lead, :node
          FROM unnest(CAST(:caps AS text[]), CAST(:starts AS timestamptz[])) AS taken (cap_id, started_at)
        """)
        .param("account", account.value())
        .param("lead", lead.value())
        .param("node", node)
        .param("caps", taken.stream().map(Wanted::capId).toArray(String[]::new))
        .param("starts", taken.stream().map(cap -> cap.startedAt().toString()).toArray(String[]::new))
        .update();
  }

  void countFailure(AccountId account, FlowId flow, Wanted full, Instant now) {
    db.sql("""
        INSERT INTO cap_counter AS known
          (account_id, cap_id, started_at, expires_at, flow_id, maximum, taken, failed_count, updated_at)
        VALUES (:account, :cap, :start, :end, :flow, :maximum, 0, 1, :now)
        ON CONFLICT (account_id, cap_id, started_at) DO UPDATE
          SET failed_count = known.failed_count + 1, updated_at = excluded.updated_at
        """)
        .param("account", account.value())
        .param("cap", full.capId())
        .param("start", SqlTime.of(full.startedAt()))
        .param("end", SqlTime.of(full.expiresAt()))
        .param("flow", flow.value())
        .param("maximum", full.maximum())
        .param("now", SqlTime.of(now))
        .update();
  }

  /** What is taken of each of these counters; one that has none is left out. */
  Map<String, Long> taken(AccountId account, Collection<Wanted> caps) {
    Map<String, Long> taken = new HashMap<>();
    db.sql("""
        SELECT known.cap_id, known.taken
          FROM unnest(CAST(:caps AS text[]), CAST(:starts AS timestamptz[])) AS wanted (cap_id, started_at)
          JOIN cap_counter known ON known.account_id = :account AND known.cap_id = wanted.cap_id
           AND known.started_at = wanted.started_at
        """)
        .param("account", account.value())
        .param("caps", caps.stream().map(Wanted::capId).toArray(String[]::new))
        .param("starts", caps.stream().map(cap -> cap.startedAt().toString()).toArray(String[]::new))
        .query(row -> {
          taken.put(row.getString("cap_id"), row.getLong("taken"));
        });
    return taken;
  }

  /** The lead succeeded: its slot stays counted. */
  void keep(AccountId account, Slot slot) {
    db.sql("""
        DELETE FROM cap_slot
         WHERE account_id = :account AND cap_id = :cap AND started_at = :start AND lead_id = :lead
        """)
        .param("account", account.value()).param("cap", slot.capId())
        .param("start", SqlTime.of(slot.startedAt())).param("lead", slot.lead().value())
        .update();
  }

  /** Gives a slot back, once however often it is called. */
  void release(AccountId account, Slot slot) {
    db.sql("""
        WITH gone AS (
          DELETE FROM cap_slot
           WHERE account_id = :account AND cap_id = :cap AND started_at = :start AND lead_id = :lead
          RETURNING account_id, cap_id, started_at)
        UPDATE cap_counter SET taken = taken - 1
          FROM gone
         WHERE cap_counter.account_id = gone.account_id AND cap_counter.cap_id = gone.cap_id
           AND cap_counter.started_at = gone.started_at
        """)
        .param("account", account.value()).param("cap", slot.capId())
        .param("start", SqlTime.of(slot.startedAt())).param("lead", slot.lead().value())
        .update();
  }

  List<Slot> slotsOf(AccountId account, LeadId lead) {
    return db.sql("SELECT * FROM cap_slot WHERE account_id = :account AND lead_id = :lead")
        .param("account", account.value()).param("lead", lead.value())
        .query((row, _) -> new Slot(account, row.getString("cap_id"), SqlTime.read(row, "started_at"), lead))
        .list();
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
        .param("nodes", nodes).param("limit", limit)
        .query((row, _) -> new Slot(AccountId.of(row.getString("account_id")), row.getString("cap_id"),
            SqlTime.read(row, "started_at"), LeadId.of(row.getString("lead_id"))))
        .list();
  }

  /** Whether the lead ended with success: then its slot was about to be kept. */
  boolean succeeded(AccountId account, LeadId lead) {
    return db.sql("""
        SELECT count(*) FROM event
         WHERE account_id = :account AND lead_id = :lead AND type = 'source' AND outcome = 'success'
        """)
        .param("account", account.value()).param("lead", lead.value()).query(Long.class).single() > 0;
  }
}
