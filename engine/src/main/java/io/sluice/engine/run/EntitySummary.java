package io.sluice.engine.run;

import org.jspecify.annotations.Nullable;

/**
 * What a flow keeps of an entity (exchange 4.4).
 *
 * @param id 24 hexadecimal characters; required
 * @param name required
 * @param timeZone tz database name
 */
public record EntitySummary(@Nullable String id, @Nullable String name, @Nullable String timeZone) {}
