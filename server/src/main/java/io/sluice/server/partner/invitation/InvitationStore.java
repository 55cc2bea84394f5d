package io.sluice.server.partner.invitation;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import io.sluice.server.partner.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class InvitationStore {

  private final JdbcClient db;

  InvitationStore(JdbcClient db) {
    this.db = db;
  }

  /** False: another request has just opened one for the same caller, role and address. */
  boolean insert(AccountId inviter, Invitation invitation, InvitationToken token) {
    UserId by = invitation.createdBy();
    return 1 == db.sql("""
        INSERT INTO invitation (id, inviter_account_id, role, email, description, entity_id, state, token_hash,
                                created_by, created_at, expires_at)
        VALUES (:id, :inviter, :role, :email, :description, :entity, 'sent', :token, :by, :created, :expires)
        ON CONFLICT (inviter_account_id, role, email) WHERE state = 'sent' DO NOTHING
        """)
        .param("id", invitation.id().value())
        .param("inviter", inviter.value())
        .param("role", invitation.role().word())
        .param("email", invitation.email().value())
        .param("description", invitation.description())
        .param("entity", invitation.entity().value())
        .param("token", token.hash())
        .param("by", by == null ? null : by.value())
        .param("created", SqlTime.of(invitation.createdAt()))
        .param("expires", SqlTime.of(invitation.expiresAt()))
        .update();
  }

  Optional<Invitation> open(AccountId inviter, Role role, EmailAddress email) {
    return db.sql("""
        SELECT * FROM invitation
         WHERE inviter_account_id = :inviter AND role = :role AND email = :email AND state = 'sent'
        """)
        .param("inviter", inviter.value())
        .param("role", role.word())
        .param("email", email.value())
        .query(InvitationStore::read)
        .optional();
  }

  /** All open ones of the inviter for people of the invitee's account, held until the transaction ends (exchange 4.2). */
  List<Invitation> lockOpenToPeopleOf(AccountId inviter, Role role, AccountId invitee) {
    return db.sql("""
        SELECT i.* FROM invitation i
         WHERE i.inviter_account_id = :inviter AND i.role = :role AND i.state = 'sent'
           AND i.email IN (SELECT email FROM account_user WHERE account_id = :invitee AND verified_at IS NOT NULL)
         ORDER BY i.id FOR UPDATE
        """)
        .param("inviter", inviter.value())
        .param("role", role.word())
        .param("invitee", invitee.value())
        .query(InvitationStore::read)
        .list();
  }

  Optional<Invitation> lockByEntity(AccountId inviter, EntityId entity) {
    return db.sql("""
        SELECT * FROM invitation WHERE inviter_account_id = :inviter AND entity_id = :entity FOR UPDATE
        """)
        .param("inviter", inviter.value())
        .param("entity", entity.value())
        .query(InvitationStore::read)
        .optional();
  }

  Optional<Invitation> byEntity(AccountId inviter, EntityId entity) {
    return db.sql("SELECT * FROM invitation WHERE inviter_account_id = :inviter AND entity_id = :entity")
        .param("inviter", inviter.value())
        .param("entity", entity.value())
        .query(InvitationStore::read)
        .optional();
  }

  @WithoutAccount("the token in the mail is the capability")
  Optional<Invitation> byToken(InvitationToken token) {
    return db.sql("SELECT * FROM invitation WHERE token_hash = :token")
        .param("token", token.hash())
        .query(InvitationStore::read)
        .optional();
  }

  /** Holds the invitation until the transaction ends, so that of two answers one comes second. */
  @WithoutAccount("the token in the mail is the capability")
  Optional<Invitation> lockByToken(InvitationToken token) {
    return db.sql("SELECT * FROM invitation WHERE token_hash = :token FOR UPDATE")
        .param("token", token.hash())
        .query(InvitationStore::read)
        .optional();
  }

  /** One the account sent, or accepted. */
  Optional<Invitation> find(AccountId account, InvitationId id) {
    return db.sql("""
        SELECT * FROM invitation WHERE id = :id AND (inviter_account_id = :account OR invitee_account_id = :account)
        """)
        .param("account", account.value())
        .param("id", id.value())
        .query(InvitationStore::read)
        .optional();
  }

  List<Invitation> sent(AccountId inviter) {
    return db.sql("SELECT * FROM invitation WHERE inviter_account_id = :inviter ORDER BY id DESC")
        .param("inviter", inviter.value())
        .query(InvitationStore::read)
        .list();
  }

  /** Those the account accepted, and those that went to the proved address of one of its people. */
  List<Invitation> received(AccountId account) {
    return db.sql("""
        SELECT * FROM invitation
         WHERE invitee_account_id = :account
            OR (invitee_account_id IS NULL AND inviter_account_id <> :account AND email IN
                 (SELECT email FROM account_user WHERE account_id = :account AND verified_at IS NOT NULL))
         ORDER BY id DESC
        """)
        .param("account", account.value())
        .query(InvitationStore::read)
        .list();
  }

  void renew(AccountId inviter, InvitationId id, InvitationToken token, Instant expiresAt) {
    db.sql("""
        UPDATE invitation SET token_hash = :token, expires_at = :expires, fresh_link_at = NULL
         WHERE inviter_account_id = :inviter AND id = :id
        """)
        .param("inviter", inviter.value())
        .param("id", id.value())
        .param("token", token.hash())
        .param("expires", SqlTime.of(expiresAt))
        .update();
  }

  void accept(AccountId inviter, InvitationId id, AccountId invitee, ConnectionId connection, Instant now) {
    db.sql("""
        UPDATE invitation
           SET state = 'accepted', invitee_account_id = :invitee, connection_id = :connection, decided_at = :now,
               undo = NULL
         WHERE inviter_account_id = :inviter AND id = :id
        """)
        .param("inviter", inviter.value())
        .param("id", id.value())
        .param("invitee", invitee.value())
        .param("connection", connection.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  void close(AccountId inviter, InvitationId id, InvitationState state, @Nullable String undo, Instant now) {
    db.sql("""
        UPDATE invitation SET state = :state, undo = :undo, decided_at = :now
         WHERE inviter_account_id = :inviter AND id = :id
        """)
        .param("inviter", inviter.value())
        .param("id", id.value())
        .param("state", state.word())
        .param("undo", undo)
        .param("now", SqlTime.of(now))
        .update();
  }

  /** @throws org.springframework.dao.DuplicateKeyException if the inviter has opened a new one for the address meanwhile */
  void reopen(AccountId inviter, InvitationId id) {
    db.sql("""
        UPDATE invitation SET state = 'sent', undo = NULL, decided_at = NULL
         WHERE inviter_account_id = :inviter AND id = :id
        """)
        .param("inviter", inviter.value())
        .param("id", id.value())
        .update();
  }

  void markFreshLinkAskedFor(AccountId inviter, InvitationId id, Instant now) {
    db.sql("UPDATE invitation SET fresh_link_at = :now WHERE inviter_account_id = :inviter AND id = :id")
        .param("inviter", inviter.value())
        .param("id", id.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  void remember(AccountId inviter, InvitationId id, Moment moment) {
    UserId who = moment.who();
    db.sql("""
        INSERT INTO invitation_history (id, invitation_id, at, what, user_id, detail)
        VALUES (:id, :invitation, :at, :what, :user, :detail)
        """)
        .param("id", ObjectIds.next(moment.at()))
        .param("invitation", id.value())
        .param("at", SqlTime.of(moment.at()))
        .param("what", moment.what())
        .param("user", who == null ? null : who.value())
        .param("detail", moment.detail())
        .update();
  }

  /** How many invitations went to the address, the first time or again. */
  int mailedSince(AccountId inviter, EmailAddress email, Instant time) {
    return db.sql("""
        SELECT count(*) FROM invitation i JOIN invitation_history h ON h.invitation_id = i.id
         WHERE i.inviter_account_id = :inviter AND i.email = :email AND h.what IN ('sent', 'resent') AND h.at > :time
        """)
        .param("inviter", inviter.value())
        .param("email", email.value())
        .param("time", SqlTime.of(time))
        .query(Integer.class)
        .single();
  }

  List<Moment> history(AccountId inviter, InvitationId id) {
    return db.sql("""
        SELECT h.* FROM invitation_history h JOIN invitation i ON i.id = h.invitation_id
         WHERE i.inviter_account_id = :inviter AND h.invitation_id = :id ORDER BY h.id
        """)
        .param("inviter", inviter.value())
        .param("id", id.value())
        .query((row, index) -> {
          String user = row.getString("user_id");
          return new Moment(SqlTime.read(row, "at"), row.getString("what"),
              user == null ? null : UserId.of(user), row.getString("detail"));
        })
        .list();
  }

  private static Invitation read(ResultSet row, int index) throws SQLException {
    String by = row.getString("created_by");
    String invitee = row.getString("invitee_account_id");
    String connection = row.getString("connection_id");
    return new Invitation(
        InvitationId.of(row.getString("id")),
        AccountId.of(row.getString("inviter_account_id")),
        Role.named(row.getString("role")),
        new EmailAddress(row.getString("email")),
        row.getString("description"),
        EntityId.of(row.getString("entity_id")),
        InvitationState.named(row.getString("state")),
        by == null ? null : UserId.of(by),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "expires_at"),
        SqlTime.orNull(row, "decided_at"),
        invitee == null ? null : AccountId.of(invitee),
        connection == null ? null : ConnectionId.of(connection),
        row.getString("undo"),
        SqlTime.orNull(row, "fresh_link_at"));
  }
}
