package io.sluice.engine.run;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about the account that owns the flow.
 *
 * @param ssoId absent where the account has none
 * @param timeZone used where a flow names none
 */
public record AccountSummary(String id, @Nullable String ssoId, String name, ZoneId timeZone) {}
