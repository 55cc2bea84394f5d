package io.sluice.server.changelog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.kernel.ChangelogId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A changelog on the wire (exchange 17). {@code user} is absent when the system made the change. */
public record ChangelogJson(
    ChangelogId id,
    String type,
    String action,
    List<Change> changes,
    ObjectNode currentRevision,
    ObjectNode deltaFromLastRevision,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserJson user,
    Instant createdAt) {

  /** Who did it, as they were called then. */
  public record UserJson(UserId id, String firstName, String lastName, String email) {}

  static ChangelogJson of(Changelog log) {
    return new ChangelogJson(log.id(), log.type(), log.action(), Change.listOf(log.delta()), log.currentRevision(),
        log.delta(), log.author(), log.createdAt());
  }
}
