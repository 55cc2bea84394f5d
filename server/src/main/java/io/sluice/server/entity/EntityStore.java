package io.sluice.server.entity;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class EntityStore {

  private final JdbcClient db;

  EntityStore(JdbcClient db) {
    this.db = db;
  }

  /** Custom and pending ones, oldest first. */
  List<Entity> open(AccountId account) {
    return db.sql("SELECT * FROM entity WHERE account_id = :account AND kind <> 'replaced' ORDER BY id")
        .param("account", account.value())
        .query(EntityStore::read)
        .list();
  }

  Optional<Entity> find(AccountId account, EntityId id) {
    return db.sql("SELECT * FROM entity WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(EntityStore::read)
        .optional();
  }

  void insert(AccountId account, Entity entity) {
    bound(account, entity, """
        INSERT INTO entity (account_id, id, kind, name, description, module_ids, source, recipient, deprecated, see,
                            field_suffix, invitation_id, invitation_expires_at, logo_url, time_zone,
                            trustedform_certified_vendor, website, created_at, updated_at)
        VALUES (:account, :id, :kind, :name, :description, :module_ids, :source, :recipient, :deprecated, :see,
                :field_suffix, :invitation, :expires, :logo_url, :time_zone,
                :trustedform, :website, :created, :updated)
        """).update();
  }

  void update(AccountId account, Entity entity) {
    bound(account, entity, """
        UPDATE entity
           SET kind = :kind, name = :name, description = :description, module_ids = :module_ids, source = :source,
               recipient = :recipient, deprecated = :deprecated, see = :see, field_suffix = :field_suffix,
               invitation_id = :invitation, invitation_expires_at = :expires, logo_url = :logo_url,
               time_zone = :time_zone, trustedform_certified_vendor = :trustedform, website = :website,
               created_at = :created, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """).update();
  }

  void delete(AccountId account, EntityId id) {
    db.sql("DELETE FROM entity WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .update();
  }

  private StatementSpec bound(AccountId account, Entity entity, String sql) {
    EntityId see = entity.see();
    InvitationId invitation = entity.invitation();
    return db.sql(sql)
        .param("account", account.value())
        .param("id", entity.id().value())
        .param("kind", entity.kind().word())
        .param("name", entity.name())
        .param("description", entity.description())
        .param("module_ids", entity.moduleIds().toArray(String[]::new))
        .param("source", entity.source())
        .param("recipient", entity.recipient())
        .param("deprecated", entity.deprecated())
        .param("see", see == null ? null : see.value())
        .param("field_suffix", entity.fieldSuffix())
        .param("invitation", invitation == null ? null : invitation.value())
        .param("expires", SqlTime.of(entity.invitationExpiresAt()))
        .param("logo_url", entity.logoUrl())
        .param("time_zone", entity.timeZone())
        .param("trustedform", entity.trustedformCertifiedVendor())
        .param("website", entity.website())
        .param("created", SqlTime.of(entity.createdAt()))
        .param("updated", SqlTime.of(entity.updatedAt()));
  }

  private static Entity read(ResultSet row, int index) throws SQLException {
    String see = row.getString("see");
    String invitation = row.getString("invitation_id");
    return new Entity(
        EntityId.of(row.getString("id")),
        Kind.named(row.getString("kind")),
        row.getString("name"),
        row.getString("description"),
        List.of((String[]) row.getArray("module_ids").getArray()),
        row.getString("source"),
        row.getString("recipient"),
        row.getBoolean("deprecated"),
        see == null ? null : EntityId.of(see),
        row.getString("field_suffix"),
        invitation == null ? null : InvitationId.of(invitation),
        SqlTime.orNull(row, "invitation_expires_at"),
        row.getString("logo_url"),
        row.getString("time_zone"),
        row.getBoolean("trustedform_certified_vendor"),
        row.getString("website"),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }
}
