package io.sluice.server.event.log;

import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.row.EventDefinition;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one transaction.
 *
 * <p>A statement here and in its parts that joins rows with a list of keys also names the keys themselves: whatever the
 * planner thinks of the table, only these are then looked for, in an index ({@link LogConnections}, decision 0109).
 */
final class Batch {

  private final List<Entry> entries;
  private final ClaimedKeys keys = new ClaimedKeys();
  private final Proofs proofs = new Proofs();
  private final NewRows receipts = new NewRows(NewTable.RECEIPT);
  private final NewRows firstAttempts = new NewRows(NewTable.ATTEMPT);
  private final Rows answers = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
          AS new (account_id, lead_id, step_id, ended_at, answer))
      UPDATE attempt SET ended_at = new.ended_at, answer = new.answer FROM new
      WHERE attempt.account_id = new.account_id AND attempt.lead_id = new.lead_id AND attempt.step_id = new.step_id
        AND attempt.account_id = ANY (ARRAY(SELECT account_id FROM new))
        AND attempt.lead_id = ANY (ARRAY(SELECT lead_id FROM new))
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
    Set<LeadId> repeated = keys.claim(connection, entries);
    Set<Entry> lost = proofs.lost(connection, entries);
    List<Entry> ours = new ArrayList<>(entries);
    ours.removeIf(entry -> lost.contains(entry) || entry.onItsWay().filter(repeated::contains).isPresent());
    for (Entry.Ended entry : proofs.withoutSlots(connection, ours)) {
      lost.add(entry);
      if (entry.key() != null) {
        keys.giveBack(entry.key(), entry.lead().id());
      }
    }
    ours.removeIf(lost::contains);
    refund(connection, ours);
    ours.forEach(this::collect);
    fresh.forEach((account, ids) -> freshLeads.add(account, ids.getFirst(), String.join("", ids), ids.size()));
    define(connection);
    tally.addTo(pings);
    // Pings last, for others may wait for their rows.
    Bulk.executeAndCommit(connection, List.of(
        keys.givenBack(), freshLeads, receipts, firstAttempts, answers, leads, definitions, events, bodies, retries, streamed,
        keys.answers(), pings));
    written.committed(connection, named.keySet());
    return new Unwritten(lost, repeated);
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
          keys.answer(key, lead.id());
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

  static String ids(Attempt attempt) {
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
