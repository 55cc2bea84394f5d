/** Work that outlives a request: a queue in PostgreSQL whose workers hold leases, never transactions. */
@NullMarked
package io.sluice.server.job;

import org.jspecify.annotations.NullMarked;
