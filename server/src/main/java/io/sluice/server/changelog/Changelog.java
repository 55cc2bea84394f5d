package io.sluice.server.changelog;

import io.sluice.server.changelog.ChangelogJson.UserJson;
import io.sluice.server.kernel.ChangelogId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One recorded change (exchange 17). {@code author} absent: the system. {@code currentRevision} is the thing as it
 * stood afterwards; of a deleted one, as it stood last.
 */
record Changelog(
    ChangelogId id,
    String type,
    String targetId,
    String action,
    @Nullable UserJson author,
    ObjectNode currentRevision,
    ObjectNode delta,
    Instant createdAt) {}
