package io.sluice.server.crm.user;

import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.grant.UserAccess;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
@WithoutAccount("a person may have access in companies of several accounts: who sees whom is said by the companies")
class CrmUserStore {

  private static final String STATUS = """
      CASE WHEN u.inactive_since IS NOT NULL THEN 'inactive'
           WHEN u.verified_at IS NOT NULL AND (u.password_hash IS NOT NULL
                OR EXISTS (SELECT 1 FROM user_provider p WHERE p.user_id = u.id)) THEN 'active'
           ELSE 'pending' END""";
  private static final String USER = """
      SELECT u.id, u.account_id, u.number, u.email, u.first_name, u.last_name, u.avatar_file_id, %s AS status,
             a.id AS access_number, a.company_id, a.access_name, c.name AS company_name, c.is_default,
             c.parent_company_id
        FROM account_user u
        LEFT JOIN user_access a ON a.user_id = u.id AND a.is_primary
        LEFT JOIN company c ON c.id = a.company_id
      """.formatted(STATUS);

  /** Whom a list is asked for; what is absent does not matter. @param access in that company */
  record Filter(
      @Nullable CompanyId company, @Nullable Access access, CrmUser.@Nullable Status status, @Nullable String search) {}

  private final JdbcClient db;

  CrmUserStore(JdbcClient db) {
    this.db = db;
  }

  Optional<CrmUser> find(UserId user) {
    return db.sql(USER + "WHERE u.id = :id").param("id", user.value()).query(CrmUserStore::read).optional();
  }

  /** @param among who has an access in one of these, and the one who asks; absent: everybody */
  List<CrmUser> list(UserId asking, @Nullable List<CompanyId> among, Filter filter, Paging paging) {
    return sql(USER + where(among, filter) + " ORDER BY u.number LIMIT :limit OFFSET :offset", asking, among, filter)
        .param("limit", paging.perPage())
        .param("offset", paging.offset())
        .query(CrmUserStore::read)
        .list();
  }

  long count(UserId asking, @Nullable List<CompanyId> among, Filter filter) {
    return sql("SELECT count(*) FROM account_user u" + where(among, filter), asking, among, filter)
        .query(Long.class)
        .single();
  }

  List<CompanyUser> ofCompany(AccountId account, CompanyId company, Filter filter, Paging paging) {
    return sql(USER.replace("SELECT u.id,", """
            SELECT h.id AS held_number, h.access_name AS held_name, h.is_primary AS held_primary,
                   h.created_at AS held_since, u.id,""")
            + "JOIN user_access h ON h.user_id = u.id AND h.company_id = :company"
            + where(null, filter) + " ORDER BY u.number LIMIT :limit OFFSET :offset", null, null, filter)
        .param("limit", paging.perPage())
        .param("offset", paging.offset())
        .query((row, index) -> {
          CrmUser user = read(row, index);
          return new CompanyUser(user, new UserAccess(row.getLong("held_number"), user.id(), account, company,
              Access.of(row.getString("held_name")), row.getBoolean("held_primary"), SqlTime.read(row, "held_since")));
        })
        .list();
  }

  long countOfCompany(Filter filter) {
    return sql("SELECT count(*) FROM account_user u" + where(null, filter), null, null, filter)
        .query(Long.class)
        .single();
  }

  /** Whether she has an access in one of these. */
  boolean isIn(UserId user, List<CompanyId> companies) {
    return db.sql("SELECT EXISTS (SELECT 1 FROM user_access WHERE user_id = :user AND company_id = ANY (:companies))")
        .param("user", user.value())
        .param("companies", companies.stream().map(CompanyId::value).toArray(Long[]::new))
        .query(Boolean.class)
        .single();
  }

  Optional<Instant> passwordSetAt(UserId user) {
    return db.sql("SELECT password_set_at FROM account_user WHERE id = :user AND password_hash IS NOT NULL")
        .param("user", user.value())
        .query((row, _) -> SqlTime.read(row, "password_set_at"))
        .optional();
  }

  private static String where(@Nullable List<CompanyId> among, Filter filter) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    if (among != null) {
      conditions.add("u.id IN (SELECT :asking UNION SELECT v.user_id FROM user_access v"
          + " WHERE v.company_id = ANY (:among))"); // from the companies to their people, however many others there are
    }
    if (filter.company() != null) {
      conditions.add("u.id IN (SELECT v.user_id FROM user_access v WHERE v.company_id = :company"
          + (filter.access() == null ? ")" : " AND v.access_name = :access)"));
    }
    if (filter.status() != null) {
      conditions.add("(" + STATUS + ") = :status");
    }
    if (filter.search() != null) {
      conditions.add("(u.email ILIKE :search OR u.first_name || ' ' || u.last_name ILIKE :search)");
    }
    return " WHERE " + String.join(" AND ", conditions);
  }

  private JdbcClient.StatementSpec sql(
      String text, @Nullable UserId asking, @Nullable List<CompanyId> among, Filter filter) {
    JdbcClient.StatementSpec sql = db.sql(text);
    if (among != null && asking != null) {
      sql = sql.param("asking", asking.value())
          .param("among", among.stream().map(CompanyId::value).toArray(Long[]::new));
    }
    if (filter.company() != null) {
      sql = sql.param("company", filter.company().value());
    }
    if (filter.access() != null) {
      sql = sql.param("access", filter.access().word());
    }
    if (filter.status() != null) {
      sql = sql.param("status", filter.status().word());
    }
    if (filter.search() != null) {
      sql = sql.param("search", "%" + filter.search().replaceAll("([\\\\%_])", "\\\\$1") + "%");
    }
    return sql;
  }

  private static CrmUser read(ResultSet row, int index) throws SQLException {
    long access = row.getLong("access_number");
    long parent = row.getLong("parent_company_id");
    return new CrmUser(
        UserId.of(row.getString("id")),
        AccountId.of(row.getString("account_id")),
        row.getLong("number"),
        new EmailAddress(row.getString("email")),
        row.getString("first_name"),
        row.getString("last_name"),
        CrmUser.Status.of(row.getString("status")),
        Optional.ofNullable(row.getString("avatar_file_id")),
        access == 0 ? Optional.empty() : Optional.of(new CrmUser.Primary(
            access, new CompanyId(row.getLong("company_id")), Access.of(row.getString("access_name")),
            row.getString("company_name"), row.getBoolean("is_default"),
            parent == 0 ? Optional.empty() : Optional.of(new CompanyId(parent)))));
  }
}
