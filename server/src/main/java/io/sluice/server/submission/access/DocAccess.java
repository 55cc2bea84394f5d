package io.sluice.server.submission.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody read a submission document of another account's flow, as one of the two accounts has it in its list.
 *
 * @param user absent when the account's own key was used
 * @param owner whose flow it is
 * @param source the entity that is the source
 */
record DocAccess(
    String id,
    AccountId accessor,
    @Nullable UserId user,
    AccountId owner,
    FlowId flow,
    EntityId source,
    Instant createdAt,
    Instant lastAccessedAt,
    long count) {}
