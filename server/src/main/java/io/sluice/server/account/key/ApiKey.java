package io.sluice.server.account.key;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ApiKeyId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One key, without its secret. {@code user} absent: the key is the account's. {@code expiresAt}: the end of a rotated key's grace. */
public record ApiKey(
    ApiKeyId id,
    AccountId account,
    @Nullable UserId user,
    String name,
    String prefix,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {

  boolean valid(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
