package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/** Whoever proved who they are, by key or by session. {@code user} absent: the key is the account's. Not yet a right to anything. */
public record Caller(AccountId account, @Nullable UserId user) {

  public static final String ATTRIBUTE = Caller.class.getName();
}
