package io.sluice.server.event.log;

import io.sluice.server.event.journal.NodeId;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import org.jspecify.annotations.Nullable;

/**
 * A row that says what is on its way, by the event it is kept under, and the life that works on it. Whoever writes the
 * end must still be that life, and not have had another in between: otherwise the end is somebody else's.
 *
 * @param node null: nobody has it in hand
 * @param turn grows whenever a life takes it in hand
 */
public record Held(AccountId account, EventId event, @Nullable NodeId node, int turn) {}
