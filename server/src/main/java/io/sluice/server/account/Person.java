package io.sluice.server.account;

import io.sluice.server.http.Authority;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;

/**
 * Somebody who proved who she is, whatever she may do: the CRM asks for her access in the company a request is about.
 *
 * @param account the one she belongs to, which need not be that of every company she has access in
 */
public record Person(AccountId account, UserId user) implements Authority {}
