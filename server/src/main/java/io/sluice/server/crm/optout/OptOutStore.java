package io.sluice.server.crm.optout;

import io.sluice.server.crm.optout.OptOut.Origin;
import io.sluice.server.crm.optout.OptOut.Request;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class OptOutStore {

  private static final String ASKED = """
      SELECT r.*, through.name AS through_name, holder.name AS holder_name
        FROM opt_out_request r
        JOIN account through ON through.id = r.through_account_id
        JOIN account holder ON holder.id = r.account_id
      """;

  private final JdbcClient db;

  OptOutStore(JdbcClient db) {
    this.db = db;
  }

  Optional<OptOut> same(AccountId account, Set<String> hashes) {
    return db.sql("SELECT * FROM opt_out WHERE account_id = :account AND person_hashes = CAST(:hashes AS text[])")
        .param("account", account.value()).param("hashes", sorted(hashes)).query(OptOutStore::read).optional();
  }

  void insert(AccountId account, OptOut made) {
    UserId by = made.by();
    db.sql("""
        INSERT INTO opt_out (account_id, id, person_hashes, origin, source, created_by, requested_at, due_at)
        VALUES (:account, :id, :hashes, :origin, :source, :by, :requested, :due)
        """)
        .param("account", account.value()).param("id", made.id()).param("hashes", sorted(made.hashes()))
        .param("origin", made.origin().word()).param("source", made.source())
        .param("by", by == null ? null : by.value())
        .param("requested", SqlTime.of(made.requestedAt())).param("due", SqlTime.of(made.dueAt()))
        .update();
  }

  Optional<OptOut> find(AccountId account, String id) {
    return db.sql("SELECT * FROM opt_out WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).query(OptOutStore::read).optional();
  }

  List<OptOut> of(AccountId account, @Nullable String before, int limit) {
    return db.sql("""
        SELECT * FROM opt_out WHERE account_id = :account AND (:before::text IS NULL OR id < :before)
         ORDER BY id DESC LIMIT :limit
        """)
        .param("account", account.value()).param("before", before).param("limit", limit)
        .query(OptOutStore::read).list();
  }

  void insert(AccountId account, Request request, AccountId through) {
    db.sql("""
        INSERT INTO opt_out_request (account_id, id, asker_account_id, opt_out_id, through_account_id, person_hashes,
                                     told_by, requested_at, due_at)
        VALUES (:account, :id, :asker, :optOut, :through, :hashes, :toldBy, :requested, :due)
        """)
        .param("account", account.value()).param("id", request.id()).param("asker", request.asker().value())
        .param("optOut", request.optOut()).param("through", through.value()).param("hashes", sorted(request.hashes()))
        .param("toldBy", request.toldBy()).param("requested", SqlTime.of(request.requestedAt()))
        .param("due", SqlTime.of(request.dueAt()))
        .update();
  }

  boolean asked(AccountId account, AccountId asker, String optOut) {
    return db.sql("""
        SELECT EXISTS (SELECT 1 FROM opt_out_request
                        WHERE account_id = :account AND asker_account_id = :asker AND opt_out_id = :optOut)
        """)
        .param("account", account.value()).param("asker", asker.value()).param("optOut", optOut)
        .query(Boolean.class).single();
  }

  /** Of all holders, in the order in which they were asked. */
  List<OptOuts.Asked> requestsOf(AccountId asker, Collection<String> optOuts) {
    return db.sql(ASKED + " WHERE r.asker_account_id = :asker AND r.opt_out_id = ANY (:optOuts) ORDER BY r.id")
        .param("asker", asker.value()).param("optOuts", optOuts.toArray(String[]::new))
        .query(OptOutStore::asked).list();
  }

  List<OptOuts.Asked> requests(AccountId account, boolean open, @Nullable String before, int limit) {
    return db.sql(ASKED + """
         WHERE r.account_id = :account AND (NOT :open OR r.confirmed_at IS NULL)
           AND (:before::text IS NULL OR r.id < :before)
         ORDER BY r.id DESC LIMIT :limit
        """)
        .param("account", account.value()).param("open", open).param("before", before).param("limit", limit)
        .query(OptOutStore::asked).list();
  }

  Optional<OptOuts.Asked> request(AccountId account, String id) {
    return db.sql(ASKED + " WHERE r.account_id = :account AND r.id = :id")
        .param("account", account.value()).param("id", id).query(OptOutStore::asked).optional();
  }

  /** @return whether it had not been confirmed before */
  boolean confirm(AccountId account, String id, @Nullable UserId by, Instant now) {
    return db.sql("""
        UPDATE opt_out_request SET confirmed_at = :now, confirmed_by = :by
         WHERE account_id = :account AND id = :id AND confirmed_at IS NULL
        """)
        .param("now", SqlTime.of(now)).param("by", by == null ? null : by.value())
        .param("account", account.value()).param("id", id).update() == 1;
  }

  private static String[] sorted(Set<String> hashes) {
    return new TreeSet<>(hashes).toArray(String[]::new);
  }

  private static OptOut read(ResultSet row, int index) throws SQLException {
    String by = row.getString("created_by");
    return new OptOut(AccountId.of(row.getString("account_id")), row.getString("id"), hashes(row),
        Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)), row.getString("source"),
        by == null ? null : UserId.of(by), SqlTime.read(row, "requested_at"), SqlTime.read(row, "due_at"));
  }

  private static OptOuts.Asked asked(ResultSet row, int index) throws SQLException {
    String by = row.getString("confirmed_by");
    Request request = new Request(AccountId.of(row.getString("account_id")), row.getString("id"),
        AccountId.of(row.getString("asker_account_id")), row.getString("opt_out_id"), hashes(row),
        row.getString("told_by"), SqlTime.read(row, "requested_at"), SqlTime.read(row, "due_at"),
        SqlTime.orNull(row, "confirmed_at"), by == null ? null : UserId.of(by));
    return new OptOuts.Asked(request, AccountId.of(row.getString("through_account_id")), row.getString("through_name"),
        row.getString("holder_name"));
  }

  private static Set<String> hashes(ResultSet row) throws SQLException {
    Array array = row.getArray("person_hashes");
    return new TreeSet<>(List.of((String[]) array.getArray()));
  }
}
