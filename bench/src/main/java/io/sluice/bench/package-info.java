/** A closed-loop load driver: what submit costs on this machine, as a ratio of what its database can do. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
