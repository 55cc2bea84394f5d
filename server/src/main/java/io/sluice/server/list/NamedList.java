package io.sluice.server.list;

import io.sluice.server.kernel.ListId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A list of values.
 *
 * @param name for people
 * @param urlName what flows and clients call it; made from the first name it had, and never changed
 * @param hashed only hashes of its values are kept (decision 0080)
 * @param retentionDays how long a value stays; null: for ever
 */
public record NamedList(
    ListId id,
    String name,
    String urlName,
    boolean hashed,
    @Nullable Integer retentionDays,
    Instant createdAt,
    Instant updatedAt) {

  static final int MAX_NAME_CHARS = 100;

  NamedList with(String newName, @Nullable Integer newRetentionDays, Instant now) {
    return new NamedList(id, newName, urlName, hashed, newRetentionDays, createdAt, now);
  }
}
