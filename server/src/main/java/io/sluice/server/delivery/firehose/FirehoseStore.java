package io.sluice.server.delivery.firehose;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.WithoutAccount;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes from {@code firehose_event}; the event log puts in. */
@Repository
class FirehoseStore {

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final JdbcClient db;

  FirehoseStore(JdbcClient db) {
    this.db = db;
  }

  record Waiting(EventId event, LeadId lead) {}

  /** The oldest first. @param after the last one that was copied: what was taken out is read again until it is vacuumed */
  List<Waiting> waiting(AccountId account, FlowId flow, String after, int max) {
    return db.sql("""
        SELECT event_id, lead_id FROM firehose_event
         WHERE account_id = :account AND flow_id = :flow AND event_id > :after ORDER BY event_id LIMIT :max
        """)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("after", after)
        .param("max", max)
        .query((row, index) -> new Waiting(EventId.of(row.getString("event_id")), LeadId.of(row.getString("lead_id"))))
        .list();
  }

  void remove(AccountId account, FlowId flow, Collection<EventId> events) {
    db.sql("DELETE FROM firehose_event WHERE account_id = :account AND flow_id = :flow AND event_id = ANY (:events)")
        .param("account", account.value())
        .param("flow", flow.value())
        .param("events", events.stream().map(EventId::value).toArray(String[]::new))
        .update();
  }

  /**
   * All that wait for a flow, a thousand at a time, for a bucket that could not be reached leaves very many. Whoever is
   * interrupted leaves the rest to the next look.
   *
   * @return how many
   */
  int forget(AccountId account, FlowId flow) {
    int forgotten = 0;
    List<Waiting> some = waiting(account, flow, "", FORGOTTEN_AT_ONCE);
    while (!some.isEmpty() && !Thread.currentThread().isInterrupted()) {
      remove(account, flow, some.stream().map(Waiting::event).toList());
      forgotten += some.size();
      some = waiting(account, flow, some.getLast().event().value(), FORGOTTEN_AT_ONCE);
    }
    return forgotten;
  }

  /** Every flow that has events waiting: from flow to flow instead of from row to row, for one may have very many. */
  @WithoutAccount("a node looks for work of all accounts")
  Map<FlowId, AccountId> all() {
    Map<FlowId, AccountId> all = new LinkedHashMap<>();
    Optional<Flow> next = next("", "");
    while (next.isPresent()) {
      Flow flow = next.get();
      all.put(flow.id(), flow.account());
      next = next(flow.account().value(), flow.id().value());
    }
    return all;
  }

  private record Flow(AccountId account, FlowId id) {}

  private Optional<Flow> next(String afterAccount, String afterFlow) {
    return db.sql("""
        SELECT account_id, flow_id FROM firehose_event WHERE (account_id, flow_id) > (:account, :flow)
         ORDER BY account_id, flow_id LIMIT 1
        """)
        .param("account", afterAccount)
        .param("flow", afterFlow)
        .query((row, _) -> new Flow(AccountId.of(row.getString("account_id")), FlowId.of(row.getString("flow_id"))))
        .optional();
  }
}
