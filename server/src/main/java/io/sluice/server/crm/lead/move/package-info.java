/** Which stages leads went through. */
@NullMarked
package io.sluice.server.crm.lead.move;

import org.jspecify.annotations.NullMarked;
