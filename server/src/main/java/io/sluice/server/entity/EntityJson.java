package io.sluice.server.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An entity on the wire (exchange 4.4). Properties the contract lets be null are written as null; the others are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntityJson(
    EntityId id,
    String name,
    @Nullable String description,
    boolean standard,
    boolean account,
    boolean pending,
    @Nullable String connected,
    boolean deprecated,
    @Nullable EntityId see,
    @JsonInclude @Nullable String fieldSuffix,
    @JsonInclude @Nullable InvitationId invitationId,
    @JsonInclude @Nullable Instant invitationExpiresAt,
    boolean expired,
    @JsonInclude @Nullable List<FlowId> flowIds,
    @JsonInclude @Nullable String logoUrl,
    List<String> moduleIds,
    @JsonInclude @Nullable String source,
    @JsonInclude @Nullable String recipient,
    @Nullable String timeZone,
    boolean trustedformCertifiedVendor,
    @Nullable String website,
    Instant createdAt,
    Instant updatedAt) {

  /** Writes entities as one account sees them. */
  @Component
  public static final class Writer {

    private final PartnerRelations partners;
    private final EntityUses uses;
    private final JsonMapper json;
    private final Clock clock;

    Writer(PartnerRelations partners, EntityUses uses, JsonMapper json, Clock clock) {
      this.partners = partners;
      this.uses = uses;
      this.json = json;
      this.clock = clock;
    }

    public EntityJson of(AccountId viewer, Entity entity) {
      return of(viewer, entity, partners.of(viewer));
    }

    public List<EntityJson> of(AccountId viewer, List<Entity> entities) {
      Map<AccountId, Relation> relations = partners.of(viewer);
      return entities.stream().map(entity -> of(viewer, entity, relations)).toList();
    }

    private EntityJson of(AccountId viewer, Entity entity, Map<AccountId, Relation> relations) {
      boolean account = entity.kind() == Kind.ACCOUNT;
      Relation relation = account ? relations.get(AccountId.of(entity.id().value())) : null;
      return json(entity, relation, account ? uses.asSource(viewer, entity.id()) : null);
    }

    /** The entity by itself, as a changelog keeps it. */
    ObjectNode bare(Entity entity) {
      return json.valueToTree(json(entity, null, null));
    }

    private EntityJson json(Entity entity, @Nullable Relation relation, @Nullable List<FlowId> flows) {
      return new EntityJson(entity.id(), entity.name(), entity.description(), entity.kind() == Kind.STANDARD,
          entity.kind() == Kind.ACCOUNT, entity.pending(),
          relation == null ? null : relation.name().toLowerCase(Locale.ROOT),
          entity.deprecated(), entity.see(), entity.fieldSuffix(), entity.invitation(), entity.invitationExpiresAt(),
          entity.expired(clock.instant()), flows, entity.logoUrl(), entity.moduleIds(), entity.source(),
          entity.recipient(), entity.timeZone(), entity.trustedformCertifiedVendor(), entity.website(),
          entity.createdAt(), entity.updatedAt());
    }
  }
}
