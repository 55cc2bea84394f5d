package io.sluice.server.flow.router;

import io.sluice.server.kernel.RouterId;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One address that spreads leads over an account's flows (exchange 15).
 *
 * @param moduleId how its senders are answered when no flow answers; one router a module and account
 * @param routes as they were written, each with its ids
 */
record Router(RouterId id, String moduleId, List<ObjectNode> routes, Instant createdAt, Instant updatedAt) {}
