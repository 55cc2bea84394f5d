/** A partner's leads into a company, set up in one call. */
@NullMarked
package io.sluice.server.crm.loop.setup;

import org.jspecify.annotations.NullMarked;
