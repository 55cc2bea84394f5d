package io.sluice.engine.run;

import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity that sends leads into a flow (exchange 5.3).
 *
 * @param id short id inside the flow; submissions name {@code entity.id} instead
 * @param entity required
 * @param integration the inbound module; required
 * @param enabled absent counts as true
 * @param authenticationRequired absent counts as false
 * @param repeatWindowSeconds for how long an identical submission is the same lead; absent: it is another one
 */
public record Source(
    @Nullable String id,
    @Nullable EntitySummary entity,
    @Nullable Integration integration,
    @Nullable AcceptanceCriteria acceptanceCriteria,
    @Nullable Feedback feedback,
    @Nullable List<Cap> caps,
    @Nullable List<PingLimit> pingLimits,
    @Nullable String credentialId,
    @Nullable Pricing pricing,
    @Nullable PricingService pricingService,
    @Nullable Boolean enabled,
    @Nullable Boolean authenticationRequired,
    @Nullable Integer repeatWindowSeconds) {}
