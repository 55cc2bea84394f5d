package io.sluice.server.crm.lead.note;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadNoteStore {

  private static final String SELECT = """
      SELECT n.*, u.id AS user_id, u.number, u.first_name, u.last_name
        FROM crm_lead_note n LEFT JOIN account_user u ON u.id = n.author
      """;

  private final JdbcClient db;

  LeadNoteStore(JdbcClient db) {
    this.db = db;
  }

  long insert(AccountId account, long lead, UserId author, String body, Instant now) {
    return db.sql("""
        INSERT INTO crm_lead_note (account_id, lead_id, id, author, body, created_at)
        VALUES (:account, :lead, nextval('crm_lead_part_number'), :author, :body, :now)
        RETURNING id
        """)
        .param("account", account.value()).param("lead", lead).param("author", author.value()).param("body", body)
        .param("now", SqlTime.of(now))
        .query(Long.class).single();
  }

  /** @param bodies by lead */
  void insertAll(AccountId account, UserId author, Map<Long, String> bodies, Instant now) {
    if (!bodies.isEmpty()) {
      List<Long> leads = List.copyOf(bodies.keySet());
      db.sql("""
          INSERT INTO crm_lead_note (account_id, lead_id, id, author, body, created_at)
          SELECT :account, lead, nextval('crm_lead_part_number'), :author, body, :now
            FROM unnest(CAST(:leads AS bigint[]), CAST(:bodies AS text[])) AS written (lead, body)
          """)
          .param("account", account.value()).param("author", author.value()).param("now", SqlTime.of(now))
          .param("leads", leads.toArray(Long[]::new))
          .param("bodies", leads.stream().map(bodies::get).toArray(String[]::new))
          .update();
    }
  }

  List<LeadNote> of(AccountId account, long lead) {
    return db.sql(SELECT + "WHERE n.account_id = :account AND n.lead_id = :lead ORDER BY n.id")
        .param("account", account.value()).param("lead", lead).query(LeadNoteStore::read).list();
  }

  Optional<LeadNote> find(AccountId account, long lead, long id) {
    return db.sql(SELECT + "WHERE n.account_id = :account AND n.lead_id = :lead AND n.id = :id")
        .param("account", account.value()).param("lead", lead).param("id", id).query(LeadNoteStore::read).optional();
  }

  int count(AccountId account, long lead) {
    return db.sql("SELECT count(*) FROM crm_lead_note WHERE account_id = :account AND lead_id = :lead")
        .param("account", account.value()).param("lead", lead).query(Integer.class).single();
  }

  void delete(AccountId account, long lead, long id) {
    db.sql("DELETE FROM crm_lead_note WHERE account_id = :account AND lead_id = :lead AND id = :id")
        .param("account", account.value()).param("lead", lead).param("id", id).update();
  }

  private static LeadNote read(ResultSet row, int index) throws SQLException {
    String user = row.getString("user_id");
    return new LeadNote(row.getLong("id"), row.getLong("lead_id"), row.getString("body"),
        user == null ? null : new LeadNote.Author(UserId.of(user), row.getLong("number"),
            (row.getString("first_name") + " " + row.getString("last_name")).strip()),
        SqlTime.read(row, "created_at"));
  }
}
