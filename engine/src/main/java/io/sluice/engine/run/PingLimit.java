package io.sluice.engine.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit on pings in an interval (exchange 11).
 *
 * @param id also the id of its counter; required to run
 * @param maximum how many pings are answered before the limit is full; required
 * @param duration in {@code durationUnits}, at least 1; required
 * @param durationUnits {@code month}, {@code week}, {@code day}, {@code hour} or {@code minute}; required
 * @param timeZone tz database name; absent: the account's
 */
public record PingLimit(
    @Nullable String id,
    @Nullable String name,
    @Nullable Long maximum,
    @Nullable Integer duration,
    @Nullable String durationUnits,
    @Nullable String timeZone,
    @Nullable Instant createdAt) {}
