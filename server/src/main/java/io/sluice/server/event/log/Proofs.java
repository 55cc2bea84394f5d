package io.sluice.server.event.log;

import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.row.LeadRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Of the entries of one transaction, which are still this node's to write. */
final class Proofs {

  /** Of leads that this node still has; written before, if an answer of the database was lost on its way here. */
  private final Rows attempts = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
          AS new (account_id, lead_id, node_id, lives, step_id, event_ids, started_at, step)),
      ours AS (
        SELECT new.* FROM new JOIN receipt USING (account_id, lead_id, node_id, lives)
        WHERE receipt.account_id = ANY (ARRAY(SELECT account_id FROM new))
          AND receipt.lead_id = ANY (ARRAY(SELECT lead_id FROM new))),
      noted AS (
        INSERT INTO attempt (account_id, lead_id, step_id, event_ids, started_at, step)
        SELECT account_id, lead_id, step_id, event_ids, started_at, step FROM ours
        ON CONFLICT (account_id, lead_id, step_id) DO UPDATE SET started_at = attempt.started_at)
      SELECT lead_id || lives FROM ours
      """);
  /** A lead's id is nobody else's, so the four lists need not be read side by side. */
  private final Rows closed = new Rows("""
      WITH gone AS (
        DELETE FROM receipt WHERE account_id = ANY (?::text[]) AND lead_id = ANY (?::text[]) AND node_id = ANY (?::text[])
          AND lead_id || lives = ANY (?::text[])
        RETURNING account_id, lead_id, lives),
      calls AS (
        DELETE FROM attempt
        WHERE account_id = ANY (ARRAY(SELECT account_id FROM gone)) AND lead_id = ANY (ARRAY(SELECT lead_id FROM gone)))
      SELECT lead_id || lives FROM gone
      """);
  /** Nobody ends some of a lead's slots: they are all there, or none is. */
  private final Rows kept = new Rows("""
      WITH kept AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
          AS kept (account_id, flow_id, cap_id, lead_id, node_id))
      DELETE FROM cap_slot slot USING kept
      WHERE slot.account_id = kept.account_id AND slot.flow_id = kept.flow_id AND slot.cap_id = kept.cap_id
        AND slot.lead_id = kept.lead_id AND slot.node_id = kept.node_id
        AND slot.account_id = ANY (ARRAY(SELECT account_id FROM kept))
        AND slot.flow_id = ANY (ARRAY(SELECT flow_id FROM kept))
        AND slot.cap_id = ANY (ARRAY(SELECT cap_id FROM kept))
        AND slot.lead_id = ANY (ARRAY(SELECT lead_id FROM kept))
      RETURNING slot.lead_id
      """);
  private final Rows retried = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::timestamptz[], ?::text[])
          AS new (account_id, event_id, node_id, attempts, next_at, reason))
      UPDATE retry SET node_id = NULL, began_at = NULL, next_at = new.next_at, last_reason = new.reason FROM new
      WHERE retry.account_id = new.account_id AND retry.event_id = new.event_id AND retry.node_id = new.node_id
        AND retry.attempts = new.attempts
        AND retry.account_id = ANY (ARRAY(SELECT account_id FROM new))
        AND retry.event_id = ANY (ARRAY(SELECT event_id FROM new))
      RETURNING retry.event_id
      """);
  private final Rows retriedOut = new Rows("""
      WITH old AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::int[])
          AS old (account_id, event_id, node_id, attempts))
      DELETE FROM retry USING old
      WHERE retry.account_id = old.account_id AND retry.event_id = old.event_id
        AND retry.node_id IS NOT DISTINCT FROM old.node_id AND retry.attempts = old.attempts
        AND retry.account_id = ANY (ARRAY(SELECT account_id FROM old))
        AND retry.event_id = ANY (ARRAY(SELECT event_id FROM old))
      RETURNING retry.event_id
      """);
  /** An event's id is nobody else's either. */
  private final Rows fedBack = new Rows("""
      DELETE FROM open_feedback WHERE account_id = ANY (?::text[]) AND id = ANY (?::text[]) AND node_id = ANY (?::text[])
        AND id || lives = ANY (?::text[])
      RETURNING id
      """);

  /**
   * Takes away what says that something is on its way, or notes the next call beside it. A row that this node does not
   * hold any more is the proof that what follows belongs to somebody else; what it holds again, after another, to
   * the later of its lives.
   *
   * @return the entries that do, told apart by identity: no two are the same because they say the same
   */
  Set<Entry> lost(Connection connection, List<Entry> entries) throws SQLException {
    Map<String, Entry> unproved = new HashMap<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Ended(_, _, Receipt receipt, _, _, _) when receipt != null -> {
          closed.add(receipt.account(), receipt.lead(), receipt.node(), life(receipt));
          unproved.put(life(receipt), entry);
        }
        case Entry.Continued(Receipt receipt, _, Attempt next) -> {
          attempts.add(receipt.account(), receipt.lead(), receipt.node(), receipt.lives(), next.stepId(),
              Batch.ids(next), next.startedAt(), next.step());
          unproved.put(life(receipt), entry);
        }
        case Entry.FedBack(_, _, Held open) when open != null -> {
          fedBack.add(open.account(), open.event(), open.node(), open.event().value() + open.turn());
          unproved.put(open.event().value(), entry);
        }
        case Entry.Retried(_, Held retry, Entry.Again again) -> {
          if (again == null) {
            retriedOut.add(retry.account(), retry.event(), retry.node(), retry.turn());
          } else {
            retried.add(retry.account(), retry.event(), retry.node(), retry.turn(), again.at(), again.reason());
          }
          unproved.put(retry.event().value(), entry);
        }
        case Entry.Ended _, Entry.FedBack _, Entry.Opened _, Entry.Pinged _ -> {}
      }
    }
    for (Rows rows : List.of(closed, attempts, fedBack, retried, retriedOut)) {
      rows.query(connection).forEach(unproved::remove);
    }
    Set<Entry> lost = Collections.newSetFromMap(new IdentityHashMap<>());
    lost.addAll(unproved.values());
    return lost;
  }

  /** Of a lead; several may have an entry in one transaction, and one of them may write it. */
  private static String life(Receipt receipt) {
    return receipt.lead().value() + receipt.lives();
  }

  /**
   * Slots that stay counted end with their leads. A lead that is in no journal has nothing else that says whether it is
   * still this node's: others who believed this one dead gave its slots back, and perhaps to other leads.
   *
   * @return the entries whose slots are not there any more
   */
  List<Entry.Ended> withoutSlots(Connection connection, List<Entry> ours) throws SQLException {
    Map<String, Entry.Ended> unproved = new HashMap<>();
    for (Entry entry : ours) {
      if (entry instanceof Entry.Ended(LeadRow lead, _, Receipt receipt, _, _, List<Entry.KeptSlot> slots)) {
        slots.forEach(slot -> kept.add(lead.account(), lead.flow(), slot.capId(), lead.id(), slot.node()));
        if (receipt == null && !slots.isEmpty()) {
          unproved.put(lead.id().value(), (Entry.Ended) entry);
        }
      }
    }
    kept.query(connection).forEach(unproved::remove);
    return List.copyOf(unproved.values());
  }
}
