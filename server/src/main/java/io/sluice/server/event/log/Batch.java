package io.sluice.server.event.log;

import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one transaction.
 *
 * <p>A statement that joins rows with a list of keys also names the keys themselves: whatever the planner thinks of the
 * table, only these are then looked for, in an index ({@link LogConnections}, decision 0109).
 */
final class Batch {

  private final List<Entry> entries;
  private final Rows claims = new Rows("""
      INSERT INTO lead_key (account_id, source_id, key_hash, fingerprint, lead_id, expires_at, answer)
      SELECT account_id, source_id, key_hash, fingerprint, lead_id, coalesce(expires_at, 'infinity'), answer
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[])
        AS new (account_id, source_id, key_hash, fingerprint, lead_id, expires_at, answer)
      ON CONFLICT (account_id, source_id, key_hash) DO NOTHING
      RETURNING lead_id
      """);
  private final Rows keyAnswers = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[])
          AS new (account_id, source_id, key_hash, lead_id, expires_at, answer))
      UPDATE lead_key SET answer = new.answer, expires_at = coalesce(new.expires_at, lead_key.expires_at) FROM new
      WHERE lead_key.account_id = new.account_id AND lead_key.source_id = new.source_id
        AND lead_key.key_hash = new.key_hash AND lead_key.lead_id = new.lead_id
        AND lead_key.account_id = ANY (ARRAY(SELECT account_id FROM new))
        AND lead_key.source_id = ANY (ARRAY(SELECT source_id FROM new))
        AND lead_key.key_hash = ANY (ARRAY(SELECT key_hash FROM new))
      """);
  private final NewRows receipts = new NewRows(NewTable.RECEIPT);
  private final NewRows firstAttempts = new NewRows(NewTable.ATTEMPT);
  /** Of leads that this node still has; written before, if an answer of the database was lost on its way here. */
  private final Rows attempts = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
          AS new (account_id, lead_id, node_id, lives, step_id, event_ids, started_at, step))
      INSERT INTO attempt (account_id, lead_id, step_id, event_ids, started_at, step)
      SELECT account_id, lead_id, step_id, event_ids, new.started_at, new.step
        FROM new JOIN receipt USING (account_id, lead_id, node_id, lives)
      WHERE receipt.account_id = ANY (ARRAY(SELECT account_id FROM new))
        AND receipt.lead_id = ANY (ARRAY(SELECT lead_id FROM new))
      ON CONFLICT (account_id, lead_id, step_id) DO UPDATE SET started_at = attempt.started_at
      RETURNING lead_id
      """);
  private final Rows answers = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
          AS new (account_id, lead_id, step_id, ended_at, answer))
      UPDATE attempt SET ended_at = new.ended_at, answer = new.answer FROM new
      WHERE attempt.account_id = new.account_id AND attempt.lead_id = new.lead_id AND attempt.step_id = new.step_id
        AND attempt.account_id = ANY (ARRAY(SELECT account_id FROM new))
        AND attempt.lead_id = ANY (ARRAY(SELECT lead_id FROM new))
      """);
  /** A lead's id is nobody else's, so the four lists need not be read side by side. */
  private final Rows closed = new Rows("""
      WITH gone AS (
        DELETE FROM receipt WHERE account_id = ANY (?::text[]) AND lead_id = ANY (?::text[]) AND node_id = ANY (?::text[])
          AND lead_id || lives = ANY (?::text[])
        RETURNING account_id, lead_id),
      calls AS (
        DELETE FROM attempt
        WHERE account_id = ANY (ARRAY(SELECT account_id FROM gone)) AND lead_id = ANY (ARRAY(SELECT lead_id FROM gone)))
      SELECT lead_id FROM gone
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
  private final Rows unclaimed = new Rows("""
      DELETE FROM lead_key WHERE account_id = ANY (?::text[]) AND source_id = ANY (?::text[])
        AND key_hash = ANY (?::text[]) AND lead_id = ANY (?::text[])
      """);
  private final NewRows leads = new NewRows(NewTable.LEAD);
  /** Whom search and statistics do not know yet (decision 0087). */
  private final NewRows freshLeads = new NewRows(NewTable.FRESH_LEADS);
  private final Map<AccountId, List<String>> fresh = new HashMap<>();
  /** What the events name; of these, what the database may lack is written before them. */
  private final Map<WrittenDefinitions.Key, EventDefinition> named = new HashMap<>();
  private final Rows definitions = new Rows("""
      INSERT INTO event_definition (account_id, id, definitions)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[])
      ON CONFLICT (account_id, id) DO NOTHING
      """);
  private final WrittenDefinitions written;
  private final NewRows events = new NewRows(NewTable.EVENT);
  private final NewRows bodies = new NewRows(NewTable.EVENT_BODY);
  private final NewRows retries = new NewRows(NewTable.RETRY);
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
  private final Rows refunds = new Rows("""
      INSERT INTO refund (account_id, event_id, by_event_id)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[])
      ON CONFLICT (account_id, event_id) DO NOTHING
      RETURNING by_event_id
      """);
  /** Events whose money another gave back before. */
  private final Set<String> worthNothing = new HashSet<>();
  private final NewRows streamed = new NewRows(NewTable.FIREHOSE_EVENT);
  private final EventStreams streams;
  private final Rows pings = new Rows("""
      INSERT INTO ping_count AS known (account_id, started_at, flow_id, source_id, shard, submitted, success)
      SELECT * FROM unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::bigint[])
      ON CONFLICT (account_id, started_at, flow_id, source_id, shard) DO UPDATE
        SET submitted = known.submitted + excluded.submitted, success = known.success + excluded.success
      """);
  private final PingTally tally = new PingTally();

  Batch(List<Entry> entries, EventStreams streams, WrittenDefinitions written) {
    this.entries = entries;
    this.streams = streams;
    this.written = written;
  }

  /**
   * The entries of which nothing was written.
   *
   * @param lost what they are about is another node's by now
   * @param repeated leads whose key is another lead's
   */
  record Unwritten(Collection<Entry> lost, Set<LeadId> repeated) {}

  /**
   * Writes and commits. Keys are claimed first and answered last: with the order they are claimed in, that keeps the
   * writers of two groups with the same keys from waiting for each other.
   */
  Unwritten write(Connection connection) throws SQLException {
    Set<LeadId> repeated = claim(connection);
    Set<Entry> lost = guard(connection);
    List<Entry> ours = new ArrayList<>(entries);
    ours.removeIf(entry -> lost.contains(entry) || entry.onItsWay().filter(repeated::contains).isPresent());
    lost.addAll(keepSlots(connection, ours));
    ours.removeIf(lost::contains);
    refund(connection, ours);
    ours.forEach(this::collect);
    fresh.forEach((account, ids) -> freshLeads.add(account, ids.getFirst(), String.join("", ids), ids.size()));
    define(connection);
    tally.addTo(pings);
    // Pings last, for others may wait for their rows.
    Bulk.executeAndCommit(connection, List.of(
        unclaimed, freshLeads, receipts, firstAttempts, answers, leads, definitions, events, bodies, retries, streamed, keyAnswers,
        pings));
    written.committed(connection, named.keySet());
    return new Unwritten(lost, repeated);
  }

  /**
   * Takes away what says that something is on its way, or notes the next call beside it. A row that this node does not
   * hold any more is the proof that what follows belongs to somebody else; what it holds again, after another, to
   * the later of its lives.
   *
   * @return the entries that do, told apart by identity: no two are the same because they say the same
   */
  private Set<Entry> guard(Connection connection) throws SQLException {
    Map<String, Entry> unproved = new HashMap<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Ended(_, _, Receipt receipt, _, _, _) when receipt != null -> {
          closed.add(receipt.account(), receipt.lead(), receipt.node(), receipt.lead().value() + receipt.lives());
          unproved.put(receipt.lead().value(), entry);
        }
        case Entry.Continued(Receipt receipt, _, Attempt next) -> {
          attempts.add(receipt.account(), receipt.lead(), receipt.node(), receipt.lives(), next.stepId(), ids(next),
              next.startedAt(), next.step());
          unproved.put(receipt.lead().value(), entry);
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

  /**
   * Slots that stay counted end with their leads. A lead that is in no journal has nothing else that says whether it is
   * still this node's: others who believed this one dead gave its slots back, and perhaps to other leads.
   *
   * @return the entries whose slots are not there any more; the keys they claimed are as free as before
   */
  private List<Entry> keepSlots(Connection connection, List<Entry> ours) throws SQLException {
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
    unproved.values().stream().filter(entry -> entry.key() != null).forEach(entry -> unclaimed.add(
        entry.key().account(), entry.key().source(), entry.key().hash(), entry.lead().id()));
    return List.copyOf(unproved.values());
  }

  /** In the order of their keys, so that two writers with the same ones wait for each other, not both for each other. */
  private void refund(Connection connection, List<Entry> ours) throws SQLException {
    List<Refund> wanted = ours.stream()
        .flatMap(entry -> entry instanceof Entry.FedBack(_, List<Refund> some, _) ? some.stream() : Stream.empty())
        .sorted(Comparator.comparing((Refund refund) -> refund.account().value()).thenComparing(Refund::of))
        .toList();
    wanted.forEach(refund -> {
      refunds.add(refund.account(), refund.of(), refund.by());
      worthNothing.add(refund.by().value());
    });
    refunds.query(connection).forEach(worthNothing::remove);
  }

  /** In the order of their keys, as of {@link #refund}. */
  private void define(Connection connection) throws SQLException {
    named.keySet().removeAll(written.on(connection));
    named.entrySet().stream().sorted(Map.Entry.comparingByKey())
        .forEach(one -> definitions.add(one.getKey().account(), one.getKey().id(), one.getValue().json()));
  }

  private Set<LeadId> claim(Connection connection) throws SQLException {
    List<Claim> wanted = new ArrayList<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Opened(Receipt receipt, _, LeadKey key) when key != null ->
            wanted.add(new Claim(key, receipt.lead()));
        case Entry.Ended(LeadRow lead, _, Receipt receipt, LeadKey key, _, _) when key != null && receipt == null ->
            wanted.add(new Claim(key, lead.id()));
        case Entry.Opened _, Entry.Ended _, Entry.Continued _, Entry.Pinged _, Entry.FedBack _, Entry.Retried _ -> {}
      }
    }
    wanted.stream().sorted(Claim.ORDER).forEach(claim -> claims.add(claim.key.account(), claim.key.source(),
        claim.key.hash(), claim.key.fingerprint(), claim.lead, claim.key.expiresAt(), claim.key.answer()));
    Set<LeadId> repeated = wanted.stream().map(Claim::lead).collect(Collectors.toCollection(HashSet::new));
    claims.query(connection).forEach(lead -> repeated.remove(LeadId.of(lead)));
    return repeated;
  }

  private record Claim(LeadKey key, LeadId lead) {

    static final Comparator<Claim> ORDER = Comparator.comparing((Claim claim) -> claim.key.account().value())
        .thenComparing(claim -> claim.key.source().value()).thenComparing(claim -> claim.key.hash());
  }

  private void collect(Entry entry) {
    switch (entry) {
      case Entry.Opened(Receipt receipt, Attempt first, _) -> {
        receipts.add(receipt.account(), receipt.lead(), receipt.flow(), receipt.source(), receipt.node(),
            receipt.lives(), receipt.hops(), receipt.soldBy(), receipt.receivedAt(), receipt.submission(),
            receipt.keyHash(), receipt.found());
        firstAttempts.add(receipt.account(), receipt.lead(), first.stepId(), ids(first), first.startedAt(), first.step());
      }
      case Entry.Continued(Receipt receipt, Attempt answered, _) -> answer(receipt.account(), receipt.lead(), answered);
      case Entry.Ended(LeadRow lead, List<EventRow> rows, Receipt receipt, LeadKey key, List<RetryRow> after, _) -> {
        leads.add(lead.account(), lead.id(), lead.flow(), lead.source(), lead.soldBy(), lead.receivedAt(), lead.vars());
        fresh.computeIfAbsent(lead.account(), _ -> new ArrayList<>()).add(lead.id().value());
        rows.forEach(this::add);
        after.forEach(this::add);
        if (key != null && receipt != null) {
          keyAnswers.add(key.account(), key.source(), key.hash(), lead.id(), key.expiresAt(), key.answer());
        }
      }
      case Entry.Pinged ping -> tally.count(ping);
      case Entry.FedBack(List<EventRow> rows, _, _) ->
          rows.forEach(row -> add(worthNothing.contains(row.id().value()) ? row.withoutMoney() : row));
      case Entry.Retried(EventRow row, _, _) -> add(row);
    }
  }

  private void add(RetryRow retry) {
    retries.add(retry.account(), retry.event(), retry.lead(), retry.flow(), retry.stepId(), retry.recipient(),
        retry.moduleId(), retry.idempotencyKey(), 0, retry.nextAt(), retry.reason(), retry.data(), retry.keyId(),
        retry.createdAt());
  }

  private static String ids(Attempt attempt) {
    return String.join(",", attempt.eventIds());
  }

  private void answer(AccountId account, LeadId lead, @Nullable Attempt answered) {
    Attempt.End end = answered == null ? null : answered.end();
    if (answered != null && end != null) {
      answers.add(account, lead, answered.stepId(), end.at(), end.answer());
    }
  }

  private void add(EventRow event) {
    EventDefinition definition = event.definition();
    if (definition != null) {
      named.put(new WrittenDefinitions.Key(event.account(), definition.id()), definition);
    }
    events.add(event.account(), event.id(), event.lead(), event.flow(), event.source(), event.type(), event.outcome(),
        event.reason(), event.stepId(), event.recipient(), event.moduleId(), event.key(), event.host(),
        event.startedAt(), event.endedAt(), event.capReached(), event.purchasePrice(), event.salePrice(), event.cost(),
        event.revenue(), event.changed(), event.appended(), event.details(),
        definition == null ? null : definition.id());
    if (event.transactions() != null) {
      bodies.add(event.account(), event.id(), event.transactions());
    }
    if (streams.isStreamed(event.flow())) {
      streamed.add(event.account(), event.flow(), event.id(), event.lead());
    }
  }
}
