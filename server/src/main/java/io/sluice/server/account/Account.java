package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A company on the exchange (exchange 17). Times are UTC.
 *
 * @param timeZone a tz database name
 * @param fieldSuffix what the ids of its own fields end in, behind an underscore (exchange 10)
 */
public record Account(
    AccountId id,
    String name,
    String timeZone,
    Plan plan,
    boolean leadPingEnabled,
    int dataRetentionInDays,
    @Nullable Instant dataTruncatedAt,
    Map<String, Boolean> features,
    String fieldSuffix,
    Instant createdAt,
    Instant updatedAt) {}
