package io.sluice.server.account;

import io.sluice.server.http.Authority;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;

/** Authority of a person among the {@link Superusers}; everybody else is answered 401 (exchange 2). */
public record Superuser(AccountId account, UserId user) implements Authority {}
