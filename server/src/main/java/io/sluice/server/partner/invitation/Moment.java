package io.sluice.server.partner.invitation;

import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of an invitation's history. {@code who} absent: somebody who was not signed in, or the system. */
public record Moment(Instant at, String what, @Nullable UserId who, @Nullable String detail) {}
