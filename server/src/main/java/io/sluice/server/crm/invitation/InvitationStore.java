package io.sluice.server.crm.invitation;

import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.Paging;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class InvitationStore {

  private static final String INVITATION = """
      SELECT i.*, c.name AS company_name, u.number AS inviter,
             CASE WHEN i.status = 'pending' AND i.expires_at <= :now THEN 'expired' ELSE i.status END AS status_now
        FROM crm_invitation i JOIN company c ON c.id = i.company_id JOIN account_user u ON u.id = i.invited_by
      """;
  private static final String OPEN = " i.status = 'pending' AND i.expires_at > :now ";

  private final JdbcClient db;

  InvitationStore(JdbcClient db) {
    this.db = db;
  }

  long insert(AccountId account, CompanyId company, EmailAddress email, Access access, InvitationCode code,
      UserId by, Instant now, Instant expiresAt) {
    return db.sql("""
        INSERT INTO crm_invitation (id, account_id, company_id, email, access_name, code_hash, status, invited_by,
                                    created_at, mailed_at, expires_at)
        VALUES (nextval('crm_invitation_number'), :account, :company, :email, :access, :code, 'pending', :by,
                :now, :now, :expires)
        RETURNING id
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("email", email.value())
        .param("access", access.word())
        .param("code", code.hash())
        .param("by", by.value())
        .param("now", SqlTime.of(now))
        .param("expires", SqlTime.of(expiresAt))
        .query(Long.class)
        .single();
  }

  /** A new code takes the place of the one that was mailed before. */
  void renew(AccountId account, long id, InvitationCode code, Instant now, Instant expiresAt) {
    db.sql("""
        UPDATE crm_invitation SET code_hash = :code, mailed_at = :now, expires_at = :expires
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", id)
        .param("code", code.hash())
        .param("now", SqlTime.of(now))
        .param("expires", SqlTime.of(expiresAt))
        .update();
  }

  void end(AccountId account, long id, Invitation.Status status, Instant now) {
    db.sql("""
        UPDATE crm_invitation SET status = :status, ended_at = :now
         WHERE account_id = :account AND id = :id AND status = 'pending'
        """)
        .param("account", account.value())
        .param("id", id)
        .param("status", status.word())
        .param("now", SqlTime.of(now))
        .update();
  }

  /** Those to this address in this company whose time is over make room for another. */
  void expire(AccountId account, CompanyId company, EmailAddress email, Instant now) {
    db.sql("""
        UPDATE crm_invitation SET status = 'expired', ended_at = expires_at
         WHERE account_id = :account AND company_id = :company AND email = :email
           AND status = 'pending' AND expires_at <= :now
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("email", email.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  /** Held until the transaction ends. */
  Optional<Invitation> lock(AccountId account, long id, Instant now) {
    return db.sql(INVITATION + "WHERE i.account_id = :account AND i.id = :id FOR UPDATE OF i")
        .param("account", account.value())
        .param("id", id)
        .param("now", SqlTime.of(now))
        .query(InvitationStore::read)
        .optional();
  }

  boolean isOpen(AccountId account, CompanyId company, EmailAddress email, Instant now) {
    return db.sql("""
        SELECT EXISTS (SELECT 1 FROM crm_invitation i
                        WHERE i.account_id = :account AND i.company_id = :company AND i.email = :email AND %s)
        """.formatted(OPEN))
        .param("account", account.value())
        .param("company", company.value())
        .param("email", email.value())
        .param("now", SqlTime.of(now))
        .query(Boolean.class)
        .single();
  }

  /** Whether somebody with this address has an access there, proved or not; who waits while another proved it never will. */
  boolean isIn(AccountId account, CompanyId company, EmailAddress email) {
    return db.sql("""
        SELECT EXISTS (SELECT 1 FROM account_user u JOIN user_access a ON a.user_id = u.id
                         JOIN company c ON c.id = a.company_id
                        WHERE c.account_id = :account AND c.id = :company AND u.email = :email
                          AND (u.verified_at IS NOT NULL OR NOT EXISTS (
                            SELECT 1 FROM account_user v WHERE v.email = :email AND v.verified_at IS NOT NULL)))
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("email", email.value())
        .query(Boolean.class)
        .single();
  }

  List<Invitation> open(AccountId account, CompanyId company, Paging paging, Instant now) {
    return db.sql(INVITATION + "WHERE i.account_id = :account AND i.company_id = :company AND " + OPEN
            + "ORDER BY i.id DESC LIMIT :limit OFFSET :offset")
        .param("account", account.value())
        .param("company", company.value())
        .param("now", SqlTime.of(now))
        .param("limit", paging.perPage())
        .param("offset", paging.offset())
        .query(InvitationStore::read)
        .list();
  }

  long countOpen(AccountId account, CompanyId company, Instant now) {
    return db.sql("SELECT count(*) FROM crm_invitation i WHERE i.account_id = :account AND i.company_id = :company AND "
            + OPEN)
        .param("account", account.value())
        .param("company", company.value())
        .param("now", SqlTime.of(now))
        .query(Long.class)
        .single();
  }

  @WithoutAccount("the code in the mail is the capability")
  Optional<Invitation> byCode(InvitationCode code, Instant now) {
    return db.sql(INVITATION + "WHERE i.code_hash = :code AND " + OPEN)
        .param("code", code.hash())
        .param("now", SqlTime.of(now))
        .query(InvitationStore::read)
        .optional();
  }

  @WithoutAccount("somebody is invited by companies of any account")
  List<Invitation> openTo(EmailAddress email, Instant now) {
    return db.sql(INVITATION + "WHERE i.email = :email AND " + OPEN + "ORDER BY i.id")
        .param("email", email.value())
        .param("now", SqlTime.of(now))
        .query(InvitationStore::read)
        .list();
  }

  /** As {@link #openTo}, held until the transaction ends. */
  @WithoutAccount("somebody is invited by companies of any account")
  List<Invitation> lockOpenTo(EmailAddress email, Instant now) {
    return db.sql(INVITATION + "WHERE i.email = :email AND " + OPEN + "ORDER BY i.id FOR UPDATE OF i")
        .param("email", email.value())
        .param("now", SqlTime.of(now))
        .query(InvitationStore::read)
        .list();
  }

  @WithoutAccount("an address may be mailed so often, whichever company asks")
  int mailedSince(EmailAddress email, Instant time) {
    return db.sql("SELECT count(*) FROM crm_invitation WHERE email = :email AND created_at > :time")
        .param("email", email.value())
        .param("time", SqlTime.of(time))
        .query(Integer.class)
        .single();
  }

  /** Where an invitation named by its number alone is looked for. */
  @WithoutAccount("the accounts are the caller's own")
  Optional<AccountId> accountOf(long id, Collection<AccountId> accounts) {
    return db.sql("SELECT account_id FROM crm_invitation WHERE id = :id AND account_id = ANY (:accounts)")
        .param("id", id)
        .param("accounts", accounts.stream().map(AccountId::value).toArray(String[]::new))
        .query((row, _) -> AccountId.of(row.getString("account_id")))
        .optional();
  }

  private static Invitation read(ResultSet row, int index) throws SQLException {
    return new Invitation(
        row.getLong("id"),
        AccountId.of(row.getString("account_id")),
        new CompanyId(row.getLong("company_id")),
        row.getString("company_name"),
        new EmailAddress(row.getString("email")),
        Access.of(row.getString("access_name")),
        Invitation.Status.of(row.getString("status_now")),
        row.getLong("inviter"),
        SqlTime.read(row, "mailed_at"),
        SqlTime.read(row, "expires_at"),
        SqlTime.read(row, "created_at"));
  }
}
