/** Leads and events go when their time is over (exchange 12.4). */
@NullMarked
package io.sluice.server.event.retention;

import org.jspecify.annotations.NullMarked;
