package io.sluice.server.webhook.endpoint;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.WebhookEndpointId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server of the account's own that wants to be told, without its secrets.
 *
 * @param types what it listens to, families such as {@code lead.*} among them; empty for everything
 * @param disabled null while it is told
 * @param failingSince the first of the failures that no success has followed; null when the last attempt was one
 * @param pausedUntil it asked for less
 * @param formerSecretUntil until when messages are signed with secrets before this one, too
 */
public record WebhookEndpoint(
    AccountId account,
    WebhookEndpointId id,
    String url,
    List<String> types,
    String description,
    @Nullable Disabled disabled,
    @Nullable Instant failingSince,
    @Nullable Instant pausedUntil,
    @Nullable Instant formerSecretUntil,
    Instant createdAt,
    Instant updatedAt) {

  /** Since when, and why. */
  public record Disabled(Instant at, Reason reason) {}

  /** Why an endpoint is told nothing. */
  public enum Reason {
    /** Somebody of the account said so. */
    BY_HAND,
    /** It answered 410. */
    GONE,
    /** Nothing arrived for days. */
    FAILING;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Reason named(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public boolean enabled() {
    return disabled == null;
  }

  public boolean listensTo(String type) {
    return EventTypes.match(Set.copyOf(types), type);
  }

  boolean mayListenTo(String family) {
    return EventTypes.mayMatch(Set.copyOf(types), family);
  }
}
