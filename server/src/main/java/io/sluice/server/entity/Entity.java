package io.sluice.server.entity;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.InvitationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entity of any kind (exchange 4.4). Absent texts are null as they are on the wire; {@code timeZone} is a tz database name. */
public record Entity(
    EntityId id,
    Kind kind,
    String name,
    @Nullable String description,
    List<String> moduleIds,
    @Nullable String source,
    @Nullable String recipient,
    boolean deprecated,
    @Nullable EntityId see,
    @Nullable String fieldSuffix,
    @Nullable InvitationId invitation,
    @Nullable Instant invitationExpiresAt,
    @Nullable String logoUrl,
    @Nullable String timeZone,
    boolean trustedformCertifiedVendor,
    @Nullable String website,
    Instant createdAt,
    Instant updatedAt) {

  public static final String SOURCE_SELLER = "seller";
  public static final String RECIPIENT_BUYER = "buyer";

  /** The modules an account can be reached by: submit to it, or deliver from flow to flow (exchange 4.4, 4.9). */
  public static final String DEFAULT_INBOUND = "leadconduit-default.inbound";
  public static final String TO_BUYER = "leadconduit-integration-leadconduit.outbound.to_buyer";
  public static final String TO_SELLER = "leadconduit-integration-leadconduit.outbound.feedback";

  public boolean pending() {
    return kind == Kind.PENDING;
  }

  public boolean expired(Instant now) {
    return pending() && invitationExpiresAt != null && !now.isBefore(invitationExpiresAt);
  }

  public Summary summary() {
    return new Summary(id, name, timeZone);
  }

  /** What a flow keeps of an entity. */
  public record Summary(EntityId id, String name, @Nullable String timeZone) {}

  Entity with(Changes changes, Instant now) {
    return new Entity(id, kind, changes.name(), changes.description(), changes.moduleIds(), changes.source(),
        changes.recipient(), changes.deprecated(), see, changes.fieldSuffix(), invitation, invitationExpiresAt,
        changes.logoUrl(), changes.timeZone(), changes.trustedformCertifiedVendor(), changes.website(), createdAt, now);
  }

  Entity invitedUntil(Instant expiresAt, Instant now) {
    return new Entity(id, kind, name, description, moduleIds, source, recipient, deprecated, see, fieldSuffix,
        invitation, expiresAt, logoUrl, timeZone, trustedformCertifiedVendor, website, createdAt, now);
  }

  Entity replacedBy(EntityId account, Instant now) {
    return new Entity(id, Kind.REPLACED, name, description, moduleIds, source, recipient, true, account, fieldSuffix,
        invitation, invitationExpiresAt, logoUrl, timeZone, trustedformCertifiedVendor, website, createdAt, now);
  }

  /** Everything an owner may say of an entity. */
  public record Changes(
      String name,
      @Nullable String description,
      List<String> moduleIds,
      @Nullable String source,
      @Nullable String recipient,
      boolean deprecated,
      @Nullable String fieldSuffix,
      @Nullable String logoUrl,
      @Nullable String timeZone,
      boolean trustedformCertifiedVendor,
      @Nullable String website) {}
}
