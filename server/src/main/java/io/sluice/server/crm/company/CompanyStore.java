package io.sluice.server.crm.company;

import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class CompanyStore {

  /** Those a user has an access in, and those below one she is an admin of. */
  private static final String VISIBLE = """
      WITH RECURSIVE below AS (
        SELECT company_id AS id FROM user_access WHERE user_id = :user AND access_name = 'admin'
        UNION
        SELECT c.id FROM below b JOIN company c ON c.parent_company_id = b.id
      )
      SELECT %s FROM company c
       WHERE (:everywhere OR c.id IN (SELECT id FROM below UNION SELECT company_id FROM user_access WHERE user_id = :user))
         AND (:search::text IS NULL OR c.name ILIKE :search)
         AND (:parent::bigint IS NULL OR c.parent_company_id = :parent)
      """;

  private final JdbcClient db;

  CompanyStore(JdbcClient db) {
    this.db = db;
  }

  Company insert(
      AccountId account, @Nullable CompanyId parent, String name, boolean root, boolean usual, Instant now) {
    return db.sql("""
        INSERT INTO company (id, account_id, parent_company_id, name, is_root, is_default, cycles_enabled, created_at)
        VALUES (nextval('company_number'), :account, :parent, :name, :root, :usual, false, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("parent", parent == null ? null : parent.value())
        .param("name", name)
        .param("root", root)
        .param("usual", usual)
        .param("now", SqlTime.of(now))
        .query(CompanyStore::read)
        .single();
  }

  /** With the accesses in it; both, or neither where anything else hangs on it. */
  void deleteRoot(AccountId account) {
    db.sql("""
        WITH gone AS (DELETE FROM company WHERE account_id = :account AND is_root RETURNING id)
        DELETE FROM user_access WHERE company_id IN (SELECT id FROM gone)
        """)
        .param("account", account.value())
        .update();
  }

  Optional<Company> find(AccountId account, CompanyId company) {
    return db.sql("SELECT * FROM company WHERE account_id = :account AND id = :company")
        .param("account", account.value())
        .param("company", company.value())
        .query(CompanyStore::read)
        .optional();
  }

  long count(AccountId account) {
    return db.sql("SELECT count(*) FROM company WHERE account_id = :account")
        .param("account", account.value())
        .query(Long.class)
        .single();
  }

  @WithoutAccount("a person may have access in companies of several accounts")
  List<Company> list(
      UserId user, boolean everywhere, @Nullable String search, @Nullable Long parent, Paging paging) {
    return visible("c.*", " ORDER BY c.id LIMIT :limit OFFSET :offset", user, everywhere, search, parent)
        .param("limit", paging.perPage())
        .param("offset", paging.offset())
        .query(CompanyStore::read)
        .list();
  }

  @WithoutAccount("a person may have access in companies of several accounts")
  long count(UserId user, boolean everywhere, @Nullable String search, @Nullable Long parent) {
    return visible("count(*)", "", user, everywhere, search, parent).query(Long.class).single();
  }

  private StatementSpec visible(String what, String order, UserId user, boolean everywhere, @Nullable String search,
      @Nullable Long parent) {
    return db.sql(VISIBLE.formatted(what) + order)
        .param("user", user.value())
        .param("everywhere", everywhere)
        .param("search", search == null ? null : "%" + search.replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .param("parent", parent);
  }

  /** The company and those above it, upwards. */
  List<CompanyId> pathTo(AccountId account, CompanyId company) {
    return db.sql("""
        WITH RECURSIVE above AS (
          SELECT id, parent_company_id, 0 AS height FROM company WHERE account_id = :account AND id = :company
          UNION ALL
          SELECT p.id, p.parent_company_id, a.height + 1 FROM above a JOIN company p ON p.id = a.parent_company_id
        )
        SELECT id FROM above ORDER BY height
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query((row, _) -> new CompanyId(row.getLong("id")))
        .list();
  }

  /** How many companies deep the tree from this one on is. */
  int levels(AccountId account, CompanyId company) {
    return db.sql("""
        WITH RECURSIVE below AS (
          SELECT id, 1 AS depth FROM company WHERE account_id = :account AND id = :company
          UNION ALL
          SELECT c.id, b.depth + 1 FROM below b JOIN company c ON c.parent_company_id = b.id
        )
        SELECT max(depth) FROM below
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query(Integer.class)
        .single();
  }

  /** The default company of the tree from this one on. */
  Optional<CompanyId> usualBelow(AccountId account, CompanyId company) {
    return db.sql("""
        WITH RECURSIVE below AS (
          SELECT id, is_default FROM company WHERE account_id = :account AND id = :company
          UNION ALL
          SELECT c.id, c.is_default FROM below b JOIN company c ON c.parent_company_id = b.id
        )
        SELECT id FROM below WHERE is_default LIMIT 1
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query((row, _) -> new CompanyId(row.getLong("id")))
        .optional();
  }

  void notUsual(AccountId account, CompanyId company) {
    db.sql("UPDATE company SET is_default = false WHERE account_id = :account AND id = :company")
        .param("account", account.value())
        .param("company", company.value())
        .update();
  }

  void update(AccountId account, Company company) {
    CompanyId parent = company.parent();
    db.sql("""
        UPDATE company SET name = :name, parent_company_id = :parent, is_default = :usual
         WHERE account_id = :account AND id = :company
        """)
        .param("name", company.name())
        .param("parent", parent == null ? null : parent.value())
        .param("usual", company.usual())
        .param("account", account.value())
        .param("company", company.id().value())
        .update();
  }

  void switchCycles(AccountId account, CompanyId company, boolean enabled) {
    db.sql("UPDATE company SET cycles_enabled = :enabled WHERE account_id = :account AND id = :company")
        .param("enabled", enabled)
        .param("account", account.value())
        .param("company", company.value())
        .update();
  }

  void showAvatar(AccountId account, CompanyId company, @Nullable String fileId) {
    db.sql("UPDATE company SET avatar_file_id = :file WHERE account_id = :account AND id = :company")
        .param("file", fileId)
        .param("account", account.value())
        .param("company", company.value())
        .update();
  }

  Optional<CompanyId> root(AccountId account) {
    return db.sql("SELECT id FROM company WHERE account_id = :account AND is_root")
        .param("account", account.value())
        .query((row, _) -> new CompanyId(row.getLong("id")))
        .optional();
  }

  void insertAccess(AccountId account, UserId user, Access access, Instant now) {
    db.sql("""
        INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
        SELECT nextval('user_access_number'), :user, id, :access, true, :now
          FROM company WHERE account_id = :account AND is_root
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("access", access.word())
        .param("now", SqlTime.of(now))
        .update();
  }

  Optional<Access> accessInRoot(AccountId account, UserId user) {
    return db.sql("""
        SELECT a.access_name
          FROM user_access a JOIN company c ON c.id = a.company_id
         WHERE c.account_id = :account AND c.is_root AND a.user_id = :user
        """)
        .param("account", account.value())
        .param("user", user.value())
        .query((row, _) -> Access.of(row.getString("access_name")))
        .optional();
  }

  private static Company read(ResultSet row, int index) throws SQLException {
    long parent = row.getLong("parent_company_id");
    return new Company(
        new CompanyId(row.getLong("id")),
        AccountId.of(row.getString("account_id")),
        parent == 0 ? null : new CompanyId(parent),
        row.getString("name"),
        row.getBoolean("is_root"),
        row.getBoolean("is_default"),
        row.getBoolean("cycles_enabled"),
        row.getString("avatar_file_id"),
        SqlTime.read(row, "created_at"));
  }
}
