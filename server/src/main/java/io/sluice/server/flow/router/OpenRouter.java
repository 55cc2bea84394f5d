package io.sluice.server.flow.router;

import io.sluice.engine.run.AccountSummary;
import io.sluice.engine.run.CompiledRouter;

/** A router, ready to take leads. Immutable. */
public record OpenRouter(AccountSummary owner, String moduleId, CompiledRouter routes, long version) {}
