/** Who sees which lead (crm 2.16). */
@NullMarked
package io.sluice.server.crm.lead.sight;

import org.jspecify.annotations.NullMarked;
