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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counters as leads and pings move them, and the slots below them. The counter of a moment is the one whose interval holds
 * it, and only where there is none yet the interval as the cap defines it now: so a cap whose interval was changed goes on
 * with the counter it has, on every node. One that ended, and begins where a longer interval does now, goes on to the
 * end of that. Whoever locks several counters does it in the order of their keys.
 */
@Repository
class SlotStore {

  private final JdbcClient db;

  SlotStore(JdbcClient db) {
    this.db = db;
  }

  /** A cap or ping limit with the interval it has now. */
  record Wanted(String capId, Instant startedAt, Instant expiresAt, long maximum) {}

  /** Whose a slot is: a lead's, for which the life of a node is responsible. */
  record Holder(LeadId lead, String node) {}

  /** A lead's place below a cap. */
  record Slot(AccountId account, FlowId flow, String capId, Holder holder) {}

  /**
   * A slot that ends.
   *
   * @param holder as its lead had it: one that another life holds by now is that one's to end
   * @param kept whether it stays counted, for a lead that succeeded
   */
  record Ending(String capId, Holder holder, boolean kept) {}

  /** The counter of a wanted cap, locked. */
  record Locked(Wanted wanted, Instant startedAt, long taken) {}

  /** What a counter has more than when it was locked. @param maximum null: nobody was counted below it */
  record More(String capId, Instant startedAt, long taken, long failed, @Nullable Long maximum) {}

  /** A slot to be noted. @param key as of {@link #take} */
  record Noted(String capId, Instant startedAt, Holder holder, @Nullable String key, Instant at) {}

  private static final String CURRENT = """
      wanted AS (
        SELECT given.place, given.cap_id, coalesce(current.started_at, given.started_at) AS started_at,
               coalesce(current.expires_at, given.expires_at) AS expires_at, given.maximum
          FROM unnest(CAST(:caps AS text[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
            CAST(:maxima AS bigint[])) WITH ORDINALITY AS given (cap_id, started_at, expires_at, maximum, place)
          LEFT JOIN LATERAL (
            SELECT started_at, expires_at FROM cap_counter
             WHERE account_id = :account AND flow_id = :flow AND cap_id = given.cap_id
               AND started_at <= CAST(:now AS timestamptz) AND expires_at > CAST(:now AS timestamptz)
             ORDER BY started_at DESC
             LIMIT 1) AS current ON true)
      """;

  /** Not where it has not ended: whoever changed the cap while this waited said how long it goes on. */
  private static final String GOES_ON = """
      expires_at = CASE WHEN known.expires_at > excluded.updated_at THEN known.expires_at
                   ELSE excluded.expires_at END""";

  private static final String TAKEN = """
      taken AS (
        INSERT INTO cap_counter AS known (account_id, flow_id, cap_id, started_at, expires_at, maximum, taken,
          failed_count, released_count, updated_at)
        SELECT :account, :flow, cap_id, started_at, expires_at, maximum, 1, 0, 0, CAST(:now AS timestamptz)
          FROM wanted WHERE maximum > 0
        ON CONFLICT (account_id, flow_id, cap_id, started_at) DO UPDATE
          SET taken = known.taken + 1, maximum = excluded.maximum, updated_at = excluded.updated_at, %s
          WHERE known.taken < excluded.maximum
        RETURNING cap_id, started_at)
      """.formatted(GOES_ON);

  /**
   * Makes the slots that the lead has already this holder's: it was on its way before its node died, and whoever gives
   * back what dead nodes held must not give back these.
   *
   * @return the caps of those it has
   */
  List<String> takeOver(AccountId account, FlowId flow, Holder holder, Collection<Wanted> caps) {
    return db.sql("""
        UPDATE cap_slot SET node_id = :node
         WHERE account_id = :account AND flow_id = :flow AND lead_id = :lead
           AND cap_id = ANY (CAST(:caps AS text[]))
        RETURNING cap_id
        """)
        .param("account", account.value()).param("flow", flow.value()).param("lead", holder.lead().value())
        .param("node", holder.node()).param("caps", texts(caps, Wanted::capId))
        .query(String.class).list();
  }

  /**
   * Raises one counter, if it is below its maximum, and notes the slot: one statement, which needs no transaction around
   * it.
   *
   * @param holder null: what is counted is never given back
   * @param key of the lead, which no twin of it may have a slot under; null: it has none
   * @return whether there was room
   * @throws DuplicateKeyException when a twin has a slot
   */
  boolean take(
      AccountId account, FlowId flow, Wanted wanted, @Nullable Holder holder, @Nullable String key, Instant now) {
    String taking = "WITH " + CURRENT + ", " + TAKEN;
    if (holder == null) {
      return asked(account, flow, List.of(wanted), now, taking + " SELECT cap_id FROM taken")
          .query(String.class).optional().isPresent();
    }
    return asked(account, flow, List.of(wanted), now, taking + """
        INSERT INTO cap_slot (account_id, flow_id, cap_id, started_at, lead_id, node_id, held_at, lead_key)
        SELECT :account, :flow, cap_id, started_at, :lead, :node, CAST(:now AS timestamptz), :key FROM taken
        """)
        .param("lead", holder.lead().value()).param("node", holder.node()).param("key", key)
        .update() > 0;
  }

  void countFailure(AccountId account, FlowId flow, Wanted full, Instant now) {
    asked(account, flow, List.of(full), now, "WITH " + CURRENT + """
        INSERT INTO cap_counter AS known (account_id, flow_id, cap_id, started_at, expires_at, maximum, taken,
          failed_count, released_count, updated_at)
        SELECT :account, :flow, cap_id, started_at, expires_at, maximum, 0, 1, 0, CAST(:now AS timestamptz) FROM wanted
        ON CONFLICT (account_id, flow_id, cap_id, started_at) DO UPDATE
          SET failed_count = known.failed_count + 1, updated_at = excluded.updated_at, %s
        """.formatted(GOES_ON)).update();
  }

  /** The counters of these caps, which nobody else changes before the transaction ends. */
  List<Locked> lock(AccountId account, FlowId flow, List<Wanted> wanted, Instant now) {
    return asked(account, flow, wanted, now, "WITH " + CURRENT + """
        , locked AS (
          INSERT INTO cap_counter AS known (account_id, flow_id, cap_id, started_at, expires_at, maximum, taken,
            failed_count, released_count, updated_at)
          SELECT DISTINCT ON (cap_id, started_at)
                 :account, :flow, cap_id, started_at, expires_at, maximum, 0, 0, 0, CAST(:now AS timestamptz)
            FROM wanted ORDER BY cap_id, started_at
          ON CONFLICT (account_id, flow_id, cap_id, started_at) DO UPDATE
            SET updated_at = excluded.updated_at, %s
          RETURNING cap_id, started_at, taken)
        SELECT place, started_at, taken FROM wanted JOIN locked USING (cap_id, started_at)
        """.formatted(GOES_ON))
        .query((row, _) -> new Locked(
            wanted.get(row.getInt("place") - 1), SqlTime.read(row, "started_at"), row.getLong("taken")))
        .list();
  }

  /** Raises counters that are locked, and notes the slots. */
  void raise(AccountId account, FlowId flow, List<More> more, List<Noted> slots) {
    db.sql("""
        WITH raised AS (
          UPDATE cap_counter known
             SET taken = known.taken + more.taken, failed_count = known.failed_count + more.failed,
                 maximum = coalesce(more.maximum, known.maximum)
            FROM unnest(CAST(:caps AS text[]), CAST(:starts AS timestamptz[]), CAST(:taken AS bigint[]),
              CAST(:failed AS bigint[]), CAST(:maxima AS bigint[])) AS more (cap_id, started_at, taken, failed, maximum)
           WHERE known.account_id = :account AND known.flow_id = :flow AND known.cap_id = more.cap_id
             AND known.started_at = more.started_at)
        INSERT INTO cap_slot (account_id, flow_id, cap_id, started_at, lead_id, node_id, held_at, lead_key)
        SELECT :account, :flow, slot.* FROM unnest(CAST(:slotCaps AS text[]), CAST(:slotStarts AS timestamptz[]),
          CAST(:leads AS text[]), CAST(:nodes AS text[]), CAST(:held AS timestamptz[]), CAST(:keys AS text[])) AS slot
        """)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("caps", texts(more, More::capId))
        .param("starts", texts(more, counter -> counter.startedAt().toString()))
        .param("taken", more.stream().map(More::taken).toArray(Long[]::new))
        .param("failed", more.stream().map(More::failed).toArray(Long[]::new))
        .param("maxima", more.stream().map(More::maximum).toArray(Long[]::new))
        .param("slotCaps", texts(slots, Noted::capId))
        .param("slotStarts", texts(slots, slot -> slot.startedAt().toString()))
        .param("leads", texts(slots, slot -> slot.holder().lead().value()))
        .param("nodes", texts(slots, slot -> slot.holder().node()))
        .param("held", texts(slots, slot -> slot.at().toString()))
        .param("keys", texts(slots, Noted::key))
        .update();
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
        .param("caps", texts(wanted, Wanted::capId))
        .param("starts", texts(wanted, cap -> cap.startedAt().toString()))
        .param("ends", texts(wanted, cap -> cap.expiresAt().toString()))
        .param("maxima", wanted.stream().map(Wanted::maximum).toArray(Long[]::new));
  }

  /**
   * Ends slots, once however often it is called, and gives back those that are not kept. Their counters are locked first,
   * as by whoever takes a slot: one that waits for its twin's to go would else have the counter that this waits for.
   */
  void end(AccountId account, FlowId flow, Collection<Ending> slots) {
    db.sql("""
        WITH ending AS (
          SELECT * FROM unnest(CAST(:caps AS text[]), CAST(:leads AS text[]), CAST(:nodes AS text[]), CAST(:kept AS boolean[]))
            AS ending (cap_id, lead_id, node_id, kept)),
        locked AS (
          SELECT FROM cap_counter known
           WHERE known.account_id = :account AND known.flow_id = :flow AND (known.cap_id, known.started_at) IN (
             SELECT slot.cap_id, slot.started_at FROM cap_slot slot JOIN ending USING (cap_id, lead_id, node_id)
              WHERE slot.account_id = :account AND slot.flow_id = :flow AND NOT ending.kept
                -- Named twice: a plan made while nothing was held would read all that was ever given back (decision 0109).
                AND slot.cap_id = ANY (CAST(:caps AS text[])) AND slot.lead_id = ANY (CAST(:leads AS text[])))
           ORDER BY known.cap_id, known.started_at
             FOR UPDATE),
        gone AS (
          DELETE FROM cap_slot slot USING ending
           WHERE slot.account_id = :account AND slot.flow_id = :flow AND slot.cap_id = ending.cap_id
             AND slot.lead_id = ending.lead_id AND slot.node_id = ending.node_id
             AND slot.cap_id = ANY (CAST(:caps AS text[])) AND slot.lead_id = ANY (CAST(:leads AS text[]))
             AND (SELECT count(*) FROM locked) >= 0
          RETURNING slot.cap_id, slot.started_at, ending.kept),
        back AS (
          SELECT cap_id, started_at, count(*) AS slots FROM gone WHERE NOT kept GROUP BY cap_id, started_at)
        UPDATE cap_counter known SET taken = known.taken - back.slots, released_count = known.released_count + back.slots
          FROM back
         WHERE known.account_id = :account AND known.flow_id = :flow AND known.cap_id = back.cap_id
           AND known.started_at = back.started_at
        """)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("caps", texts(slots, Ending::capId))
        .param("leads", texts(slots, slot -> slot.holder().lead().value()))
        .param("nodes", texts(slots, slot -> slot.holder().node()))
        .param("kept", slots.stream().map(Ending::kept).toArray(Boolean[]::new))
        .update();
  }

  List<Slot> slotsOf(AccountId account, LeadId lead) {
    return db.sql("SELECT * FROM cap_slot WHERE account_id = :account AND lead_id = :lead")
        .param("account", account.value()).param("lead", lead.value())
        .query(SlotStore::slot).list();
  }

  /** Slots whose lead is not on its way any more on these nodes. @param limit more for the last lead, whose slots come together */
  @WithoutAccount("a node's leads belong to many accounts")
  List<Slot> leftBehind(Collection<String> nodes, int limit) {
    return db.sql("""
        SELECT slot.* FROM cap_slot slot
         WHERE slot.node_id IN (:nodes)
           AND NOT EXISTS (SELECT FROM receipt
             WHERE receipt.account_id = slot.account_id AND receipt.lead_id = slot.lead_id)
         ORDER BY slot.lead_id
         FETCH FIRST :limit ROWS WITH TIES
        """)
        .param("nodes", nodes).param("limit", limit).query(SlotStore::slot).list();
  }

  /**
   * Whether a slot of a lead that ended was about to be kept: the lead succeeded, for a cap of its flow or source, or the
   * delivery did, at once or when it was tried again, for a cap of its step. The event says so that shows the cap.
   */
  boolean isEarned(AccountId account, LeadId lead, String cap) {
    return db.sql("""
        SELECT EXISTS (
          SELECT FROM event
            LEFT JOIN event_definition shown ON shown.account_id = event.account_id AND shown.id = event.definition_id
           WHERE event.account_id = :account AND event.lead_id = :lead AND event.type IN ('source', 'recipient')
             AND strpos(event.details || coalesce(shown.definitions, ''), :cap) > 0
             AND (event.outcome = 'success' OR EXISTS (
               SELECT FROM event retry
                WHERE retry.account_id = :account AND retry.lead_id = :lead AND retry.type = 'retry'
                  AND retry.step_id = event.step_id AND retry.outcome = 'success')))
        """)
        .param("account", account.value()).param("lead", lead.value()).param("cap", cap)
        .query(Boolean.class).single();
  }

  private static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  private static Slot slot(ResultSet row, int index) throws SQLException {
    return new Slot(AccountId.of(row.getString("account_id")), FlowId.of(row.getString("flow_id")),
        row.getString("cap_id"), new Holder(LeadId.of(row.getString("lead_id")), row.getString("node_id")));
  }
}
