/** API keys: many at a time, shown once, kept as hashes. */
@NullMarked
package io.sluice.server.account.key;

import org.jspecify.annotations.NullMarked;
