/** API keys: many at a time, shown once, kept as hashes. */
@NamedInterface("key")
@NullMarked
package io.sluice.server.account.key;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
