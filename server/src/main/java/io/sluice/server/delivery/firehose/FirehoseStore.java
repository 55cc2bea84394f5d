package io.sluice.server.delivery.firehose;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.WithoutAccount;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes from {@code firehose_event}; the event log puts in. */
@Repository
class FirehoseStore {

  private final JdbcClient db;

  FirehoseStore(JdbcClient db) {
    this.db = db;
  }

  record Waiting(EventId event, LeadId lead) {}

  /** The oldest first. */
  List<Waiting> waiting(AccountId account, FlowId flow, int max) {
    return db.sql("""
        SELECT event_id, lead_id FROM firehose_event
         WHERE account_id = :account AND flow_id = :flow ORDER BY event_id LIMIT :max
        """)
        .param("account", account.value())
        .param("flow", flow.value())
        .param("max", max)
        .query((row, index) -> new Waiting(EventId.of(row.getString("event_id")), LeadId.of(row.getString("lead_id"))))
        .list();
  }

  void copied(AccountId account, FlowId flow, Collection<EventId> events) {
    db.sql("DELETE FROM firehose_event WHERE account_id = :account AND flow_id = :flow AND event_id = ANY (:events)")
        .param("account", account.value())
        .param("flow", flow.value())
        .param("events", events.stream().map(EventId::value).toArray(String[]::new))
        .update();
  }

  /** Answers how many. */
  int forget(AccountId account, FlowId flow) {
    return db.sql("DELETE FROM firehose_event WHERE account_id = :account AND flow_id = :flow")
        .param("account", account.value())
        .param("flow", flow.value())
        .update();
  }

  /** Whether events of the flow wait. Asked flow by flow: what it costs does not grow with how many do. */
  boolean isBusy(AccountId account, FlowId flow) {
    return db.sql("SELECT EXISTS (SELECT 1 FROM firehose_event WHERE account_id = :account AND flow_id = :flow)")
        .param("account", account.value())
        .param("flow", flow.value())
        .query(Boolean.class).single();
  }

  /** Every flow that has events waiting. */
  @WithoutAccount("the installation's own housekeeping")
  Map<FlowId, AccountId> all() {
    Map<FlowId, AccountId> all = new HashMap<>();
    db.sql("SELECT DISTINCT account_id, flow_id FROM firehose_event").query(row -> {
      all.put(FlowId.of(row.getString("flow_id")), AccountId.of(row.getString("account_id")));
    });
    return all;
  }
}
