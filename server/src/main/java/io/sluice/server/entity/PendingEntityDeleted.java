package io.sluice.server.entity;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.Notice;
import io.sluice.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/** Notice, heard within the same transaction: somebody asked to delete an entity that waits for a partner, so its invitation goes with it (exchange 4.4). */
public record PendingEntityDeleted(AccountId account, @Nullable UserId by, EntityId entity) implements Notice {}
