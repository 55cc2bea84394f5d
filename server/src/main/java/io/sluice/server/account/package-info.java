/** Accounts, their users, keys and sessions: who is calling, and for whom. */
@NullMarked
package io.sluice.server.account;

import org.jspecify.annotations.NullMarked;
