package io.sluice.server.crm.legal;

import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
@WithoutAccount("the terms are the installation's, the same for every account")
class LegalTermStore {

  private static final String TERM = """
      SELECT t.*, NOT EXISTS (SELECT 1 FROM legal_term n WHERE (n.major, n.minor) > (t.major, t.minor)) AS latest
        FROM legal_term t
      """;

  private final JdbcClient db;

  LegalTermStore(JdbcClient db) {
    this.db = db;
  }

  Optional<LegalTerm> latest() {
    return db.sql(TERM + "ORDER BY t.major DESC, t.minor DESC LIMIT 1").query(LegalTermStore::read).optional();
  }

  Optional<LegalTerm> find(long id) {
    return db.sql(TERM + "WHERE t.id = :id").param("id", id).query(LegalTermStore::read).optional();
  }

  /** Until the transaction ends nobody else publishes. */
  void hold() {
    db.sql("LOCK TABLE legal_term IN SHARE ROW EXCLUSIVE MODE").update();
  }

  long insert(int major, int minor, String title, String content, UserId by, Instant now) {
    return db.sql("""
        INSERT INTO legal_term (id, major, minor, title, content, published_by, published_at)
        VALUES (nextval('legal_term_number'), :major, :minor, :title, :content, :by, :now)
        RETURNING id
        """)
        .param("major", major)
        .param("minor", minor)
        .param("title", title)
        .param("content", content)
        .param("by", by.value())
        .param("now", SqlTime.of(now))
        .query(Long.class)
        .single();
  }

  private static LegalTerm read(ResultSet row, int index) throws SQLException {
    return new LegalTerm(
        row.getLong("id"),
        row.getInt("major"),
        row.getInt("minor"),
        row.getString("title"),
        row.getString("content"),
        row.getBoolean("latest"),
        SqlTime.read(row, "published_at"));
  }
}
