/** One timeline of a lead, from submission to close, as each side may see it. */
@NullMarked
package io.sluice.server.crm.loop.timeline;

import org.jspecify.annotations.NullMarked;
