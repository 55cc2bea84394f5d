package io.sluice.server.event.follow;

import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Leads nobody has followed yet. Their rows are written by the event log, with the leads. */
@Repository
class FreshLeadStore {

  private final JdbcClient db;

  FreshLeadStore(JdbcClient db) {
    this.db = db;
  }

  /** From account to account instead of from row to row: an account may have left very many. @param after exclusive */
  @WithoutAccount("asks who has left something to do")
  Optional<AccountId> next(String after) {
    return db.sql("SELECT min(account_id) FROM fresh_leads WHERE account_id > :after")
        .param("after", after)
        .query((row, _) -> Optional.ofNullable(row.getString(1)).map(AccountId::of)).single();
  }

  /**
   * Takes the oldest out, as many as were left together: so many leads at least where there are as many, and never more
   * than a commit's beyond. Whoever comes at the same time waits for the end of this transaction, and finds nothing.
   */
  List<LeadId> claim(AccountId account, int leads) {
    // An array is made once; a subquery could be run once a row, and would then take the limit that often.
    return db.sql("""
        DELETE FROM fresh_leads
         WHERE account_id = :account AND first_id = ANY (ARRAY(
           SELECT first_id FROM (
             SELECT first_id, sum(leads) OVER (ORDER BY first_id) - leads AS before
               FROM (SELECT first_id, leads FROM fresh_leads WHERE account_id = :account
                      ORDER BY first_id LIMIT :leads) AS oldest) AS counted
            WHERE before < :leads))
        RETURNING lead_ids
        """)
        .param("account", account.value())
        .param("leads", leads)
        .query((row, _) -> row.getString(1)).list().stream().flatMap(FreshLeadStore::ids).toList();
  }

  /** Gives each of the leads that were left together with the oldest one a row of its own. */
  void part(AccountId account) {
    db.sql("""
        WITH oldest AS (
          DELETE FROM fresh_leads WHERE account_id = :account AND leads > 1 AND first_id = (
            SELECT min(first_id) FROM fresh_leads WHERE account_id = :account)
          RETURNING lead_ids)
        INSERT INTO fresh_leads (account_id, first_id, lead_ids, leads)
        SELECT :account, id[1], id[1], 1 FROM oldest CROSS JOIN regexp_matches(lead_ids, '.{24}', 'g') AS id
        """)
        .param("account", account.value())
        .update();
  }

  /** This one, where it was left alone, and no other: somebody else may have been quicker. */
  void drop(AccountId account, LeadId lead) {
    db.sql("DELETE FROM fresh_leads WHERE account_id = :account AND first_id = :lead AND leads = 1")
        .param("account", account.value()).param("lead", lead.value())
        .update();
  }

  private static Stream<LeadId> ids(String together) {
    return IntStream.range(0, together.length() / ObjectIds.LENGTH)
        .mapToObj(i -> LeadId.of(together.substring(i * ObjectIds.LENGTH, (i + 1) * ObjectIds.LENGTH)));
  }

  boolean isEmpty(AccountId account) {
    return !db.sql("SELECT EXISTS (SELECT FROM fresh_leads WHERE account_id = :account)")
        .param("account", account.value()).query(Boolean.class).single();
  }

  /** In the order of their ids; one that was deleted meanwhile is left out. */
  List<EndedLead> leads(AccountId account, List<LeadId> ids) {
    return db.sql("""
        SELECT id, flow_id, source_id, received_at, vars FROM lead
         WHERE account_id = :account AND id = ANY (:ids)
         ORDER BY id
        """)
        .param("account", account.value())
        .param("ids", ids.stream().map(LeadId::value).toArray(String[]::new))
        .query((row, _) -> new EndedLead(LeadId.of(row.getString("id")), FlowId.of(row.getString("flow_id")),
            EntityId.of(row.getString("source_id")), SqlTime.read(row, "received_at"),
            VarsJson.read(row.getString("vars"))))
        .list();
  }

  /** By their source events, in the order these ended. */
  List<LeadEnd> ends(AccountId account, List<LeadId> leads) {
    return db.sql("""
        SELECT found.* FROM unnest(:leads) AS wanted (id) CROSS JOIN LATERAL (
          SELECT lead_id, id, outcome, reason, cost, ended_at FROM event
           WHERE account_id = :account AND lead_id = wanted.id AND type = 'source') AS found
         ORDER BY found.id
        """)
        .param("account", account.value())
        .param("leads", leads.stream().map(LeadId::value).toArray(String[]::new))
        .query((row, _) -> new LeadEnd(LeadId.of(row.getString("lead_id")), EventId.of(row.getString("id")),
            row.getString("outcome"), row.getString("reason"), row.getBigDecimal("cost"),
            SqlTime.read(row, "ended_at")))
        .list();
  }

  /** How many wait, counted up to a limit of commits, and the oldest of them. */
  record Behind(long leads, Optional<LeadId> oldest) {}

  @WithoutAccount("of the whole installation")
  Behind behind(int limit) {
    return db.sql("""
        SELECT coalesce(sum(leads), 0), min(first_id) FROM (SELECT leads, first_id FROM fresh_leads LIMIT :limit) fresh
        """)
        .param("limit", limit)
        .query((row, _) -> new Behind(row.getLong(1), Optional.ofNullable(row.getString(2)).map(LeadId::of)))
        .single();
  }
}
