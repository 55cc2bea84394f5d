package io.sluice.server.crm.appointment;

import io.sluice.server.crm.Paging;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AppointmentStore {

  private static final String SELECT = """
      SELECT p.*, l.first_name, l.last_name
        FROM appointment p JOIN crm_lead l ON l.account_id = p.account_id AND l.id = p.lead_id
      """;

  private final JdbcClient db;

  AppointmentStore(JdbcClient db) {
    this.db = db;
  }

  /** In the order of time. */
  List<Appointment> ofLead(AccountId account, long lead) {
    return db.sql(SELECT + "WHERE p.account_id = :account AND p.lead_id = :lead ORDER BY p.starts_at, p.id")
        .param("account", account.value()).param("lead", lead).query(AppointmentStore::read).list();
  }

  Optional<Appointment> find(AccountId account, long id) {
    return db.sql(SELECT + "WHERE p.account_id = :account AND p.id = :id")
        .param("account", account.value()).param("id", id).query(AppointmentStore::read).optional();
  }

  /** Which of these are accesses in the company. */
  List<Long> known(AccountId account, CompanyId company, Collection<Long> userAccesses) {
    return db.sql("""
        SELECT a.id FROM user_access a JOIN company c ON c.id = a.company_id
         WHERE c.account_id = :account AND a.company_id = :company AND a.id = ANY (:ids)
        """)
        .param("account", account.value()).param("company", company.value())
        .param("ids", userAccesses.toArray(Long[]::new)).query(Long.class).list();
  }

  /** Under every access of the user, in whichever account's company; soonest first. */
  private static String mine(Question question) {
    return """
        FROM user_access a JOIN company c ON c.id = a.company_id
        JOIN appointment p ON p.account_id = c.account_id AND p.user_access_id = a.id
        JOIN crm_lead l ON l.account_id = p.account_id AND l.id = p.lead_id
        WHERE a.user_id = :user
        """
        + (question.from() == null ? "" : " AND p.starts_at >= :from")
        + (question.until() == null ? "" : " AND p.starts_at < :until")
        + (question.status() == null ? "" : " AND p.status = :status");
  }

  /** What is absent is not asked. */
  record Question(@Nullable Instant from, @Nullable Instant until, Appointment.@Nullable Status status) {

    Map<String, Object> values(UserId user) {
      Map<String, Object> values = new HashMap<>(Map.of("user", user.value()));
      if (from != null) {
        values.put("from", SqlTime.of(from));
      }
      if (until != null) {
        values.put("until", SqlTime.of(until));
      }
      if (status != null) {
        values.put("status", status.word());
      }
      return values;
    }
  }

  @WithoutAccount("a person may have appointments in companies of several accounts")
  List<Appointment> ofUser(UserId user, Question question, Paging paging) {
    return db.sql("SELECT p.*, l.first_name, l.last_name " + mine(question)
            + " ORDER BY p.starts_at, p.id LIMIT :limit OFFSET :offset")
        .params(question.values(user)).param("limit", paging.perPage()).param("offset", paging.offset())
        .query(AppointmentStore::read).list();
  }

  @WithoutAccount("likewise")
  long count(UserId user, Question question) {
    return db.sql("SELECT count(*) " + mine(question)).params(question.values(user)).query(Long.class).single();
  }

  void insert(AccountId account, Appointment appointment, Instant now) {
    db.sql("""
        INSERT INTO appointment (account_id, company_id, id, lead_id, user_access_id, title, location, starts_at,
            ends_at, status, created_at, updated_at)
        VALUES (:account, :company, nextval('crm_lead_part_number'), :lead, :userAccess, :title, :location, :startsAt,
            :endsAt, :status, :now, :now)
        """)
        .param("account", account.value()).param("company", appointment.company().value())
        .param("lead", appointment.lead()).param("userAccess", appointment.userAccess())
        .param("title", appointment.title()).param("location", appointment.location())
        .param("startsAt", SqlTime.of(appointment.startsAt())).param("endsAt", SqlTime.of(appointment.endsAt()))
        .param("status", appointment.status().word()).param("now", SqlTime.of(now))
        .update();
  }

  void update(AccountId account, Appointment appointment, Instant now) {
    db.sql("""
        UPDATE appointment SET user_access_id = :userAccess, title = :title, location = :location,
            starts_at = :startsAt, ends_at = :endsAt, status = :status, updated_at = :now
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value()).param("id", appointment.id())
        .param("userAccess", appointment.userAccess()).param("title", appointment.title())
        .param("location", appointment.location()).param("startsAt", SqlTime.of(appointment.startsAt()))
        .param("endsAt", SqlTime.of(appointment.endsAt())).param("status", appointment.status().word())
        .param("now", SqlTime.of(now))
        .update();
  }

  private static Appointment read(ResultSet row, int index) throws SQLException {
    String name = (Objects.toString(row.getString("first_name"), "") + " "
        + Objects.toString(row.getString("last_name"), "")).strip();
    return new Appointment(
        AccountId.of(row.getString("account_id")),
        new CompanyId(row.getLong("company_id")),
        row.getLong("id"),
        row.getLong("lead_id"),
        name.isEmpty() ? null : name,
        row.getLong("user_access_id"),
        row.getString("title"),
        row.getString("location"),
        SqlTime.read(row, "starts_at"),
        SqlTime.read(row, "ends_at"),
        Appointment.Status.of(row.getString("status")).orElseThrow());
  }
}
