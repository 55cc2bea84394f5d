package io.sluice.server.flow;

import java.time.Instant;

/** A flow as it handles leads, as it was written. */
public record DeployedFlow(FlowDocument document, Instant deployedAt) {}
