/** What every feature speaks: ids, the clock, refusals. Depends on nothing of ours. */
@NullMarked
package io.sluice.server.kernel;

import org.jspecify.annotations.NullMarked;
