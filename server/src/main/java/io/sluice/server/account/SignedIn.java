package io.sluice.server.account;

import io.sluice.server.http.Authority;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;

/** Authority of a person: a session, or a key of her own. */
public record SignedIn(AccountId account, UserId user) implements Authority {}
