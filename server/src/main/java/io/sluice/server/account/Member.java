package io.sluice.server.account;

import io.sluice.server.http.Authority;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/** Authority to act for an account, by any of its users or by the account's own key (then {@code user} is absent). */
public record Member(AccountId account, @Nullable UserId user) implements Authority {}
