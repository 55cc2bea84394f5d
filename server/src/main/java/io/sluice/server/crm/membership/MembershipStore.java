package io.sluice.server.crm.membership;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class MembershipStore {

  private static final String COLUMNS = """
      m.id, m.company_id, m.status, m.started_at, m.current_period_end, m.canceled_at, m.membership_id,
      p.name, p.description, p.price_cents, p.currency, p.billing_interval, p.max_users, p.max_leads_per_month, p.active
      """;

  private final JdbcClient db;

  MembershipStore(JdbcClient db) {
    this.db = db;
  }

  @WithoutAccount("the plans are the installation's")
  List<Membership> plans() {
    return db.sql("SELECT *, id AS membership_id FROM membership ORDER BY id").query(MembershipStore::plan).list();
  }

  @WithoutAccount("the plans are the installation's")
  Optional<Membership> plan(long id) {
    return db.sql("SELECT *, id AS membership_id FROM membership WHERE id = :id")
        .param("id", id)
        .query(MembershipStore::plan)
        .optional();
  }

  @WithoutAccount("the plans are the installation's")
  long nextPlan() {
    return db.sql("SELECT nextval('membership_number')").query(Long.class).single();
  }

  @WithoutAccount("the plans are the installation's")
  void insert(Membership plan) {
    bound(plan, """
        INSERT INTO membership (id, name, description, price_cents, currency, billing_interval, max_users,
                                max_leads_per_month, active)
        VALUES (:id, :name, :description, :price, :currency, :interval, :users, :leads, :active)
        """).update();
  }

  @WithoutAccount("the plans are the installation's")
  void update(Membership plan) {
    bound(plan, """
        UPDATE membership
           SET name = :name, description = :description, price_cents = :price, currency = :currency,
               billing_interval = :interval, max_users = :users, max_leads_per_month = :leads, active = :active
         WHERE id = :id
        """).update();
  }

  /** Of each company the one that holds, or the last that did: of those not replaced there is never more than one. */
  List<CompanyMembership> current(AccountId account, Collection<CompanyId> companies) {
    return db.sql("""
        SELECT %s FROM company_membership m JOIN membership p ON p.id = m.membership_id
         WHERE m.account_id = :account AND m.company_id = ANY (:companies) AND m.status <> 'replaced'
        """.formatted(COLUMNS))
        .param("account", account.value())
        .param("companies", companies.stream().map(CompanyId::value).toArray(Long[]::new))
        .query(MembershipStore::read)
        .list();
  }

  CompanyMembership attach(
      AccountId account, CompanyId company, Membership plan, Instant now, Instant periodEnd) {
    return db.sql("""
        WITH m AS (
          INSERT INTO company_membership (account_id, company_id, id, membership_id, status, started_at,
                                          current_period_end)
          VALUES (:account, :company, nextval('company_membership_number'), :plan, 'active', :now, :end)
          RETURNING *
        )
        SELECT %s FROM m JOIN membership p ON p.id = m.membership_id
        """.formatted(COLUMNS))
        .param("account", account.value())
        .param("company", company.value())
        .param("plan", plan.id())
        .param("now", SqlTime.of(now))
        .param("end", SqlTime.of(periodEnd))
        .query(MembershipStore::read)
        .single();
  }

  void replaceCurrent(AccountId account, CompanyId company, Instant now) {
    db.sql("""
        UPDATE company_membership SET status = 'replaced', replaced_at = :now
         WHERE account_id = :account AND company_id = :company AND status <> 'replaced'
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  void cancel(AccountId account, CompanyMembership there, Instant now) {
    db.sql("""
        UPDATE company_membership SET status = 'canceled', canceled_at = :now, current_period_end = :end
         WHERE account_id = :account AND company_id = :company AND id = :id
        """)
        .param("account", account.value())
        .param("company", there.company().value())
        .param("id", there.id())
        .param("now", SqlTime.of(now))
        .param("end", SqlTime.of(there.currentPeriodEnd()))
        .update();
  }

  long users(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT count(*) FROM user_access a JOIN company c ON c.id = a.company_id
         WHERE c.account_id = :account AND a.company_id = :company
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query(Long.class)
        .single();
  }

  /** Counts no further than the limit. */
  long leadsSince(AccountId account, CompanyId company, Instant month, long limit) {
    return db.sql("""
        SELECT count(*) FROM (
          SELECT 1 FROM crm_lead
           WHERE account_id = :account AND company_id = :company AND created_at >= :month LIMIT :limit) counted
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("month", SqlTime.of(month))
        .param("limit", limit)
        .query(Long.class)
        .single();
  }

  /** What the counter says, or where nothing was counted this month, what is there. */
  long countedLeads(AccountId account, CompanyId company, Instant month, long limit) {
    return db.sql("""
        SELECT taken FROM crm_lead_allowance WHERE account_id = :account AND company_id = :company AND month = :month
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("month", SqlTime.of(month))
        .query(Long.class)
        .optional()
        .orElseGet(() -> leadsSince(account, company, month, limit));
  }

  void forgetCount(AccountId account, CompanyId company) {
    db.sql("DELETE FROM crm_lead_allowance WHERE account_id = :account AND company_id = :company")
        .param("account", account.value())
        .param("company", company.value())
        .update();
  }

  /** One row a month says how many there are, so that nothing grows with the leads; who adds to it waits for the other. */
  long takeLeads(AccountId account, CompanyId company, Instant month, long wanted, long max) {
    Optional<Long> counted = count(account, company, month);
    if (counted.isEmpty()) {
      long there = leadsSince(account, company, month, max + 1);
      db.sql("""
          INSERT INTO crm_lead_allowance (account_id, company_id, month, taken) VALUES (:account, :company, :month, :there)
          ON CONFLICT ON CONSTRAINT crm_lead_allowance_pk DO NOTHING
          """)
          .param("account", account.value())
          .param("company", company.value())
          .param("month", SqlTime.of(month))
          .param("there", there)
          .update();
      counted = count(account, company, month);
    }
    long granted = Math.max(0, Math.min(wanted, max - counted.orElseThrow()));
    db.sql("""
        UPDATE crm_lead_allowance SET taken = taken + :granted
         WHERE account_id = :account AND company_id = :company AND month = :month
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("month", SqlTime.of(month))
        .param("granted", granted)
        .update();
    return granted;
  }

  private Optional<Long> count(AccountId account, CompanyId company, Instant month) {
    return db.sql("""
        SELECT taken FROM crm_lead_allowance
         WHERE account_id = :account AND company_id = :company AND month = :month FOR NO KEY UPDATE
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("month", SqlTime.of(month))
        .query(Long.class)
        .optional();
  }

  private StatementSpec bound(Membership plan, String sql) {
    return db.sql(sql)
        .param("id", plan.id())
        .param("name", plan.name())
        .param("description", plan.description())
        .param("price", plan.priceCents())
        .param("currency", plan.currency())
        .param("interval", plan.interval().word())
        .param("users", plan.maxUsers())
        .param("leads", plan.maxLeadsPerMonth())
        .param("active", plan.active());
  }

  private static CompanyMembership read(ResultSet row, int index) throws SQLException {
    return new CompanyMembership(
        row.getLong("id"),
        new CompanyId(row.getLong("company_id")),
        plan(row, index),
        CompanyMembership.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        SqlTime.read(row, "started_at"),
        SqlTime.read(row, "current_period_end"),
        SqlTime.orNull(row, "canceled_at"));
  }

  private static Membership plan(ResultSet row, int index) throws SQLException {
    return new Membership(
        row.getLong("membership_id"),
        row.getString("name"),
        row.getString("description"),
        row.getLong("price_cents"),
        row.getString("currency"),
        Membership.Interval.of(row.getString("billing_interval")),
        number(row, "max_users"),
        number(row, "max_leads_per_month"),
        row.getBoolean("active"));
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
