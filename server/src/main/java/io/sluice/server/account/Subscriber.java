package io.sluice.server.account;

import io.sluice.server.http.Authority;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/** Authority of a {@link Member} whose account has flows of its own: partners are answered 401 (exchange 2, 4.7). */
public record Subscriber(AccountId account, @Nullable UserId user) implements Authority {}
