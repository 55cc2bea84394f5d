package io.sluice.server.crm.loop.timeline;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was done with leads, read for their timelines. Of each, the first {@value #MOST}. */
@Repository
class TimelineStore {

  private static final int MOST = 1_000;

  private final JdbcClient db;

  TimelineStore(JdbcClient db) {
    this.db = db;
  }

  /** A lead that came over the exchange. */
  record Arrived(long lead, Instant at) {}

  /** @param by a person's name */
  record Move(long to, @Nullable String reason, @Nullable String by, Instant at) {}

  record Note(String body, @Nullable String by, Instant at) {}

  /** @param at when it was made */
  record Meeting(String title, Instant startsAt, String status, Instant at) {}

  List<Arrived> of(AccountId account, LeadId lead) {
    return db.sql("""
        SELECT id, created_at FROM crm_lead
         WHERE account_id = :account AND exchange_lead_id = :lead ORDER BY id LIMIT :most
        """)
        .param("account", account.value()).param("lead", lead.value()).param("most", MOST)
        .query((row, _) -> new Arrived(row.getLong("id"), SqlTime.read(row, "created_at")))
        .list();
  }

  List<Move> moves(AccountId account, long lead) {
    return db.sql("""
        SELECT m.to_stage_id, m.reason, m.moved_at, u.first_name || ' ' || u.last_name AS person
          FROM crm_lead_move m LEFT JOIN account_user u ON u.id = m.moved_by
         WHERE m.account_id = :account AND m.lead_id = :lead ORDER BY m.id LIMIT :most
        """)
        .param("account", account.value()).param("lead", lead).param("most", MOST)
        .query((row, _) -> new Move(row.getLong("to_stage_id"), row.getString("reason"), row.getString("person"),
            SqlTime.read(row, "moved_at")))
        .list();
  }

  List<Note> notes(AccountId account, long lead) {
    return db.sql("""
        SELECT n.body, n.created_at, u.first_name || ' ' || u.last_name AS person
          FROM crm_lead_note n LEFT JOIN account_user u ON u.id = n.author
         WHERE n.account_id = :account AND n.lead_id = :lead ORDER BY n.id LIMIT :most
        """)
        .param("account", account.value()).param("lead", lead).param("most", MOST)
        .query((row, _) -> new Note(row.getString("body"), row.getString("person"), SqlTime.read(row, "created_at")))
        .list();
  }

  List<Meeting> meetings(AccountId account, long lead) {
    return db.sql("""
        SELECT title, starts_at, status, created_at FROM appointment
         WHERE account_id = :account AND lead_id = :lead ORDER BY id LIMIT :most
        """)
        .param("account", account.value()).param("lead", lead).param("most", MOST)
        .query((row, _) -> new Meeting(row.getString("title"), SqlTime.read(row, "starts_at"), row.getString("status"),
            SqlTime.read(row, "created_at")))
        .list();
  }
}
